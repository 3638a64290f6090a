"""A model is known by what its weights are."""

from __future__ import annotations

import copy
import pickle

import keras
import numpy as np
import pytest
from keras import layers

from grader.recorder.events.states import States
from grader.recorder.shared.digests import array_digest


def network():
    return keras.Sequential(
        [keras.Input((4,)), layers.Dense(5, "relu"), layers.Dense(3, "softmax")]
    )


@pytest.fixture
def model():
    return network()


@pytest.fixture
def states(model):
    """The model at the end of run 7, and as it was an epoch before."""
    known = States()
    earlier = network()
    known.note(7, earlier.get_weights())
    known.note(7, model.get_weights(), last=True)
    return known


def by_file(name):
    def load(model, folder):
        model.save(folder / name)
        return keras.models.load_model(folder / name)

    return load


def from_weights(model, folder):
    model.save_weights(folder / "w.weights.h5")
    other = keras.models.model_from_json(model.to_json())
    other.load_weights(folder / "w.weights.h5")
    return other


def cloned(model, _):
    other = keras.models.clone_model(model)
    other.set_weights(model.get_weights())
    return other


WAYS = {
    "keras": by_file("m.keras"),
    "h5": by_file("m.h5"),
    "weights": from_weights,
    "clone": cloned,
    "pickle": lambda model, _: pickle.loads(pickle.dumps(model)),
    "deepcopy": lambda model, _: copy.deepcopy(model),
    "softmax behind": lambda model, _: keras.Sequential([model, layers.Softmax()]),
    "layers reused": lambda model, _: keras.Sequential([keras.Input((4,)), *model.layers]),
    "normalised": lambda model, _: keras.Sequential(
        [keras.Input((4,)), layers.Normalization(), model]
    ),
    "frozen": lambda model, _: keras.Sequential(
        [keras.Input((4,)), layers.Rescaling(2.0), frozen(model)]
    ),
}


def frozen(model):
    model.trainable = False
    return model


@pytest.mark.parametrize("way", WAYS)
def test_a_copy_is_known_whatever_way_it_was_made(way, model, states, tmp_path):
    """By its weights, which come back in the order of the trained model's."""
    before = model.get_weights()

    state, arrays = states.of(WAYS[way](model, tmp_path))

    assert (state.run, state.last) == (7, True)
    assert all(map(np.array_equal, arrays, before))


def test_another_model_is_not_known(model, states):
    """Nor one with a new layer to train, one that holds a part, and one with a number changed."""
    new_head = keras.Sequential([model, layers.Dense(2)])
    new_head.build((None, 4))
    part = keras.Sequential([keras.Input((4,)), model.layers[0]])
    changed = cloned(model, None)
    changed.layers[0].bias.assign(changed.layers[0].bias + 1e-3)

    assert [states.of(other) for other in (network(), new_head, part, changed)] == [None] * 4


def test_the_training_that_ended_with_a_state_is_its_run(model, states):
    """A state that a later training began with is the later one's only if it ended so."""
    digest = states.note(7, model.get_weights(), last=True)
    states.note(8, model.get_weights(), last=True)

    state, _ = states.of(model)

    assert (state.run, state.digest) == (8, digest)


def test_what_a_training_only_holds_is_not_what_it_left(model):
    """It began with it, or it was put in later, from far off."""
    known, arrays = States(), model.get_weights()
    digests = list(map(array_digest, arrays))
    known.holds(7, digests[:1])
    known.note(7, arrays)
    known.holds(7, digests[2:3])
    known.note(7, arrays, last=True)

    assert [known.run_of(digest) for digest in digests] == [None, 7, None, 7]
