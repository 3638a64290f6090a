"""Whatever can be set in Keras is another job, or is refused: of every layer, optimizer and loss,
each setting in turn.
"""

from __future__ import annotations

import inspect
import json
from collections.abc import Iterator
from typing import Any

import keras
import pytest
from keras import layers

from grader.model.descriptions import CompileInfo
from grader.scoring.process.step_request import NUMBERS, OPTIMIZERS, SWITCHES
from grader.scoring.rebuilding.allowed import LAYERS, LOSSES
from grader.scoring.rebuilding.architecture import ModelRefused
from grader.training.description.architecture import architecture_of
from grader.training.description.compilation import (
    LOSS_DEFAULTS,
    SCHEDULES,
    loss_of,
    optimizer_of,
)

NEEDED: dict[str, Any] = {
    "units": 3,
    "filters": 3,
    "kernel_size": 2,
    "pool_size": 2,
    "rate": 0.1,
    "stddev": 0.1,
    "target_shape": (64,),
    "n": 2,
    "dims": (1, 2, 3),
    "equation": "abc,cd->abd",
    "output_shape": (8, 4),
    "input_dim": 4,
    "output_dim": 4,
    "num_heads": 2,
    "key_dim": 2,
    "axes": 1,
    "factor": 0.1,
    "height_factor": 0.1,
    "width_factor": 0.1,
    "height": 4,
    "width": 4,
    "scale": 2.0,
    "activation": "relu",
    "cell": layers.LSTMCell(3),
    "cells": [layers.LSTMCell(3)],
    "layer": layers.LSTM(3),
}
"""What layers can't be made without."""
SILENT = {"name", "seed"}
"""What says nothing about a training."""
USUAL = "dtype=None"
"""Is float32; Keras writes down which one it took."""
WITHOUT_SETTINGS = {"InputLayer"}


def made(name: str) -> Any:
    """A layer with what it needs."""
    kind = getattr(layers, name)
    parameters = inspect.signature(kind.__init__).parameters.values()
    needed = [one for one in parameters if one.default is one.empty and one.name in NEEDED]
    if name in ("TimeDistributed", "SpectralNormalization"):
        return kind(layers.Dense(3))
    return kind(**{one.name: NEEDED[one.name] for one in needed})


def others(value: Any) -> Iterator[Any]:
    """Other values of a setting, None among them where it was something."""
    if value is not None:
        yield None
    if isinstance(value, bool):
        yield not value
    elif isinstance(value, int | float):
        yield value + 1
    elif isinstance(value, str):
        yield "tanh" if value != "tanh" else "relu"
    elif value is None:
        yield 3
    elif isinstance(value, list | tuple):
        yield [3, *value[1:]]


def changed(config: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """The configuration with one setting changed each."""
    for key, value in config.items():
        for other in others(value) if key not in SILENT else ():
            if f"{key}={other!r}" != USUAL:
                yield f"{key}={other!r}", {**config, key: other}


def spelled(described: Any) -> str:
    """What a description comes to; empty where nobody else trains it."""
    try:
        return json.dumps(described(), sort_keys=True)
    except ModelRefused:
        return ""


def with_layer(name: str, config: dict[str, Any]) -> str:
    """The one spelling of a network that holds a layer of this configuration."""
    listed = [
        {"class_name": "InputLayer", "config": {"batch_shape": [None, 8, 8, 1], "name": "input"}},
        {"class_name": "Activation", "config": {"activation": "tanh", "name": "first"}},
        {"class_name": name, "config": config},
        {"class_name": "Dense", "config": {"units": 10, "activation": "softmax", "name": "last"}},
    ]
    text = json.dumps({"class_name": "Sequential", "config": {"name": "all", "layers": listed}})
    return spelled(lambda: dict(architecture_of(text).tree))


@pytest.mark.parametrize("name", sorted(LAYERS - WITHOUT_SETTINGS))
def test_every_setting_of_a_layer_tells(name: str):
    """Also None, where that is not what Keras takes when nothing is said."""
    config = json.loads(json.dumps(keras.saving.serialize_keras_object(made(name))))["config"]
    plain = with_layer(name, config)

    same = [what for what, other in changed(config) if with_layer(name, other) == plain != ""]

    assert same == []


PARTS_OF_A_LAYER = {
    "kernel_initializer": keras.initializers,
    "kernel_regularizer": keras.regularizers,
    "kernel_constraint": keras.constraints,
}


@pytest.mark.parametrize("place", PARTS_OF_A_LAYER)
def test_every_setting_of_a_part_of_a_layer_tells(place: str):
    """Of each initializer, regularizer and constraint that Keras has."""
    kinds = {one for one in vars(PARTS_OF_A_LAYER[place]).values() if inspect.isclass(one)}
    kinds -= {keras.regularizers.Regularizer}
    dense, same = layers.Dense(3).get_config(), []
    for kind in kinds:
        needed = {one for one in inspect.signature(kind.__init__).parameters if one in NEEDED}
        part = kind(**{name: NEEDED[name] for name in needed})
        kept = keras.saving.serialize_keras_object(part)

        def described(config: Any, kept: Any = kept) -> str:
            return with_layer("Dense", {**dense, place: {**kept, "config": config}})

        plain = described(kept["config"])
        same += [
            f"{kind.__name__} {what}"
            for what, other in changed(kept["config"])
            if described(other) == plain != ""
        ]

    assert len(kinds) > 3
    assert same == []


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_every_setting_of_an_optimizer_tells(name: str):
    """None, too, where something else is usual; and a step is computed again with all of them."""
    config = getattr(keras.optimizers, name)().get_config()

    def described(one: dict[str, Any]) -> str:
        compiled = CompileInfo(optimizer=name, optimizer_config=one, loss="mse")
        return spelled(lambda: optimizer_of(compiled))

    plain = described(config)

    assert plain
    assert [what for what, other in changed(config) if described(other) == plain] == []
    assert config.keys() - {"name", "learning_rate"} <= {*NUMBERS, *SWITCHES}


@pytest.mark.parametrize("name", SCHEDULES)
def test_every_setting_of_a_schedule_tells(name: str):
    """Of a learning rate that follows one."""
    kind = getattr(keras.optimizers.schedules, name)
    needed = {"boundaries": [100, 200], "values": [0.1, 0.01, 0.001]}
    parameters = inspect.signature(kind.__init__).parameters.values()
    config = kind(
        **{
            one.name: needed.get(one.name, 0.5)
            for one in parameters
            if one.default is one.empty and one.name != "self"
        }
    ).get_config()

    def described(one: dict[str, Any]) -> str:
        rate = {"class_name": name, "config": one}
        compiled = CompileInfo("SGD", {"learning_rate": rate}, "mse")
        return spelled(lambda: optimizer_of(compiled))

    plain = described(config)

    assert plain
    assert [what for what, other in changed(config) if described(other) == plain] == []


@pytest.mark.parametrize("name", sorted(LOSSES))
def test_every_setting_of_a_loss_tells(name: str):
    """How it is summed up above all: without that it is many times as large."""
    kinds = [one for one in vars(keras.losses).values() if inspect.isclass(one)]
    configs = [kind().get_config() for kind in kinds if kind is not keras.losses.Loss]
    config = next((one for one in configs if one["name"] in (name, f"{name}_loss")), LOSS_DEFAULTS)

    def described(one: dict[str, Any]) -> str:
        return spelled(lambda: loss_of(CompileInfo("SGD", {}, name, loss_config=one)))

    plain = described(config)

    assert plain
    assert [what for what, other in changed(config) if described(other) == plain] == []


def test_a_network_that_learns_nothing_as_a_whole_is_refused():
    """Its layers may be told to learn again, which changes nothing then."""
    model = keras.Sequential([layers.Input((4,)), layers.Dense(2)])
    model.trainable = False
    model.layers[0].trainable = True

    with pytest.raises(ModelRefused, match="learn nothing"):
        architecture_of(model.to_json())
