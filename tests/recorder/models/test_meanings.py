"""A function of the student's is recognised by what it computes."""

from __future__ import annotations

import functools
import sys

import keras
import pytest
import tensorflow as tf
from keras import layers

from grader.evidence.runs.network import units_of
from grader.model.descriptions import LayerInfo
from grader.recorder.models.describe import describe_compilation, describe_loss, describe_model
from grader.recorder.models.meanings import activation_of
from grader.scoring.rebuilding.architecture import check_architecture


def own_relu(x):
    return tf.maximum(x, 0.0)


def noisy(x):
    return x + tf.random.normal(tf.shape(x))


def described(*stack):
    model = keras.Sequential([keras.Input((8, 8)), *stack])
    return describe_model(model, 1)


def units(info):
    return [
        str(unit)
        for unit in units_of(
            [
                LayerInfo(layer["class_name"], layer["name"], layer["config"])
                for layer in info["layers"]
            ]
        )
    ]


@pytest.mark.parametrize(
    ("hidden", "output"),
    [
        (tf.nn.relu, tf.nn.softmax),
        (keras.activations.relu, keras.ops.softmax),
        (lambda x: tf.nn.relu(x) + 0.0, lambda x: tf.nn.softmax(x, axis=-1)),
        (functools.partial(tf.nn.relu, name="r"), functools.partial(tf.nn.softmax, axis=1)),
        (own_relu, tf.keras.activations.softmax),
        (layers.ReLU(), layers.Softmax()),
    ],
)
def test_an_activation_is_what_it_computes(hidden, output):
    """In its layer and as a layer of its own; the model can be rebuilt."""
    inside = described(layers.Flatten(), layers.Dense(32, hidden), layers.Dense(10, output))
    beside = described(
        layers.Flatten(),
        layers.Dense(32),
        layers.Activation(hidden),
        layers.Dense(10),
        layers.Activation(output),
    )

    for info in (inside, beside):
        assert units(info) == ["Dense 32 (relu)", "Dense 10 (softmax)"]
        assert check_architecture(info["architecture"])


def test_what_a_function_prints_while_it_is_tried_is_dropped(capsys):
    """The student never called it then."""

    def talking(x):
        sys.stdout.write("hello")
        return x

    assert (activation_of(talking), capsys.readouterr().out) == ("linear", "")


def test_a_layers_function_stays_the_students():
    """It is exchanged while the model is described only."""
    layer = layers.Dense(4, own_relu)

    described(layers.Flatten(), layer)

    assert layer.activation is own_relu


def test_a_function_of_another_kind_has_no_name():
    """It is said to be no standard activation, and the model is not rebuilt."""
    info = described(layers.Flatten(), layers.Dense(4, noisy))

    assert units(info) == ["Dense 4 (noisy)"]


def test_a_lambda_layer_is_the_layer_that_it_amounts_to():
    """Scaling, flattening and activations; others stay what they are."""
    info = described(
        layers.Lambda(lambda x: x / 16.0),
        layers.Lambda(lambda x: tf.reshape(x, (-1, 64)), output_shape=(64,)),
        layers.Dense(32),
        layers.Lambda(tf.nn.relu),
        layers.Dense(10, "softmax"),
    )
    other = described(layers.Lambda(lambda x: x[:, ::-1]), layers.Flatten())

    assert [layer["class_name"] for layer in info["layers"]] == [
        "Rescaling",
        "Reshape",
        "Dense",
        "Activation",
        "Dense",
    ]
    assert units(info) == ["Dense 32 (relu)", "Dense 10 (softmax)"]
    assert check_architecture(info["architecture"])
    assert other["layers"][0]["class_name"] == "Lambda"


def test_activations_called_on_tensors_are_seen():
    """A functional model may call them between its layers."""
    inputs = keras.Input((64,))
    hidden = keras.activations.relu(layers.Dense(32)(inputs))
    info = describe_model(keras.Model(inputs, keras.ops.softmax(layers.Dense(10)(hidden))), 1)

    assert units(info) == ["Dense 32 (relu)", "Dense 10 (softmax)"]


SPARSE = "sparse_categorical_crossentropy"


@pytest.mark.parametrize(
    ("loss", "name", "logits"),
    [
        (SPARSE, SPARSE, False),
        (keras.losses.SparseCategoricalCrossentropy(from_logits=True), SPARSE, True),
        (
            lambda y, p: keras.losses.sparse_categorical_crossentropy(y, p, from_logits=True),
            SPARSE,
            True,
        ),
        (
            functools.partial(keras.losses.sparse_categorical_crossentropy, from_logits=True),
            SPARSE,
            True,
        ),
        (tf.nn.sparse_softmax_cross_entropy_with_logits, SPARSE, True),
        (lambda y, p: tf.reduce_mean(tf.square(y - p)), "mean_squared_error", False),
        ({"out": "mse"}, "mean_squared_error", False),
        ([keras.losses.MeanSquaredError()], "mean_squared_error", False),
        (lambda y, p: tf.reduce_mean(tf.abs(y - p) ** 3), "<lambda>", False),
    ],
)
def test_a_loss_is_what_it_computes(loss, name, logits):
    """Functions, partials, classes, and one in a list or a dict."""
    found = describe_loss(loss)

    assert found["loss"] == name
    assert bool(found["loss_config"].get("from_logits")) is logits


class Own(keras.optimizers.Adam):
    """A student's own kind of Adam."""


def test_optimizers_and_metrics_are_named_by_what_they_are():
    """Whatever a metric is called, and whichever class an optimizer derives from."""
    model = keras.Sequential([keras.Input((4,)), layers.Dense(3, "softmax")])
    metrics = [
        keras.metrics.SparseCategoricalAccuracy(name="hits"),
        lambda y, p: 1.0 * keras.metrics.sparse_categorical_accuracy(y, p),
        "accuracy",
    ]
    model.compile(Own(), SPARSE, metrics=metrics)
    model.fit(tf.zeros((4, 4)), tf.zeros((4,)), verbose=0)

    found = describe_compilation(model)

    assert found["optimizer"] == "Adam"
    assert found["metric_meanings"] == dict.fromkeys(
        ("hits", "lambda", "accuracy"), "sparse_categorical_accuracy"
    )
