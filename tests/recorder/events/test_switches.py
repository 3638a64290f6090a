"""Switches that make a training go on otherwise than it began are noticed."""

import keras
import pytest
from keras import layers

from grader.recorder.events.switches import own_parts, switches

USUAL = {"optimizer": "adam", "loss": "sparse_categorical_crossentropy", "metrics": ["accuracy"]}
CALLBACKS = keras.callbacks


def own(*arguments):
    """A function of the student's, as an activation, a loss or a metric."""
    return arguments[-1]


class Own(CALLBACKS.Callback):
    """A callback of the student's."""


def found(*inside, callbacks=None, **compiled):
    model = keras.Sequential([layers.Input((64,)), *inside, layers.Dense(10, activation="softmax")])
    model.compile(**{**USUAL, **compiled})
    return switches(model, {"callbacks": callbacks})


def test_nothing_of_keras_own_that_only_computes_is_a_switch():
    """Layers, initializers, regularizers, losses and metrics are constant in time; some callbacks
    only write.
    """
    inside = [
        layers.Dense(8, activation="relu", kernel_initializer="he_normal", kernel_regularizer="l2"),
        layers.BatchNormalization(),
        layers.Dropout(0.2),
        layers.Activation(keras.activations.tanh),
    ]
    passive = [
        CALLBACKS.History(),
        CALLBACKS.CSVLogger("log.csv"),
        CALLBACKS.ModelCheckpoint("a.keras"),
    ]

    assert found(*inside, callbacks=passive) == []
    assert (
        found(
            loss=keras.losses.MeanSquaredError(),
            metrics=[keras.metrics.CategoricalAccuracy(), "mse"],
        )
        == []
    )
    assert found(callbacks=CALLBACKS.CallbackList(passive)) == []


@pytest.mark.parametrize(
    ("callback", "name"),
    [
        (Own, "callback Own"),
        (lambda: [CALLBACKS.EarlyStopping()], "callback EarlyStopping"),
        (lambda: CALLBACKS.CallbackList([CALLBACKS.LambdaCallback()]), "callback LambdaCallback"),
        (lambda: [CALLBACKS.LearningRateScheduler(own)], "callback LearningRateScheduler"),
        (lambda: [CALLBACKS.ReduceLROnPlateau()], "callback ReduceLROnPlateau"),
    ],
)
def test_callbacks_that_can_act_are_named(callback, name):
    """The student's and Keras' own, alone or in a list."""
    assert found(callbacks=callback()) == [name]


@pytest.mark.parametrize(
    ("compiled", "name"),
    [
        ({"optimizer": keras.optimizers.Adam(lambda: 0.001)}, "a learning-rate schedule"),
        (
            {
                "optimizer": keras.optimizers.SGD(
                    keras.optimizers.schedules.ExponentialDecay(0.1, 1, 0.9)
                )
            },
            "a learning-rate schedule",
        ),
        ({"loss": own}, "an own loss or metric"),
        ({"metrics": ["accuracy", own]}, "an own loss or metric"),
        ({"metrics": [keras.metrics.MeanMetricWrapper(own)]}, "an own loss or metric"),
    ],
)
def test_what_was_compiled_in_is_named(compiled, name):
    """Schedules, and whatever the student wrote."""
    assert found(**compiled) == [name]


@pytest.mark.parametrize(
    "layer",
    [
        lambda: layers.Dense(8, activation=own),
        lambda: layers.Dense(8, kernel_regularizer=own),
        lambda: layers.Dense(8, kernel_constraint=lambda weights: weights),
        lambda: layers.Lambda(own),
    ],
)
def test_layers_with_parts_of_the_students_are_named(layer):
    """A relu of one's own may count how often it was called."""
    assert len(found(layer())) == 1
    assert found(layer())[0].startswith("layer ")


@pytest.mark.parametrize(("left_out", "own"), [(None, []), (["bias"], ["an own optimizer"])])
def test_a_decay_of_all_weights_is_told_by_its_description(left_out, own):
    """So its steps can be computed again; which weights are left out nobody is told."""
    optimizer = keras.optimizers.AdamW(0.01)
    if left_out:
        optimizer.exclude_from_weight_decay(var_names=left_out)
    model = keras.Sequential([layers.Input((64,)), layers.Dense(10, activation="softmax")])
    model.compile(**{**USUAL, "optimizer": optimizer})

    assert own_parts(model) == own
