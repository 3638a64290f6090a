"""What a kernel may say of a call of `fit` that is not so."""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from grader.model.events import FitStarted
from grader.model.training import CallbackAsked, MetricAsked

Started = Callable[[FitStarted], FitStarted]


def event(**fields: Any) -> Started:
    """Other fields of the event."""
    return lambda started: replace(started, **fields)


def summary(key: str, /, **fields: Any) -> Started:
    """Another summary of one of the arrays."""
    return lambda started: replace(started, **{key: replace(getattr(started, key), **fields)})


def compiled(**fields: Any) -> Started:
    """Other words about how the model was compiled."""
    return lambda started: replace(started, compiled=replace(started.compiled, **fields))


def optimizer(**config: Any) -> Started:
    """Other settings of the optimizer."""
    return lambda started: compiled(
        optimizer_config={**started.compiled.optimizer_config, **config}
    )(started)


def model(**fields: Any) -> Started:
    """Other words about the model."""
    return lambda started: replace(started, model=replace(started.model, **fields))


def dense(**config: Any) -> Started:
    """Another first layer."""

    def change(started: FitStarted) -> FitStarted:
        tree = json.loads(started.model.architecture or "")
        tree["config"]["layers"][1]["config"].update(config)
        return model(architecture=json.dumps(tree))(started)

    return change


LAMBDA = {"class_name": "__lambda__", "config": {"code": "x"}}
EVENTS: dict[str, Started] = {
    "10⁹ epochs": event(epochs=10**9),
    "no epochs": event(epochs=0),
    "epochs below zero": event(epochs=-5),
    "10²⁰ epochs": event(epochs=10**20),
    "no batch": event(batch_size=0),
    "a batch below zero": event(batch_size=-32),
    "batches of an unknown size": event(batch_size=None),
    "steps": event(steps_per_epoch=3),
    "a start before the first": event(initial_epoch=-1),
    "a start behind its end": event(initial_epoch=3),
    "a start far behind its end": event(initial_epoch=10**30),
    "another way": event(way="custom_loop"),
    "weights that a training left, called fresh": event(starts_from=1),
    "all rows kept back": event(val_x=None, validation_split=1.0),
    "more than all rows kept back": event(val_x=None, validation_split=7.0),
    "fewer than none kept back": event(val_x=None, validation_split=-0.5),
    "no number kept back": event(val_x=None, validation_split=math.nan),
    "no data": event(x=None),
    "no labels": event(y=None),
    "validation without labels": event(val_y=None),
    "no npz": event(arrays=None),
    "an npz elsewhere": event(arrays="../../../etc/passwd"),
    "an npz that isn't there": event(arrays="arrays/none.npz"),
    "an npz of no name": event(arrays="\x00"),
    "a pipeline": summary("x", kind="dataset"),
    "texts": summary("x", dtype="<U7"),
    "half numbers": summary("x", dtype="float16"),
    "more rows than hashes": summary("x", shape=(10**12, 64)),
    "no shape": summary("x", shape=()),
    "another key": summary("x", key="nowhere"),
    "targets of 10⁹ classes": summary("y", shape=(1437, 10**9)),
    "no model": model(architecture=None),
    "a model that is no JSON": model(architecture="{"),
    "a model that is a list": model(architecture="[]"),
    "an empty model": model(architecture="{}"),
    "no parameters": model(parameters=0),
    "10¹² parameters": model(parameters=10**12),
    "a deep model": model(architecture="[" * 100_000),
    "10⁶ units": dense(units=10**6),
    "units below zero": dense(units=-1),
    "half a unit": dense(units=0.5e9),
    "units of texts": dense(kernel_initializer={"class_name": "Mine", "config": {}}),
    "code": dense(activation=LAMBDA),
    "a custom object": dense(kernel_regularizer={"class_name": "Evil", "module": "os"}),
    "another precision": dense(dtype={"class_name": "DTypePolicy", "config": {"name": "float64"}}),
    "an own optimizer": compiled(optimizer="Mine"),
    "no optimizer": compiled(optimizer=""),
    "no learning rate": compiled(optimizer_config={}),
    "a rate that is no number": optimizer(learning_rate=math.nan),
    "an endless rate": optimizer(learning_rate=math.inf),
    "a rate as text": optimizer(learning_rate="0.1"),
    "a schedule of one's own": optimizer(learning_rate={"class_name": "Mine", "config": {}}),
    "an endless schedule": optimizer(
        learning_rate={
            "class_name": "PiecewiseConstantDecay",
            "config": {"boundaries": list(range(1000)), "values": [0.1] * 1001},
        }
    ),
    "settings in lists": optimizer(beta_1=[0.9]),
    "a setting of 10⁴⁰⁰": optimizer(beta_1=10**400),
    "an own loss": compiled(loss="mine"),
    "a loss with code": compiled(loss_config={"fn": LAMBDA}),
    "a loss summed up": compiled(loss_config={"reduction": "sum"}),
}
SETTINGS: dict[str, dict[str, Any]] = {
    "an own callback": {"callbacks": (CallbackAsked("Mine"),)},
    "code as a callback": {"callbacks": (CallbackAsked("LambdaCallback", {"on_epoch_end": "x"}),)},
    "a callback with a file": {
        "callbacks": (CallbackAsked("ModelCheckpoint", {"filepath": "/etc/passwd"}),)
    },
    "patience of lists": {"callbacks": (CallbackAsked("EarlyStopping", {"patience": [1]}),)},
    "patience that is no number": {
        "callbacks": (CallbackAsked("EarlyStopping", {"patience": math.nan}),)
    },
    "a thousand callbacks": {"callbacks": (CallbackAsked("TerminateOnNaN"),) * 1000},
    "an own metric": {"metrics": (MetricAsked("mine", "mine"),)},
    "a metric with a long setting": {
        "metrics": (MetricAsked("p", "precision", {"thresholds": [0.5] * 1000}),)
    },
    "weights of texts": {"class_weight": {"first": 1.0}},
    "weights that are no numbers": {"class_weight": {"1": math.nan}},
    "too many weights": {"class_weight": {str(label): 2.0 for label in range(20_000)}},
    "weights of examples that were not sent": {"weighs_examples": True},
    "weights of examples from elsewhere": {"weighs_examples": True, "weights_file": "../w.npz"},
    "other arrays as weights of examples": {"weighs_examples": True, "weights_file": "start.npz"},
    "rates that are no numbers": {"rates": (math.nan,) * 3},
    "too few rates": {"rates": (0.1,)},
    "validated never": {"validation_freq": 0},
    "validated in 10²⁰ epochs": {"validation_freq": 10**20},
}
