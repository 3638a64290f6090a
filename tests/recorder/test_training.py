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
    WeightsSet,
)
from grader.recorder.shared.fingerprint import row_hashes
from tests.recorder.kernels import run
from tests.recorder.ways_to_train import CELLS


@pytest.fixture(scope="module")
def ran(tmp_path_factory, processes):
    return run(tmp_path_factory.mktemp("training"), CELLS, processes=processes)


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
    for name in ("typo", "mismatch"):
        assert "fit(" in ran.run_of(name).traceback
        assert "/recorder/" not in ran.run_of(name).traceback


def test_fits_that_a_callback_calls_are_a_training_of_their_own(ran):
    """All those of one model are one, whose rows are looked at; the one around it names it, and is
    what the model that it trains comes from.
    """
    outer, inner = ran.events("fit within fit", FitStarted)
    (seen,) = ran.events("fit within fit", RowsSeen)
    put_in = ran.events("fit within fit", WeightsSet)[-1]
    ends = ran.events("fit within fit", FitFinished)
    (asked,) = ran.events("fit within fit", Evaluated)

    assert (outer.way, inner.way) == ("fit", "train_on_batch")
    assert (outer.within, inner.within) == (None, outer.run)
    assert (seen.run, seen.x.shape[0]) == (inner.run, 3 * 15 + 10)
    assert (put_in.run, put_in.of_run, put_in.times) == (outer.run, inner.run, 0)
    assert [(end.run, end.epochs_run, len(end.history["loss"])) for end in ends] == [
        (inner.run, 6, 6),
        (outer.run, 3, 3),
    ]
    assert asked.run == outer.run


def test_a_loop_over_predict_is_reported_in_part(ran):
    """Forty calls on single images give no more than twenty events."""
    events = ran.events("predicted", Predicted)

    assert len(events) == 20
    assert events[0].x.shape == (1, 784)


def test_a_model_that_is_called_is_asked(ran):
    """As `predict` asks it; not while a tape records, nor where somebody looks at an example."""
    (asked,) = ran.events("no training", Predicted)

    assert asked.x.shape[1:] == (784,)
    assert asked.output_shape == (asked.x.shape[0], 10)
    assert {event.x.shape for event in ran.events("eager tape", Predicted)} == {asked.x.shape}


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
