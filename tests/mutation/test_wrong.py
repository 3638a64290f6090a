"""Wrong solutions: each operator changes what it says, and nothing else."""

import ast
import difflib
from types import SimpleNamespace

import pytest

from grader.checks import CHECKS
from grader.mutation.draft import DoesNotApplyError
from grader.mutation.operators import data, networks, shown, training
from grader.mutation.operators.registry import OF_NOTEBOOKS, OF_QUESTIONS, OF_TRAININGS, VARIANTS
from grader.mutation.trainings import Answered, trainings_of
from tests.mutation.solutions import BUILT, CODE, IMPORTS, ROLE, TRAINED, draft, text
from tests.mutation.solutions import training as found_training

OBSERVED = {"trained_on_test", "forged_metric", "unsupported_claim", "claim_mismatch"}
CHANGED = {
    networks.no_hidden_layer: ("", "64"),
    networks.another_hidden_layer: ('layers.Dense(32, activation="relu"), layers.Dense(10', ""),
    networks.fewer_units: ("layers.Dense(16, ", "64"),
    networks.linear_activation: ('layers.Dense(64, activation="linear")', "sigmoid"),
    networks.other_activation: ('layers.Dense(64, activation="tanh")', "sigmoid"),
    networks.softmax_missing: ('layers.Dense(10, activation="linear")', "softmax"),
    networks.wrong_output_units: ('layers.Dense(11, activation="softmax")', "Dense(10"),
    networks.dropout_missing: ("", "Dropout"),
    training.fewer_epochs: ("epochs=50,", "epochs=500"),
    training.other_optimizer: ('optimizer="adam"', '"sgd"'),
    training.tiny_learning_rate: ("keras.optimizers.SGD(learning_rate=1e-6)", '"sgd"'),
    training.huge_learning_rate: ("keras.optimizers.SGD(learning_rate=10.0)", '"sgd"'),
    training.wrong_loss: ('loss="categorical_crossentropy"', "mean_squared_error"),
    training.larger_batches: ("batch_size=2048", "batch_size=128"),
    training.frozen_weights: ("model.trainable = False\nmodel.compile", ""),
    training.not_compiled: ("pass", "model.compile"),
    training.not_trained: ("pass", "model.fit"),
    training.not_validated: ("validation_data=None", "validation_data=(x_valid"),
    training.validated_on_training_data: ("validation_data=(x_train, t_train)", ""),
    data.half_the_data: ("fit(x_train[: len(x_train) // 2], t_train[: len(t_train) // 2]", ""),
    data.hundredth_of_the_data: ("fit(x_train[: len(x_train) // 100]", ""),
    data.labels_shuffled: ("default_rng(0).permutation(t_train)", ""),
    data.last_class_missing: (
        "x_train[t_train.argmax(axis=1) != t_train.argmax(axis=1).max()]",
        "",
    ),
    data.trained_on_test: ("model.fit(x_valid, t_valid, ", "fit(x_train"),
    data.trained_on_everything: ("concatenate([x_train, x_valid])", ""),
    data.unscaled_inputs: ('.astype("float32")\n', "/ 255"),
    shown.matrix_missing: ("", "print(confusion_matrix"),
    shown.matrix_of_another_model: ("keras.models.clone_model(model).predict", "model.predict(x"),
    shown.matrix_invented: ("confusion_matrix(y_valid, y_valid)", ""),
    shown.curves_missing: ("pass", "plt.plot"),
    shown.summary_missing: ("pass", "summary"),
    shown.evaluation_missing: ("pass", "evaluate"),
    shown.metrics_invented: ("loss, accuracy = 0.0001, 0.9999", "evaluate"),
}
"""By operator, what is there afterwards, and what is not."""
NO_PLACE_HERE = {networks.pooling_missing, shown.curves_of_another_training}


@pytest.mark.parametrize("one", CHANGED, ids=lambda one: one.name)
def test_an_operator_changes_what_it_says(one):
    """What it puts in is there, what it takes away is gone, and all is Python."""
    there, gone = CHANGED[one]

    changed = text(one.change(found_training()))

    ast.parse(changed)
    assert changed != text(draft())
    assert there in changed
    assert not gone or gone not in changed.replace("clone_model(model).predict", "")


@pytest.mark.parametrize("one", CHANGED, ids=lambda one: one.name)
def test_an_operator_changes_nothing_else(one):
    """Comments, layout and all other lines stay as they were."""
    before, after = text(draft()).splitlines(), text(one.change(found_training())).splitlines()

    same = difflib.SequenceMatcher(a=before, b=after, autojunk=False).get_matching_blocks()

    assert sum(block.size for block in same) >= len(before) - 3


def test_every_operator_of_trainings_is_tried_here():
    """A new one needs a line above."""
    assert set(OF_TRAININGS) == set(CHANGED) | NO_PLACE_HERE


def test_operators_say_what_they_do_and_what_ought_to_see_it():
    """Each has a name of its own, a sentence, and checks or observations that there are."""
    wrong = [*OF_TRAININGS, *OF_QUESTIONS, *OF_NOTEBOOKS]

    names = [one.name for one in (*wrong, *VARIANTS)]
    assert len(names) == len(set(names))
    assert len(wrong) >= 20
    assert len(VARIANTS) >= 8
    assert all(one.says.endswith(".") for one in (*wrong, *VARIANTS))
    assert all(one.seen_by and set(one.seen_by) <= CHECKS.keys() | OBSERVED for one in wrong)
    assert not any(one.seen_by for one in VARIANTS)


@pytest.mark.parametrize(
    ("one", "code", "why"),
    [
        (networks.pooling_missing, CODE, "pool"),
        (shown.curves_of_another_training, CODE, "no training before it"),
        (shown.summary_missing, (IMPORTS, "", BUILT[:-16], TRAINED), "summary"),
        (training.not_compiled, (IMPORTS, "", BUILT, TRAINED.replace("compile", "x")), "compiled"),
        (networks.fewer_units, (IMPORTS, "", "model = load_model('m')", TRAINED), "listed"),
        (data.unscaled_inputs, (IMPORTS, "x_train = images", BUILT, TRAINED), "division"),
    ],
    ids=lambda one: getattr(one, "name", None),
)  # fmt: skip
def test_an_operator_that_has_no_place_says_why(one, code, why):
    """Nothing is counted that was not changed."""
    with pytest.raises(DoesNotApplyError, match=why):
        one.change(found_training(*code))


ADDED = """\
net = keras.Sequential()
net.add(layers.Input((64,)))
net.add(layers.Dense(units=32, activation="relu"))
net.add(layers.Dense(10, activation="softmax"))
net.compile("adam", "mse")
net.fit(x_train, t_train, epochs=40, validation_data=(x_valid, t_valid))
"""
IN_A_FUNCTION = """\
def build():
    return keras.Sequential([layers.Dense(32, activation="relu"), layers.Dense(10)])


net = build()
net.compile(optimizer="adam", loss="mse")
net.fit(x_train, t_train, epochs=40)
"""
ESTIMATOR = """\
clf = MLPClassifier(hidden_layer_sizes=(32,), batch_size=32, max_iter=60)
clf.fit(x_train, y_train)
print(clf.score(x_valid, y_valid))
"""


def test_layers_that_are_added_are_found():
    """A network may be built step by step."""
    one = found_training(ADDED, cell=0)

    assert "units=8" in text(networks.fewer_units.change(one))
    assert "Dense(units=32" not in text(networks.no_hidden_layer.change(one))
    assert 'net.add(layers.Dense(32, activation="relu"))\nnet.add(layers.Dense(10' in text(
        networks.another_hidden_layer.change(one)
    )


def test_a_network_built_by_a_function_is_found():
    """Its layers stand in the function."""
    one = found_training(IN_A_FUNCTION, cell=0)

    assert "Dense(8, " in text(networks.fewer_units.change(one))


def test_estimators_of_scikit_learn_are_changed_where_they_are_made():
    """Their epochs, layers and optimizer are arguments of the class."""
    one = found_training(ESTIMATOR, cell=0)

    assert "hidden_layer_sizes=()" in text(networks.no_hidden_layer.change(one))
    assert "max_iter=50" in text(training.fewer_epochs.change(one))
    assert 'max_iter=60, solver="adam")' in text(training.other_optimizer.change(one))
    assert "clf.fit(x_valid, y_valid)" in text(data.trained_on_test.change(one))


def test_the_second_training_of_a_cell_is_the_second_run():
    """Two models may be trained in one cell."""
    runs = [SimpleNamespace(role=None, cell=0), SimpleNamespace(role="network", cell=0)]

    found, _ = trainings_of(draft(ESTIMATOR + ADDED), runs, {"network": ROLE})

    assert found["network"].model == "net"


def test_what_stands_behind_the_next_training_is_not_changed():
    """Each training is followed by its own values."""
    again = "\n".join(CODE[2:])

    changed = text(shown.matrix_missing.change(found_training(*CODE, again)))

    assert changed.count("print(confusion_matrix") == 1


def test_a_training_that_answers_nothing_ends_no_training():
    """Something tried in between; the values behind it are still the first model's."""
    tried = "other = keras.Sequential([layers.Dense(10)])\nother.fit(x_train, t_train)"

    changed = text(shown.evaluation_missing.change(found_training(*CODE[:4], tried, *CODE[4:])))

    assert "evaluate" not in changed


def test_an_answer_is_taken_out():
    """The cell stays, as the starter has it."""
    answered = Answered(draft("a", "b", "c"), "q1", (1,))

    changed = shown.answer_missing.change(answered)

    assert [cell.text for cell in changed.cells] == ["a", "*Your answer here*", "c"]


def test_metrics_are_invented_in_the_saved_output_too():
    """A student who makes a value up hands it in."""
    changed = shown.metrics_invented.change(found_training())

    stated = [cell for cell in changed.notebook().cells if cell.get("outputs")]
    assert [cell.outputs[0].text for cell in stated] == ["validation accuracy: 0.9999\n"]
