"""Evidence of an executed notebook, put together."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from grader.evidence import read_claims
from grader.model.events import Evaluated, Notice, Predicted
from grader.model.recording import NOT_RUN
from grader.recorder.shared.fingerprint import row_hashes
from tests.evidence.hand_ins import LOG, NET, submission


def test_runs_carry_roles_and_the_claims_of_the_hand_in(make, collect):
    """What was measured and what was saved come together, and each claim at its run."""
    handed_in = submission(
        (NET.format("sgd"), LOG),
        (NET.format("adam").replace("m", "n"), LOG.replace("0.3100", "0.9700")),
        (
            "m.evaluate(x_test, y_test)",
            "313/313 [====] - 0s 1ms/step - loss: 0.0161 - accuracy: 0.9034\n",
        ),
    )
    events = make.fit(1, make.dense_net(), make.compiled()) + make.fit(
        2, make.dense_net(model_id=2), make.compiled("Adam")
    )

    evidence = collect(handed_in, make.recording(*events, executed=handed_in.notebook))

    baseline, adam = evidence.run_for("baseline"), evidence.run_for("adam")
    assert (baseline.number, adam.number) == (1, 2)
    assert {run.source for run in evidence.runs} == {"reproduced"}
    assert baseline.claimed("val_accuracy") == 0.9034
    assert adam.claimed("val_accuracy") == 0.97
    assert evidence.claims == tuple(read_claims(handed_in.notebook))


def test_saved_policy_claims_what_was_not_run(collect):
    """Without an execution the same hand-in gives runs that are marked as claimed."""
    evidence = collect(submission((NET.format("sgd"), LOG)), NOT_RUN)

    (run,) = evidence.runs
    assert (run.source, run.role, run.epochs_run, run.cell) == ("claimed", "baseline", 3, 0)
    assert run.history["accuracy"] == (0.1, 0.2, 0.3)


def test_evaluated_cells_know_held_out_from_training_data(make, collect, dataset):
    """Evaluating on the rows of fit is no evaluation on held-out data; a prediction counts where a
    number is printed.
    """
    fit = make.fit(1, make.dense_net(), make.compiled(), x=make.array(600, 784))
    held_out, training = make.array(len(dataset.held_out_x), 784), make.array(600, 784)
    events = [
        *fit,
        Evaluated(model_id=1, run=1, x=training, execution_count=2),
        Evaluated(model_id=1, run=1, x=held_out, execution_count=3),
        Predicted(model_id=1, run=1, x=held_out, execution_count=4),
        Predicted(model_id=1, run=1, x=held_out, execution_count=5),
        Evaluated(model_id=7, run=None, x=held_out, execution_count=6),
    ]
    executed = submission(
        ("a", ""),
        ("b", ""),
        ("c", ""),
        ("d", "Test accuracy: 0.9034\n"),
        ("e", "nothing"),
        ("f", ""),
    ).notebook

    evidence = collect(submission(("a", "")), make.recording(*events, executed=executed))

    assert evidence.evaluated_cells == {1: (2, 3)}


def test_as_many_training_rows_are_no_held_out_ones(make, collect, dataset, tmp_path):
    """Nor is a pipeline that begins with training rows; who trained on all rows evaluates on the
    held-out ones all the same.
    """
    train, held_out = (
        rows.reshape(len(rows), -1) / 255 for rows in (dataset.train_x, dataset.held_out_x)
    )
    count = len(held_out)
    files = {"train": train, "all": np.concatenate([train, held_out]), "held_out": held_out}
    files |= {"some": train[:count], "batch": train[:32], "unknown": held_out / 2 + 0.25}
    for name, rows in files.items():
        np.savez(tmp_path / f"{name}.npz", **{"x.row_hashes": row_hashes(rows, (0.0, 1.0))})
    evaluated = {"held_out": True, "some": False, "batch": False, "unknown": True}
    for taught, also in (("train", {}), ("all", {"held_out": True})):
        for name, counts in (evaluated | also).items():
            x = make.array(len(files[name]), 784)
            x = replace(x, kind="dataset") if name == "batch" else x
            start, *others = make.fit(
                1, make.dense_net(), make.compiled(), x=make.array(len(files[taught]), 784)
            )
            event = Evaluated(model_id=1, run=1, x=x, arrays=f"{name}.npz", execution_count=2)
            recording = make.recording(
                replace(start, arrays=f"{taught}.npz"),
                *others,
                event,
                executed=submission(("a", ""), ("b", "")).notebook,
            )

            evidence = collect(submission(("a", "")), replace(recording, folder=tmp_path))

            assert evidence.evaluated_cells == ({1: (1,)} if counts else {}), (taught, name)


@pytest.mark.parametrize(
    ("source", "output"),
    [
        ("accuracy_score(y_test, pred)", "0.9034"),
        ("print('Genauigkeit:', accuracy_score(y_test, pred))", "Genauigkeit: 0,9034"),
        ("print(f'Aciertos: {100 * np.mean(pred == y_test):.1f} %')", "Aciertos: 90.3 %"),
        ("(pred == y_test).mean()", "np.float64(0.9034)"),
        ("print((pred == y_test).sum(), 'sur', len(y_test))", "9034 sur 10000"),
        ("right = pred == y_test\nprint(right.mean())", "0.9034"),
        ("cm = confusion_matrix(y_test, pred)\nnp.trace(cm) / np.sum(cm)", "0.9034"),
        ("m = keras.metrics.Accuracy()\nm.update_state(y_test, pred)\nm.result()", "0.9034"),
        ("(len(y) - np.count_nonzero(pred - y)) / len(y)  # wrong ones", None),
        ("pred[:3]", "[0.9034 0.01 0.02]"),
        ("pred == y_test", "[True False]"),
        ("# accuracy_score(y_test, pred)\npred.max()", "0.9034"),
    ],
)
def test_what_is_computed_from_a_prediction_is_an_evaluation(
    make, collect, dataset, source, output
):
    """In whatever words, in the cell of the prediction or below it, and not behind another one."""
    held_out = make.array(len(dataset.held_out_x), 784)
    fit = make.fit(1, make.dense_net(), make.compiled(), x=make.array(600, 784))
    asked = Predicted(model_id=1, run=1, x=held_out, execution_count=2)
    other = Predicted(model_id=9, run=None, x=held_out, execution_count=3)
    counts = output is not None and not source.startswith(("pred", "#"))
    shown = (source, output or "")
    for cells, events, where in (
        ((("f", ""), shown), (asked,), (1,)),
        ((("f", ""), ("p", ""), ("q", ""), shown), (asked,), (3,)),
        ((("f", ""), ("p", ""), ("q", ""), shown), (asked, other), None),
    ):
        executed = submission(*cells).notebook

        evidence = collect(submission(("a", "")), make.recording(*fit, *events, executed=executed))

        assert evidence.evaluated_cells == ({1: where} if counts and where else {})


@pytest.mark.parametrize(
    ("call", "counts"), [("share(network)", True), ("shape(network)", False), ("share", False)]
)
def test_a_function_of_ones_own_may_compute_it(make, collect, dataset, call, counts):
    """Many write it once, in a cell above, and call it for every model."""
    helper = """
def shape(model):
    return model.predict(x_test).shape

def share(model):
    right = model.predict(x_test).argmax(axis=1) == y_test
    return right.mean()
"""
    asked = Predicted(
        model_id=1, run=1, x=make.array(len(dataset.held_out_x), 784), execution_count=3
    )
    executed = submission(("f", ""), (helper, ""), (call, "0.9034")).notebook
    fit = make.fit(1, make.dense_net(), make.compiled(), x=make.array(600, 784))

    evidence = collect(submission(("a", "")), make.recording(*fit, asked, executed=executed))

    assert evidence.evaluated_cells == ({1: (2,)} if counts else {})


def test_executed_outputs_give_summaries_matrices_and_notices(make, collect):
    """What our own run printed is reproduced, whatever the hand-in had saved."""
    matrix = (
        "[["
        + "]\n [".join(" ".join("9" if i == j else "1" for j in range(10)) for i in range(10))
        + "]]"
    )
    table = (
        "Layer (type)   Output Shape   Param #\ndense (Dense)   (None, 64)   50240\nTotal params: "
        "50,240\n"
    )
    executed = submission(("m.summary()", table), ("print(cm)", matrix)).notebook
    notices = [Notice(kind="dataset_served", message="mnist.npz was served from disk.")] * 2

    evidence = collect(submission(("m.summary()", "")), make.recording(*notices, executed=executed))

    assert evidence.summaries_shown == (0,)
    assert evidence.summarised_parameters == (50240,)
    assert [(shown.form, shown.source, shown.cell) for shown in evidence.matrices] == [
        ("printed", "reproduced", 1)
    ]
    assert evidence.notices == ("mnist.npz was served from disk.",)


def test_answers_come_with_what_the_evidence_says(make, collect):
    """The gap, the turn of the validation loss, the numbers of both models, the classes, the
    parameters.
    """
    question = (
        "### Question 3: overfitting\n\nDoes the model show any indication of overfitting? Why, or "
        "why not?"
    )
    events = make.fit(1, make.dense_net(), make.compiled(), epochs=3) + make.fit(
        2, make.cnn(model_id=2), make.compiled("Adam", "categorical_crossentropy"), epochs=4
    )

    evidence = collect(submission(question, "It does not."), make.recording(*events))

    contexts = {answer.question: " ".join(answer.context) for answer in evidence.answers}
    assert (
        next(answer for answer in evidence.answers if answer.question == "q3").text
        == "It does not."
    )
    assert "loss 0.125 in training and 0.15 in validation (a gap of 0.025)" in contexts["q3"]
    assert "lowest at the end (0.15): it had not turned" in contexts["q3"]
    assert "“Convolutional network”: loss 0.1000 and accuracy 0.4000" in contexts["q4"]
    assert "can't be compared" in contexts["q4"]
    assert "50,890 parameters" in contexts["q2"]
    assert "No training of “Dense network with Adam” was found." in contexts["q4"]


def test_context_tells_where_the_validation_loss_turned(make, collect):
    """An overfitted run is recognised by the epoch of its best validation loss."""
    start, *_epochs, end = make.fit(1, make.dense_net(), make.compiled(), epochs=4)
    object.__setattr__(
        end, "history", {"loss": (4.0, 3.0, 2.0, 1.0), "val_loss": (4.0, 3.0, 3.5, 4.0)}
    )

    evidence = collect(submission("nothing"), make.recording(start, end))

    context = next(answer for answer in evidence.answers if answer.question == "q3").context
    assert "lowest in epoch 2 of 4 (3) and ended at 4." in context[1]


def test_context_of_the_matrix_names_best_and_worst_class(make, collect):
    """From a matrix that the hand-in shows."""
    rows = [[90 + i if i == j else 1 for j in range(10)] for i in range(10)]
    rows[5][5], rows[5][3] = 40, 30
    matrix = "[[" + "]\n [".join(" ".join(map(str, row)) for row in rows) + "]]"
    handed_in = submission(
        (NET.format("sgd"), LOG), ("print(confusion_matrix(y, m.predict(x).argmax(1)))", matrix)
    )

    evidence = collect(handed_in, NOT_RUN)

    context = next(answer for answer in evidence.answers if answer.question == "todo3").context
    assert context[0] == (
        "The notebook shows a matrix. Best: 9, 99 of 108 right (91.7\N{NO-BREAK SPACE}%); "
        "worst: 5, 40 of 78 (51.3\N{NO-BREAK SPACE}%)."
    )
    assert context[1] == "The most frequent mistake: 30 times 5 was taken for 3."


@pytest.mark.parametrize(
    "code",
    [
        (
            "c = MLPClassifier(hidden_layer_sizes=(64,), activation='logistic', solver='sgd', "
            "momentum=0, max_iter=500)\n{fit}"
        ),
        (
            "c = MLPClassifier((64,), 'logistic', solver='sgd', momentum=0, max_iter=500).fit(x, "
            "y)\n"
            "{score}"
        ),
        (
            "n = MLPClassifier([64], activation='logistic', solver='sgd', momentum=0, "
            "max_iter=500)\n"
            "c = make_pipeline(StandardScaler(), n)\n{fit}"
        ),
        (
            "n = MLPClassifier(64, activation='logistic', solver='sgd', momentum=0, max_iter=500)\n"
            "c = Pipeline([('scale', StandardScaler()), ('net', n)])\n{fit}"
        ),
    ],
)
def test_a_perceptron_of_scikit_learn_is_read_from_the_code(collect, code):
    """A notebook that is not executed shows its network and the accuracy that it printed."""
    score = "print('accuracy:', c.score(x_test, y_test))"
    source = code.format(fit=f"c.fit(x, y)\n{score}", score=score)

    evidence = collect(submission((source, "accuracy: 0.9100\n")), NOT_RUN)

    run = evidence.run_for("baseline")
    assert run is not None
    assert run.match.layer_differences == ()
    assert run.match.compile_differences == ("log_loss instead of mean_squared_error",)
    assert (run.epochs_requested, run.claimed("val_accuracy")) == (500, 0.91)
