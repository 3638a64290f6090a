"""A description holds shapes and how inputs are normalised, and no weights."""

from __future__ import annotations

import json

import keras
import pytest
from keras import initializers, layers, ops

from grader.model.descriptions import LayerInfo
from grader.scoring.rebuilding.architecture import ModelRefused, check_architecture, check_chain

WEIGHTS = [[0.25 * place for place in range(64)] for _ in range(32)]


def multiplied() -> str:
    """Multiplies every input by 32 numbers of its own, and adds up, without a weight."""
    inputs = keras.Input((64,))
    spread = ops.multiply(layers.RepeatVector(32)(inputs), 7.5)
    model = keras.Model(inputs, layers.Dense(10)(ops.sum(spread, axis=2)))
    return model.to_json().replace("7.5", json.dumps(WEIGHTS))


def rescaled() -> str:
    """The same by layers."""
    model = keras.Sequential(
        [
            keras.Input((64,)),
            layers.RepeatVector(32),
            layers.Rescaling(WEIGHTS),
            layers.GlobalAveragePooling1D(data_format="channels_first"),
            layers.Dense(10),
        ]
    )
    return model.to_json()


def in_short_lists() -> str:
    """The same by hundreds of layers, each of which is told eight numbers."""
    inputs = keras.Input((64,))
    rows = layers.Reshape((8, 8))(inputs)
    cut = [layers.Cropping1D((row, 7 - row))(rows) for row in range(8)]
    units = [
        layers.Add()([layers.Rescaling(WEIGHTS[unit][8 * row :][:8])(cut[row]) for row in range(8)])
        for unit in range(10)
    ]
    model = keras.Model(inputs, layers.Dense(10)(layers.Concatenate()(units)))
    return model.to_json()


def by_single_numbers() -> str:
    """The same by operations with one number each."""
    inputs = keras.Input((64,))
    given = [inputs * weight for weight in WEIGHTS[1][1:] * 3]
    return keras.Model(inputs, layers.Dense(10)(layers.Concatenate()(given))).to_json()


def normalised() -> keras.Model:
    """Brings every pixel to mean 0 and deviation 1."""
    return keras.Sequential(
        [
            keras.Input((64,)),
            layers.Normalization(mean=[0.5] * 64, variance=[0.1] * 64),
            layers.Dense(10),
        ]
    )


def joined() -> keras.Model:
    """Joins what many layers give."""
    inputs = keras.Input((64,))
    joined = layers.Concatenate()([layers.Dense(1)(inputs) for _ in range(80)])
    return keras.Model(inputs, layers.Dense(10)(ops.reshape(joined, (-1, 80)) / 255.0))


def deep() -> keras.Model:
    """Takes four inputs through blocks that each halve what they add, begun with He's variance."""
    inputs = keras.Input((4,))
    drawn = initializers.VarianceScaling(2.0)
    found = layers.Rescaling(0.1, 0.5)(inputs)
    for _ in range(12):
        learnt = layers.Dense(4, "relu", kernel_initializer=drawn)(found)
        found = layers.LayerNormalization()(found + 0.5 * learnt)
    return keras.Model(inputs, layers.Dense(10)(found))


@pytest.mark.parametrize("made", [multiplied, rescaled, in_short_lists, by_single_numbers])
def test_constants_as_many_as_weights_are_refused(made):
    """Whatever multiplies by them; nobody rebuilds it, and nobody trains it."""
    for keeps_beginning in (False, True):
        with pytest.raises(ModelRefused, match="as many numbers"):
            check_architecture(made(), keeps_beginning=keeps_beginning)


@pytest.mark.parametrize("made", [normalised, joined, deep])
def test_what_honest_networks_list(made):
    """Means, variances and connections are no weights."""
    assert check_architecture(made().to_json(), keeps_beginning=True)


def test_layers_of_a_class_of_ones_own():
    """Constants of a layer in a row are counted against the inputs that it is known to take."""
    spread = LayerInfo("Rescaling", "r", {"scale": WEIGHTS})
    scaled = LayerInfo("Rescaling", "r", {"scale": WEIGHTS[0], "offset": WEIGHTS[1]})

    assert check_chain((scaled,), inputs=64)
    with pytest.raises(ModelRefused, match="as many numbers"):
        check_chain((spread,), inputs=64)


@pytest.mark.parametrize(
    "initializer",
    [
        initializers.Constant(WEIGHTS),
        initializers.RandomNormal(mean=WEIGHTS, stddev=1e-6),
        initializers.RandomUniform(WEIGHTS, WEIGHTS),
        initializers.Orthogonal(gain=WEIGHTS),
    ],
    ids=lambda each: type(each).__name__,
)
def test_an_initializer_that_is_told_weights_is_in_no_training_of_ours(initializer):
    """To measure it, it does not matter: the weights that were recorded follow."""
    layer = layers.Dense(10, kernel_initializer=initializer)
    text = json.dumps(
        {
            "class_name": "Sequential",
            "config": {
                "layers": [
                    {"class_name": "InputLayer", "config": {"batch_shape": [None, 64]}},
                    keras.saving.serialize_keras_object(layer),
                ]
            },
        }
    )

    assert check_architecture(text)
    with pytest.raises(ModelRefused, match="number by number"):
        check_architecture(text, keeps_beginning=True)


def test_bounds_that_are_told_weights_are_in_no_training_of_ours():
    """A constraint may keep every single weight where it is told."""
    kept = keras.constraints.MinMaxNorm(WEIGHTS, WEIGHTS, axis=[])
    model = keras.Sequential([keras.Input((64,)), layers.Dense(10, kernel_constraint=kept)])

    with pytest.raises(ModelRefused, match="number by number"):
        check_architecture(model.to_json(), keeps_beginning=True)


def test_usual_initializers_and_constraints_are_kept():
    """With one number for each setting, seeds and axes."""
    model = keras.Sequential(
        [
            keras.Input((64,)),
            layers.Dense(
                10,
                kernel_initializer=initializers.HeNormal(seed=3),
                bias_initializer=initializers.Constant(0.1),
                kernel_constraint=keras.constraints.MaxNorm(3.0, axis=[0]),
            ),
        ]
    )

    config = check_architecture(model.to_json(), keeps_beginning=True)["config"]
    kept = config["layers"][-1]["config"]

    assert kept["kernel_initializer"]["class_name"] == "HeNormal"
    assert kept["kernel_constraint"]["config"]["max_value"] == 3.0
