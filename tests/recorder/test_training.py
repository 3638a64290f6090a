"""Every way to train, in one kernel."""

import pytest

from grader.model.events import (
    EpochFinished,
    Evaluated,
    FitFinished,
    FitStarted,
    Predicted,
    RecorderFault,
    RowsSeen,
)
from grader.recorder.shared.fingerprint import row_hashes
from tests.recorder.kernels import DATA, run

CELLS = {
    "data": DATA,
    "positional": "model = network()\nmodel.fit(x_train, Y_train, 20, 3, 0, "
    "[keras.callbacks.EarlyStopping('loss', 0, 9)])",
    "callback list": """
model = network()
callbacks = keras.callbacks.CallbackList([], add_history=True, model=model)
model.fit(x_train, Y_train, 20, 2, 0, callbacks)
model.fit(x_train, Y_train, 20, 1, 0, callbacks)
print(len(callbacks.callbacks))
""",
    "typo": "model.fit(x_train, Y_train, epoch=3)",
    "mismatch": "model.fit(x_train, Y_train[:7])",
    "evaluated": "model.evaluate(x_test, Y_test, verbose=0)",
    "predicted": "for image in x_test: model.predict(image[None], verbose=0)\nfor image in "
    "x_test: model.predict(image[None], verbose=0)",
    "lazy": """
lazy = keras.Sequential([keras.layers.Dense(4), keras.layers.Dense(10)])
lazy.compile("sgd", "mse")
lazy.fit(x_train, Y_train, verbose=0)
""",
    "subclass": """
class Net(keras.Model):
    def __init__(self):
        super().__init__()
        self.hidden, self.out = keras.layers.Dense(4), keras.layers.Dense(10, activation="softmax")
    def call(self, x):
        return self.out(self.hidden(x))
net = Net()
net.compile("sgd", "categorical_crossentropy", metrics=["accuracy"])
net.fit(x_train, Y_train, epochs=2, verbose=0)
""",
    "batches": """
model = network()
for epoch in range(2):
    for start in range(0, 60, 20):
        model.train_on_batch(x_train[start : start + 20], Y_train[start : start + 20])
""",
    "after batches": "model.evaluate(x_test, Y_test, verbose=0)",
    "pipeline": """
import tensorflow as tf
model = network()
pipeline = tf.data.Dataset.from_tensor_slices((x_train, Y_train)).shuffle(60).batch(25).repeat()
model.fit(pipeline, epochs=2, steps_per_epoch=3, verbose=0)
""",
    "sequence": """
class Slices(keras.utils.PyDataset):
    def __len__(self):
        return 3
    def __getitem__(self, place):
        return x_train[20 * place : 20 * place + 20], Y_train[20 * place : 20 * place + 20]
model = network()
model.fit(Slices(), epochs=1, verbose=0)
""",
    "after pipelines": "def batches():\n    while True:\n        yield x_train[:20], Y_train[:20]\n"
    "model.fit(batches(), steps_per_epoch=2, verbose=0)",
    "fit in a loop": "model = network()\nfor _ in range(18):\n    model.fit(x_train, Y_train, "
    "epochs=1, verbose=0)",
    "tape": """
import tensorflow as tf
model, optimizer, loss = network(), keras.optimizers.SGD(0.1), keras.losses.CategoricalCrossentropy()
@tf.function
def step(x, y):
    with tf.GradientTape() as tape:
        value = loss(y, model(x, training=True))
    optimizer.apply_gradients(zip(tape.gradient(value, model.trainable_variables), model.trainable_variables))
step(x_train, Y_train)
""",
    "traced tape": "step(x_train, Y_train)",
    "one step for both": """
model, optimizer = network(), keras.optimizers.SGD(0.1)
@tf.function
def both(x, y, training):
    with tf.GradientTape() as tape:
        value = loss(y, model(x, training=training))
    if training:
        optimizer.apply_gradients(zip(tape.gradient(value, model.trainable_variables), model.trainable_variables))
    return value
for start in range(0, 60, 20):
    both(tf.constant(x_train[start : start + 20]), tf.constant(Y_train[start : start + 20]), True)
both(tf.constant(x_test), tf.constant(Y_test), False)
losses = [float(both(tf.constant(x_test), tf.constant(Y_test), False))]
""",
    "gradients apart": """
model, optimizer = network(), keras.optimizers.SGD(0.1)
@tf.function
def gradients(x, y):
    with tf.GradientTape() as tape:
        value = loss(y, model(tf.reshape(x, (-1, 784)), training=True))
    return tape.gradient(value, model.trainable_variables)
for start in range(0, 60, 15):
    found = gradients(x_train[start : start + 15].reshape(-1, 28, 28), Y_train[start : start + 15])
    optimizer.apply_gradients(zip(found, model.trainable_variables))
""",
    "eager tape": """
model, optimizer = network(), keras.optimizers.SGD(0.1)
for start in range(0, 40, 20):
    with tf.GradientTape() as tape:
        value = loss(Y_train[start : start + 20], model(x_train[start : start + 20], training=True))
    optimizer.apply_gradients(zip(tape.gradient(value, model.trainable_variables), model.trainable_variables))
    model(x_test)
image = tf.constant(x_test)
with tf.GradientTape() as tape:
    tape.watch(image)
    score = model(image)
saliency = tape.gradient(score, image)
""",
    "no training": "model(x_test)\nmodel.set_weights([weights * 0 for weights in "
    "model.get_weights()])",
    "shared layers": "part = keras.Model(model.inputs, model.layers[0].output)\n"
    "model.fit(x_train, Y_train, verbose=0)",
    "perceptron": """
from sklearn.neural_network import MLPClassifier
mlp = MLPClassifier((5,), max_iter=7).fit(x_train, y_train)
mlp.predict(x_test)
print(mlp.score(x_test, y_test))
""",
    "forest": "from sklearn.ensemble import RandomForestClassifier\n"
    "RandomForestClassifier(3).fit(x_train, y_train)",
    "search": """
from keras.wrappers import SKLearnClassifier
def build(X, y):
    model = keras.Sequential([keras.Input((784,)), keras.layers.Dense(10, activation="softmax")])
    model.compile(loss="categorical_crossentropy", optimizer="sgd")
    return model
from sklearn.model_selection import GridSearchCV
search = GridSearchCV(SKLearnClassifier(build, fit_kwargs={"verbose": 0}), {"warm_start": [False]}, cv=2)
search.fit(x_train, y_train)
""",
}


@pytest.fixture(scope="module")
def ran(tmp_path_factory):
    return run(tmp_path_factory.mktemp("training"), CELLS)


def test_nothing_of_the_recorder_broke(ran):
    """No hook raised, and only the cells that must fail did."""
    faults = [event.traceback for event in ran.recording.events if isinstance(event, RecorderFault)]

    assert faults == []
    assert [name for name in CELLS if ran.run_of(name).outcome != "ok"] == ["typo", "mismatch"]


def test_a_positional_fit_is_understood(ran):
    """Batch size, epochs and callbacks may stand without their names."""
    (start,) = ran.events("positional", FitStarted)

    assert (start.epochs, start.batch_size, start.way) == (3, 20, "fit")
    assert len(ran.events("positional", EpochFinished)) == 3


def test_a_callback_list_stays_the_students(ran):
    """The recorder's callback leaves the student's list, and no epoch is reported twice."""
    epochs = [(event.run, event.epoch) for event in ran.events("callback list", EpochFinished)]

    assert ran.text("callback list").strip() == "1"
    assert len(epochs) == len(set(epochs)) == 3


def test_a_wrong_argument_is_the_students_error(ran):
    """A call that Python refuses is no training run; one that Keras refuses is one that failed."""
    (end,) = ran.events("mismatch", FitFinished)

    assert ran.events("typo", FitStarted) == []
    assert "unexpected keyword argument 'epoch'" in ran.run_of("typo").error_message
    assert end.error.startswith("ValueError")


def test_a_loop_over_predict_is_reported_in_part(ran):
    """Forty calls on single images give no more than twenty events."""
    events = ran.events("predicted", Predicted)

    assert len(events) == 20
    assert events[0].x.shape == (1, 784)


@pytest.mark.parametrize("name", ["lazy", "subclass"])
def test_models_built_by_their_first_batch_are_described(ran, name):
    """Parameters and weights are known though `fit` began without them."""
    (start,), (end,) = ran.events(name, FitStarted), ran.events(name, FitFinished)

    assert start.model.parameters == 784 * 4 + 4 + 4 * 10 + 10
    assert [layer.class_name for layer in start.model.layers] == ["Dense", "Dense"]
    assert [array.shape for array in ran.arrays(end).values()] == [(784, 4), (4,), (4, 10), (10,)]


def test_train_on_batch_is_one_run(ran):
    """All batches of a cell make one run, with what the calls returned, the first batch and the
    weights.
    """
    (start,), (end,) = ran.events("batches", FitStarted), ran.events("batches", FitFinished)
    (evaluated,) = ran.events("after batches", Evaluated)

    assert (start.way, start.epochs, start.batch_size) == ("train_on_batch", 0, 20)
    assert (start.x.kind, start.x.shape) == ("dataset", (20, 784))
    assert {name: len(values) for name, values in end.history.items()} == {"loss": 6, "accuracy": 6}
    assert end.weights_changed
    assert len(ran.arrays(end)) == 4
    assert evaluated.run == start.run


def test_a_loop_of_short_fits_sends_few_weights(ran):
    """Eighteen fits are all reported; the first five, the tenth and the last bring weights."""
    ends = ran.events("fit in a loop", FitFinished)

    assert len(ends) == 18
    assert [place for place, end in enumerate(ends, 1) if end.arrays] == [1, 2, 3, 4, 5, 10, 18]


@pytest.mark.parametrize("name", ["tape", "traced tape"])
def test_a_loop_of_the_students_own_is_a_run(ran, name):
    """Weights that moved without `fit` were trained; the optimizer is known where the cell applied
    it.
    """
    (start,), (end,) = ran.events(name, FitStarted), ran.events(name, FitFinished)

    assert (start.way, start.epochs, end.history) == ("custom_loop", 0, {})
    assert len(ran.arrays(end)) == 4
    assert name != "tape" or (start.compiled.optimizer, start.compiled.loss) == (
        "SGD",
        "categorical_crossentropy",
    )


@pytest.mark.parametrize(
    ("name", "rows", "row"),
    [
        ("one step for both", 60, (784,)),
        ("gradients apart", 60, (28, 28)),
        ("eager tape", 40, (784,)),
    ],
)
def test_a_loop_of_the_students_own_tells_its_rows(ran, name, rows, row):
    """What a model is called with before an optimizer is applied, in a graph or not; nothing that
    is only looked at.
    """
    (start,) = ran.events(name, FitStarted)

    images = ran.served["x_train"] if row == (28, 28) else ran.served["x_train"].reshape(60, 784)
    expected = row_hashes(images[:rows], (0.0, 255.0))
    assert (start.x.kind, start.x.shape) == ("pieces", (rows, *row))
    assert set(ran.arrays(start)["x.row_hashes"].tolist()) == set(expected.tolist())


def test_a_loop_keeps_what_the_student_collected(ran):
    """A list of losses is the loop's history."""
    (end,) = ran.events("one step for both", FitFinished)

    assert list(end.history) == ["loss"]


def test_the_rows_of_all_batches_are_reported(ran):
    """The first batch is reported at the start, all of them at the end of the cell."""
    (seen,) = ran.events("batches", RowsSeen)

    expected = row_hashes(ran.served["x_train"].reshape(60, 784), (0.0, 255.0))
    assert set(ran.arrays(seen)["x.row_hashes"].tolist()) == set(expected.tolist())


@pytest.mark.parametrize("name", ["pipeline", "sequence"])
def test_the_rows_of_a_pipeline_are_reported(ran, name):
    """All of them, of an endless one and of a generator what was trained on, while it went on."""
    (start,), (seen,) = ran.events(name, FitStarted), ran.events(name, RowsSeen)

    expected = row_hashes(ran.served["x_train"].reshape(60, 784), (0.0, 255.0))
    assert seen.run == start.run
    assert set(ran.arrays(seen)["x.row_hashes"].tolist()) == set(expected.tolist())
    (yielded,) = ran.events("after pipelines", RowsSeen)
    assert set(ran.arrays(yielded)["x.row_hashes"].tolist()) == set(expected[:20].tolist())


def test_how_far_the_weights_moved(ran):
    """A share of their size where they were seen before, and nothing where they were not."""
    (fitted,), (looped,) = (
        ran.events("positional", FitFinished),
        ran.events("eager tape", FitFinished),
    )

    assert 0 < fitted.weights_moved < 1
    assert 0 < looped.weights_moved < 1


def test_only_training_is_a_run(ran):
    """Calling a model and setting its weights train nothing; a model that shares layers is not
    another run.
    """
    starts = ran.events("shared layers", FitStarted)

    assert ran.events("no training", FitStarted) == []
    assert [start.way for start in starts] == ["fit"]


def test_a_perceptron_of_scikit_learn_is_a_network(ran):
    """Layers, loss curve, weights, score and predictions are reported in Keras' words."""
    (start,), (end,) = ran.events("perceptron", FitStarted), ran.events("perceptron", FitFinished)
    (evaluated,) = ran.events("perceptron", Evaluated)

    assert start.model.class_name == "sklearn.neural_network.MLPClassifier"
    assert [
        (layer.config["units"], layer.config["activation"]) for layer in start.model.layers
    ] == [
        (5, "relu"),
        (10, "softmax"),
    ]
    assert (start.way, start.epochs, start.compiled.optimizer, start.x.shape) == (
        "scikit_learn",
        7,
        "Adam",
        (60, 784),
    )
    assert (end.epochs_run, len(end.history["loss"])) == (7, 7)
    assert [array.shape for array in ran.arrays(end).values()] == [(784, 5), (5,), (5, 10), (10,)]
    assert str(evaluated.results["accuracy"]) in ran.text("perceptron").splitlines()
    assert len(ran.events("perceptron", Predicted)) == 1


def test_other_classifiers_are_runs_too(ran):
    """A forest has neither layers nor weights, but it was trained."""
    (start,) = ran.events("forest", FitStarted)

    assert start.model.class_name == "sklearn.ensemble.RandomForestClassifier"
    assert start.model.layers == ()


def test_a_search_over_keras_models_shows_the_models(ran):
    """Two folds and the final fit are three runs of Keras models."""
    assert [start.way for start in ran.events("search", FitStarted)] == ["fit"] * 3


def test_modern_code_needs_no_standing_in(ran):
    """Nothing of the compatibility layer acts on today's code."""
    assert ran.notices("compatibility") == []
    assert ran.notices("package_missing") == []
