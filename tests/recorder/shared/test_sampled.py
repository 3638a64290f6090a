"""A step of every training is kept, and computing it again gives the same weights."""

import os

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import keras
import numpy as np
import pytest
import tensorflow as tf
from keras import layers

from grader.recorder.models.describe import describe_compilation
from grader.recorder.rows import chance
from grader.recorder.shared import fused
from grader.scoring.process.step_again import take_again
from tests.recorder.shared.drawing import X, Y, network, trained

LARGE = 1300
"""Units of two layers, which have more weights than are kept as a whole."""


def again(model, sampled, folder):
    """By how much our step differs."""
    return all_again(model, [sampled], folder)[0]


def all_again(model, kept, folder):
    """By how much each of our steps differs."""
    for number, step in enumerate(kept):
        np.savez(folder / f"{number}.npz", **step.arrays)
    reported = describe_compilation(model)
    options = {
        key: value
        for key, value in reported["optimizer_config"].items()
        if isinstance(value, (int, float)) and key not in ("learning_rate", "loss_scale_factor")
    }
    request = {
        "steps": [
            {"file": str(folder / f"{number}.npz"), "learning_rate": step.learning_rate}
            for number, step in enumerate(kept)
        ],
        "max_bytes": 2**26,
        "model": keras.saving.serialize_keras_object(model),
        "input_shape": [64],
        "optimizer": {
            "name": reported["optimizer"],
            "options": options,
        },
        "loss": {"name": reported["loss"], "options": reported["loss_config"]},
    }
    return take_again(request)["errors"]


@pytest.mark.parametrize(
    ("inner", "compiled", "fuse"),
    [
        ((), {}, True),
        ((), {}, False),
        (
            (layers.Dropout(0.3), layers.GaussianNoise(0.1)),
            {"optimizer": keras.optimizers.SGD(0.1, momentum=0.9)},
            True,
        ),
        (
            (layers.BatchNormalization(),),
            {"optimizer": keras.optimizers.RMSprop(0.002, clipnorm=0.5)},
            False,
        ),
        (
            (layers.Dense(LARGE), layers.Dropout(0.2), layers.Dense(LARGE)),
            {"optimizer": keras.optimizers.SGD(0.1, momentum=0.9, clipnorm=1.0)},
            True,
        ),
        (
            (),
            {
                "optimizer": keras.optimizers.Adam(
                    keras.optimizers.schedules.ExponentialDecay(0.01, 10, 0.9)
                )
            },
            True,
        ),
        ((), {"optimizer": keras.optimizers.AdamW(0.01, weight_decay=0.1)}, False),
    ],
    ids=["plain", "step by step", "random", "normalised", "large", "scheduled", "decayed"],
)
def test_a_step_computed_again_is_the_same(inner, compiled, fuse, tmp_path):
    """Whatever is random in it, and at whichever rate; changed weights after it are another
    step's.
    """
    model = network(
        *(layer.__class__.from_config(layer.get_config()) for layer in inner), **_fresh(compiled)
    )
    sampled = trained(model, X, Y, fuse=fuse)

    kept = [sampled, *sampled.further.kept]
    assert len(kept) == (8 if model.count_params() < LARGE**2 else 3)
    assert max(all_again(model, kept, tmp_path)) < 0.01
    for step in kept:
        step.arrays["a0000"] = step.arrays["a0000"] + 0.01
    assert min(all_again(model, kept, tmp_path)) > 0.05


class FirstStep:
    """Draws the first step of the first epoch."""

    def __init__(self):
        self.drawn = 0

    def random(self):
        self.drawn += 1
        return 0.0 if self.drawn == 1 else 0.999

    def randrange(self, _):
        return 0

    def sample(self, population, k):
        return population[:k]


@pytest.mark.parametrize("fuse", [True, False])
@pytest.mark.parametrize(
    "rate", [0.002, keras.optimizers.schedules.ExponentialDecay(0.01, 10, 0.9)]
)
def test_the_first_step_is_computed_again(rate, fuse, monkeypatch, tmp_path):
    """Keras' own loop gives an optimizer its variables within it."""
    monkeypatch.setattr(chance, "RANDOM", FirstStep())
    model = network(optimizer=keras.optimizers.RMSprop(rate))

    sampled = trained(model, X, Y, fuse=fuse)

    assert sampled.kept[1] == 0
    assert again(model, sampled, tmp_path) < 0.01


def _fresh(compiled):
    return {key: value.__class__.from_config(value.get_config()) for key, value in compiled.items()}


def test_of_a_large_model_some_places_are_kept():
    """All weights before the step, and of what is after it some thousands each."""
    sampled = trained(network(layers.Dense(LARGE), layers.Dense(LARGE)), X[:64], Y[:64])

    sizes = {name: array.size for name, array in sampled.arrays.items()}
    assert sizes["w0002"] == LARGE * LARGE
    assert 4000 < sizes["a0002"] == sizes[f"p{LARGE * LARGE}"] < 10_000
    assert sum(array.nbytes for array in sampled.arrays.values()) < 1.2 * 4 * LARGE * (LARGE + 74)


def test_where_no_step_is_kept_the_reason_is():
    """Nothing is passed over in silence, of Keras' own parts neither."""
    inputs = {name: keras.Input((64,), name=name) for name in "ab"}
    added = layers.Add()(list(inputs.values()))
    model = keras.Model(inputs, layers.Dense(10, "softmax")(added))
    model.compile("adam", "sparse_categorical_crossentropy")

    sampled = trained(model, {"a": X, "b": X}, Y, fuse=False)
    sampled.training_ended()

    assert "more than one array" in sampled.untried
    assert sampled.arrays == {}


def test_a_structure_of_one_array_is_kept():
    """Inputs by name, of one name."""
    inputs = keras.Input((64,), name="pixels")
    model = keras.Model({"pixels": inputs}, layers.Dense(10, "softmax")(inputs))
    model.compile("adam", "sparse_categorical_crossentropy")

    assert trained(model, {"pixels": X}, Y).arrays["x"].shape[1:] == (64,)


def test_of_a_generator_each_step_may_be_drawn():
    """Nobody knows how many there will be; one of them is kept, however few they are."""
    batches = ((X[start : start + 32], Y[start : start + 32]) for start in (0, 32))

    sampled = trained(network(), batches, fuse=False, steps_per_epoch=None)

    assert sampled.arrays["x"].shape == (32, 64)


def test_keeping_a_step_changes_nothing():
    """The weights are those of the same training without it, to the last bit."""
    plain, watched = network(), network()
    with fused.fused(plain, None, epochs=2):
        plain.fit(X, Y, epochs=2, verbose=0, shuffle=False)

    sampled = trained(watched, X, Y, shuffle=False)

    assert sampled.kept is not None
    assert all(
        np.array_equal(one, other)
        for one, other in zip(plain.get_weights(), watched.get_weights(), strict=True)
    )


def test_a_pipeline_loses_no_batch():
    """The batch that is kept is trained on like any other."""
    pipeline = tf.data.Dataset.from_tensor_slices((X, Y)).batch(50)
    plain, watched = network(), network()
    plain.fit(pipeline, epochs=2, verbose=0)

    sampled = trained(watched, pipeline)

    assert sampled.arrays["x"].shape[1:] == (64,)
    for one, other in zip(plain.get_weights(), watched.get_weights(), strict=True):
        assert np.allclose(one, other, atol=1e-6)


@pytest.mark.parametrize("fuse", [True, False])
@pytest.mark.parametrize("rows", [96, 64, 32])
def test_how_many_steps_are_kept_is_no_matter_of_chance(rows, fuse):
    """Two runs of one notebook have as many files, however few steps there are."""
    found = {len(trained(network(), X[:rows], Y[:rows], fuse=fuse).further.kept) for _ in range(4)}

    assert found == {2 * rows // 32}
