"""Who sets what a step is made of and does not compile changes nothing, also where the host has
trained.
"""

import os

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import keras
import numpy as np
import pytest

from tests.recorder.asked import trained
from tests.recorder.asking.short import dense, fitted

pytestmark = pytest.mark.usefixtures("host_and_stock")


def first_layer_frozen():
    keras.utils.set_random_seed(1)
    model = dense()
    model.layers[0].trainable = False
    model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
    return model


def all_learning():
    keras.utils.set_random_seed(1)
    return dense()


def turned(model):
    model.layers[0].trainable = not model.layers[0].trainable


def fit_twice(pair, sets, host, stock_fit, digits):
    """Fit one by stock Keras and the other one here, or by the `host`, set them otherwise, and fit
    them once more: their weights are the same.
    """
    (there, here), once = pair, {"epochs": 1, "verbose": 0, "shuffle": False}
    history = stock_fit(there, *digits, **once)
    if host is not None:
        host.answer = trained(there, history)
    fitted(here, digits, shuffle=False)
    if host is not None:
        host.answer = None
    for model in (there, here):
        sets(model)

    stock_fit(there, *digits, **once)
    fitted(here, digits, shuffle=False)

    for one, other in zip(here.get_weights(), there.get_weights(), strict=True):
        np.testing.assert_allclose(one, other, rtol=1e-4, atol=1e-6)


@pytest.mark.parametrize("made", [first_layer_frozen, all_learning])
@pytest.mark.parametrize("by_host", [True, False], ids=["by the host", "here"])
def test_the_next_fit_learns_what_the_first_did(made, by_host, host, stock_fit, digits):
    """A layer that is set free or frozen behind the first `fit`: Keras' graph knows it as before.
    It has the optimizer's variables of before, too: others would be an error.
    """
    there, here = made(), made()

    fit_twice((there, here), turned, host if by_host else None, stock_fit, digits)

    assert here.layers[0].trainable == there.layers[0].trainable
    assert not host.reported("recorder_fault")


def with_dropout():
    keras.utils.set_random_seed(1)
    parts = [keras.layers.Dropout(0.0), keras.layers.Dense(10, activation="softmax")]
    model = keras.Sequential([keras.Input((64,)), *parts])
    model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
    return model


def drops_more(model):
    model.layers[0].rate = 0.9


def forgets_more(model):
    model.optimizer.beta_1 = 0.1


def answers_otherwise(model):
    model.layers[-1].activation = keras.activations.sigmoid


SETS = {drops_more: 0.9, forgets_more: 0.1, answers_otherwise: "sigmoid"}


@pytest.mark.parametrize("sets", SETS)
@pytest.mark.parametrize("by_host", [True, False], ids=["by the host", "here"])
def test_the_next_fit_is_set_as_the_first_was(sets, by_host, host, stock_fit, digits):
    """What else stands in Keras' graph; afterwards it is as the notebook has set it."""
    there, here = with_dropout(), with_dropout()

    fit_twice((there, here), sets, host if by_host else None, stock_fit, digits)

    config = {
        **here.optimizer.get_config(),
        **here.layers[0].get_config(),
        "activation": here.layers[-1].get_config()["activation"],
    }
    assert SETS[sets] in config.values()
    assert not host.reported("recorder_fault")


@pytest.mark.parametrize("sets", SETS)
def test_the_host_is_told_how_it_was_set(sets, host, stock_fit, digits):
    """In the next `fit` as in the first; as it is set now where it was compiled since."""
    there, here = with_dropout(), with_dropout()
    host.answer = trained(there, stock_fit(there, *digits, epochs=1, verbose=0))

    fitted(here, digits)
    sets(here)
    fitted(here, digits)
    here.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
    sets(here)
    fitted(here, digits)

    told = [
        str((fields["model"]["layers"], fields["compiled"])).count(str(SETS[sets]))
        for fields in host.reported("fit_started")
    ]
    assert told[0] == told[1] < told[2]


def test_the_host_is_told_what_learns(host, stock_fit, digits):
    """Of the first `fit`, of the next one though it was set otherwise, and of one that was compiled
    since.
    """
    there, here = first_layer_frozen(), first_layer_frozen()
    host.answer = trained(there, stock_fit(there, *digits, epochs=1, verbose=0))

    fitted(here, digits)
    here.layers[0].trainable = True
    fitted(here, digits)
    here.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
    fitted(here, digits)

    told = [
        fields["model"]["layers"][0]["config"]["trainable"]
        for fields in host.reported("fit_started")
    ]
    assert told == [False, False, True]
    assert [(asked["start"], asked.get("optimizer")) for asked in host.asked] == [
        ("fresh", None),
        ("after", "continues"),
        ("after", "new"),
    ]


def test_who_runs_eagerly_is_heeded(stock_fit, digits):
    """There every step looks."""
    x, y = digits
    model = all_learning()
    model.compile("adam", "sparse_categorical_crossentropy", run_eagerly=True)
    fitted(model, (x[:40], y[:40]))
    model.layers[0].trainable = False
    before = model.layers[0].get_weights()

    fitted(model, (x[:40], y[:40]))

    for one, other in zip(before, model.layers[0].get_weights(), strict=True):
        np.testing.assert_array_equal(one, other)
