"""What the host is told of a `fit` is what Keras makes of its arguments, and no more."""

import os

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import keras
import numpy as np
import pytest
from keras import callbacks

from tests.recorder.asked import trained
from tests.recorder.asking.short import dense, fitted, stands_for

pytestmark = pytest.mark.usefixtures("host_and_stock")

UP = ("accuracy", "acc", "top_k_categorical_accuracy", "cosine_similarity", "precision", "recall")
DOWN = ("mse", "mean_absolute_error", "categorical_crossentropy", "root_mean_squared_error")
DIRECTIONS = {**dict.fromkeys((*UP, "auc"), "max"), **dict.fromkeys((*DOWN, "loss"), "min")}
MADE = {
    "precision": keras.metrics.Precision,
    "recall": keras.metrics.Recall,
    "auc": keras.metrics.AUC,
    "root_mean_squared_error": keras.metrics.RootMeanSquaredError,
}


def modes(host):
    """Of the callbacks that were asked for last."""
    return [asked["config"]["mode"] for asked in host.asked[-1]["settings"]["callbacks"]]


def one_hot(model, digits, *given):
    x, y = digits
    model.fit(x, keras.utils.to_categorical(y, 10), verbose=0, callbacks=list(given))


@pytest.mark.parametrize(("metric", "direction"), DIRECTIONS.items())
def test_which_way_is_better_is_what_keras_takes(metric, direction, host, digits):
    """By itself it asks the metric, whatever that is called here; `mode` says otherwise."""
    made = MADE[metric](name=metric) if metric in MADE else metric
    given = [] if metric == "loss" else [made]
    other = {"min": "max", "max": "min"}[direction]

    one_hot(
        dense(metrics=given, loss="categorical_crossentropy"),
        digits,
        callbacks.EarlyStopping(metric),
        callbacks.ReduceLROnPlateau(metric),
        callbacks.EarlyStopping(metric, mode=other),
    )

    assert modes(host) == [direction, direction, other]


def test_a_metric_of_another_name_has_its_direction(host, digits):
    """Keras looks at what it is, not at how it is called."""
    hits = keras.metrics.SparseCategoricalAccuracy("loss_of_hits")

    fitted(dense(metrics=[hits]), digits, callbacks=[callbacks.ReduceLROnPlateau("loss_of_hits")])

    assert modes(host) == ["max"]


def test_a_callback_that_has_chosen_stays_with_it(host, digits):
    """The second training with the same object goes by what it took in the first."""
    patient = callbacks.EarlyStopping("accuracy", patience=5)
    host.answer = stands_for(dense())
    for _ in range(2):
        fitted(dense(), digits, callbacks=[patient])

    assert modes(host) == ["max"]
    assert len(host.asked) == 2


@pytest.mark.parametrize("kind", [callbacks.EarlyStopping, callbacks.ReduceLROnPlateau])
def test_a_metric_without_a_direction_is_left_to_keras(kind, host, digits):
    """It says so when the first epoch is over."""
    model = dense(
        metrics=[keras.metrics.FalsePositives(name="wrong")], loss="categorical_crossentropy"
    )

    with pytest.raises(ValueError, match="automatically determine"):
        one_hot(model, digits, kind("wrong"))

    assert host.asked == []
    assert int(model.optimizer.iterations) > 0


WEIGHTS = {
    "texts": ({"0": 50.0, "1": 0.0}, {}),
    "a text beside a number": ({1: 2.0, "1": 9.0}, {"1": 2.0}),
    "halves": ({0.5: 9.0, 2: 3.0}, {"2": 3.0}),
    "numbers of NumPy's": (
        {np.int64(3): np.float64(2.0), np.float32(4): 0.5},
        {"3": 2.0, "4": 0.5},
    ),
    "truths": ({True: 4.0}, {"1": 4.0}),
    "no number": ({float("nan"): 4.0, 2: 0.5}, {"2": 0.5}),
}


@pytest.mark.parametrize("name", WEIGHTS)
def test_weights_of_classes_are_those_that_keras_finds(name, host, digits):
    """It looks up whole numbers; anything else among the keys is never found."""
    given, found = WEIGHTS[name]

    fitted(dense(), digits, class_weight=given)

    assert host.asked[0]["settings"]["class_weight"] == found


def test_keys_of_another_type_are_left_to_keras(host, digits):
    """Whether they are found depends on how they compare."""
    fitted(dense(), digits, class_weight={(0,): 2.0})

    assert host.asked == []


LENGTHS = {
    "none": {"epochs": 0},
    "none left": {"initial_epoch": 3, "epochs": 3},
    "less than none": {"initial_epoch": 5, "epochs": 3},
    "a text": {"epochs": "2"},
    "a fraction": {"epochs": 2.0},
    "nothing": {"epochs": None},
}


@pytest.mark.parametrize("name", LENGTHS)
def test_no_epochs_are_no_training(name, host, stock_fit, digits):
    """The model stays what it was, and Keras says what it says."""
    ours, theirs = dense(), dense()
    host.answer = stands_for(ours)
    before = ours.get_weights()

    ends = [
        end_of(lambda: ours.fit(*digits, verbose=0, **LENGTHS[name])),
        end_of(lambda: stock_fit(theirs, *digits, verbose=0, **LENGTHS[name])),
    ]

    assert ends[0] == ends[1]
    assert host.asked == []
    assert not host.reported("recorder_fault")
    assert int(ours.optimizer.iterations) == 0
    for one, other in zip(ours.get_weights(), before, strict=True):
        np.testing.assert_array_equal(one, other)


def end_of(fit):
    """The history, or the error."""
    try:
        history = fit()
    except TypeError as error:
        return str(error)
    return history.history, history.epoch


@pytest.mark.parametrize("cap", ["set_max_epochs", "set_max_steps_per_epoch"])
def test_a_training_that_keras_cuts_short_is_not_asked_for(cap, host, digits):
    """A setting of Keras' own shortens every `fit`."""
    model, set_cap = dense(), getattr(keras.config, cap)
    host.answer = stands_for(model)
    set_cap(1)
    try:
        with pytest.warns(UserWarning, match="Limiting") if "epochs" in cap else nothing():
            history = fitted(model, digits, epochs=3)
    finally:
        set_cap(None)

    assert host.asked == []
    assert len(history.epoch) == (1 if cap == "set_max_epochs" else 3)


def nothing():
    from contextlib import nullcontext  # noqa: PLC0415

    return nullcontext()


def listed(kind):
    """Three callbacks, as `fit` may be given them."""
    stop, log = callbacks.EarlyStopping("loss", patience=9), callbacks.History()
    own = callbacks.LambdaCallback(on_epoch_end=lambda epoch, logs: print(epoch, sorted(logs)))  # noqa: T201
    return {
        "a tuple": (stop, log, own),
        "a dict": {"stop": stop, "log": log, "own": own},
        "a dict of lists": {"all": [stop, log], "own": {"own": own}},
        "one": own,
    }[kind]


@pytest.mark.parametrize("kind", ["a tuple", "a dict", "a dict of lists", "one"])
def test_callbacks_are_taken_apart_as_keras_does(kind, host, digits, capsys):
    """Whatever they are handed over in, each is known."""
    host.answer = stands_for(dense())

    fitted(dense(), digits, callbacks=listed(kind))

    asked = [one["class_name"] for one in host.asked[0]["settings"]["callbacks"]]
    assert asked == ([] if kind == "one" else ["EarlyStopping"])
    assert capsys.readouterr().out == "0 ['accuracy', 'loss']\n"
    assert not host.reported("recorder_fault")


def test_lists_in_a_list_end_as_they_do_in_keras(host, stock_fit, digits):
    """Stock Keras has the last word about what it doesn't take."""
    ends = []
    for fit in (
        lambda **given: dense().fit(*digits, verbose=0, **given),
        stocked(stock_fit, digits),
    ):
        try:
            ends.append(len(fit(callbacks=[[callbacks.History()]]).epoch))
        except AttributeError as error:
            ends.append(str(error))

    assert ends[0] == ends[1]
    assert not host.reported("recorder_fault")


def stocked(stock_fit, digits):
    return lambda **given: stock_fit(dense(), *digits, verbose=0, **given)


def test_metrics_say_what_the_training_came_to(host, stock_fit, digits):
    """As if they had measured the last validation; without one, the last epoch."""
    for validated in (True, False):
        keras.utils.set_random_seed(1)
        hits, there = keras.metrics.SparseCategoricalAccuracy("accuracy"), dense()
        given = {"validation_data": (digits[0][:50], digits[1][:50])} if validated else {}
        history = stock_fit(there, *digits, epochs=2, verbose=0, **given)
        host.answer, here = trained(there, history), dense(metrics=[hits])

        asked = here.fit(*digits, epochs=2, verbose=0, **given).history

        prefix = "val_" if validated else ""
        told = {name: float(value) for name, value in here.get_metrics_result().items()}
        assert told == pytest.approx({name: asked[prefix + name][-1] for name in told})
        assert float(hits.result()) == pytest.approx(asked[f"{prefix}accuracy"][-1])
