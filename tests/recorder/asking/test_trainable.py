"""Whoever sets `trainable` and does not compile changes nothing, also where the host has trained."""

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


@pytest.mark.parametrize("made", [first_layer_frozen, all_learning])
@pytest.mark.parametrize("by_host", [True, False], ids=["by the host", "here"])
def test_the_next_fit_learns_what_the_first_did(made, by_host, host, stock_fit, digits):
    """A layer that is set free or frozen behind the first `fit`: Keras' graph knows it as before.
    It has the optimizer's variables of before, too: others would be an error.
    """
    x, y = digits
    there, here = made(), made()
    once = {"epochs": 1, "verbose": 0, "shuffle": False}
    history = stock_fit(there, x, y, **once)
    host.answer = trained(there, history) if by_host else None
    fitted(here, digits, shuffle=False)
    host.answer = None
    for model in (there, here):
        model.layers[0].trainable = not model.layers[0].trainable

    stock_fit(there, x, y, **once)
    fitted(here, digits, shuffle=False)

    for one, other in zip(here.get_weights(), there.get_weights(), strict=True):
        np.testing.assert_allclose(one, other, rtol=1e-4, atol=1e-6)
    assert here.layers[0].trainable == there.layers[0].trainable
    assert not host.reported("recorder_fault")


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
