"""Puts optimizer, loss, metrics and callbacks into their one spelling.

Only what Keras itself brings is taken, and of that only settings that are known here: anything else
is refused with a reason, and the model trains where it was asked for.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict

import numpy as np
from pydantic import JsonValue

from grader.model.descriptions import CompileInfo
from grader.model.training import CallbackAsked, FitSettings, MetricAsked, Targets
from grader.scoring.process.step_request import OPTIMIZERS
from grader.scoring.rebuilding.allowed import LOSS_ALIASES, LOSSES
from grader.scoring.rebuilding.architecture import ModelRefused

SettingsByName = Mapping[str, JsonValue]

SCHEDULES = (
    *("ExponentialDecay", "CosineDecay", "CosineDecayRestarts", "PiecewiseConstantDecay"),
    *("PolynomialDecay", "InverseTimeDecay"),
)
LOSS_DEFAULTS: dict[str, JsonValue] = {
    "reduction": "sum_over_batch_size",
    "axis": -1,
    "ignore_class": None,
    "dtype": "float32",
    "from_logits": False,
    "label_smoothing": 0.0,
    "delta": 1.0,
    "alpha": 0.25,
    "gamma": 2.0,
    "apply_class_balancing": False,
}
LOSS_OPTIONS = ("from_logits", "label_smoothing", "delta", "alpha", "gamma")
"""What a loss may be set to otherwise."""
ACCURACY = "accuracy"
SAME_ACCURACY = ("accuracy", "acc", "categorical_accuracy", "sparse_categorical_accuracy")
METRICS = (
    *("binary_accuracy", "top_k_categorical_accuracy", "sparse_top_k_categorical_accuracy"),
    *("mean_squared_error", "mean_absolute_error", "root_mean_squared_error"),
    *("mean_absolute_percentage_error", "mean_squared_logarithmic_error", "cosine_similarity"),
    *("categorical_crossentropy", "sparse_categorical_crossentropy", "binary_crossentropy"),
    *("kl_divergence", "poisson", "precision", "recall", "auc"),
)
RISING = (
    *(ACCURACY, "binary_accuracy", "top_k_categorical_accuracy"),
    *("sparse_top_k_categorical_accuracy", "cosine_similarity", "precision", "recall", "auc"),
)
"""Metrics of which more is better."""
METRIC_ALIASES = {**LOSS_ALIASES, "rmse": "root_mean_squared_error"}
CALLBACKS: dict[str, dict[str, JsonValue]] = {
    "EarlyStopping": {
        "monitor": "val_loss",
        "min_delta": 0.0,
        "patience": 0,
        "mode": "auto",
        "baseline": None,
        "restore_best_weights": False,
        "start_from_epoch": 0,
    },
    "ReduceLROnPlateau": {
        "monitor": "val_loss",
        "factor": 0.1,
        "patience": 10,
        "mode": "auto",
        "min_delta": 1e-4,
        "cooldown": 0,
        "min_lr": 0.0,
    },
    "TerminateOnNaN": {},
}
"""Which may be asked for, with all that each may be set to and what that is by default."""
WHOLE = ("ema_overwrite_frequency", "gradient_accumulation_steps")
"""What an optimizer counts in steps."""
UNSET = (
    *("weight_decay", "clipnorm", "global_clipnorm", "clipvalue", "ema_overwrite_frequency"),
    *("loss_scale_factor", "gradient_accumulation_steps"),
)
"""What an optimizer does not do where it is None; any other setting says something then."""
MAX_NAME = 60
MAX_SCHEDULE_STEPS = 100
MAX_CALLBACKS = 20


def optimizer_of(compiled: CompileInfo) -> dict[str, JsonValue]:
    """`{"name": …, "options": {…}}`."""
    if compiled.optimizer not in OPTIMIZERS:
        raise ModelRefused("its optimizer is not one of Keras' own")
    options: dict[str, JsonValue] = {}
    for key, value in compiled.optimizer_config.items():
        if key == "name" or (value is None and key in UNSET):
            continue
        if key == "learning_rate":
            options[key] = _rate(value)
        elif isinstance(value, bool) or key in WHOLE:
            options[key] = value if isinstance(value, bool) else int(_as_number(value))
        elif _is_number(value) and len(key) <= MAX_NAME:
            options[key] = number(value)
        else:
            raise ModelRefused("its optimizer has a setting that is not known here")
    if "learning_rate" not in options:
        raise ModelRefused("its optimizer does not say its learning rate")
    return {"name": compiled.optimizer, "options": options}


def loss_of(compiled: CompileInfo) -> dict[str, JsonValue]:
    """`{"name": …, "options": {…}}`, with the options that are not as by default."""
    name = LOSS_ALIASES.get(compiled.loss, compiled.loss)
    if name not in LOSSES:
        raise ModelRefused("its loss is not one of Keras' own")
    options: dict[str, JsonValue] = {}
    for key, value in compiled.loss_config.items():
        if key == "name" or (key in LOSS_DEFAULTS and value == LOSS_DEFAULTS[key]):
            continue
        if key not in LOSS_OPTIONS or not isinstance(value, bool | int | float):
            raise ModelRefused("its loss has a setting that is not known here")
        options[key] = value if isinstance(value, bool) else number(value)
    return {"name": name, "options": options}


def metric_keys(asked: Sequence[MetricAsked]) -> dict[str, str]:
    """By the student's name of each metric, ours; raises `ModelRefused` for one that is not Keras'
    own.
    """
    keys = {}
    for metric in asked:
        kind = METRIC_ALIASES.get(metric.kind, metric.kind)
        config = {
            key: value
            for key, value in metric.config.items()
            if value is not None and key not in ("name", "dtype", "fn")
        }
        if kind in SAME_ACCURACY and not config:
            keys[metric.name] = ACCURACY
        elif kind in METRICS and len(written := json.dumps(config, sort_keys=True)) <= 200:
            keys[metric.name] = f"{kind} {written}" if config else kind
        else:
            raise ModelRefused("it measures with a metric that is not known here")
    return keys


def targets_taken(
    loss: SettingsByName, metrics: Sequence[str], targets: Targets
) -> tuple[SettingsByName, Targets]:
    """Loss and targets in one spelling: the cross-entropy of one-hot rows is that of labels."""
    plain = tuple(metrics) == (ACCURACY,)
    name = loss["name"]
    if plain and name == "categorical_crossentropy" and targets == "one_hot":
        options = loss["options"]
        if isinstance(options, dict) and "label_smoothing" not in options:
            return {**loss, "name": "sparse_categorical_crossentropy"}, "labels"
    if plain and name == "sparse_categorical_crossentropy" and targets == "column":
        return loss, "labels"
    return loss, targets


def callbacks_of(
    settings: FitSettings, keys: Mapping[str, str], *, validates: bool, epochs: int
) -> tuple[CallbackAsked, ...]:
    """The callbacks, with all their settings and in one order; without those that watch what is not
    measured, or are more patient than the training is long.
    """
    watched = {"loss": "loss", **keys}
    if validates:
        watched |= {f"val_{name}": f"val_{key}" for name, key in watched.items()}
    if len(settings.callbacks) > MAX_CALLBACKS:
        raise ModelRefused("it has too many callbacks")
    described = (_callback(callback, watched) for callback in settings.callbacks)
    acting = [callback for callback in described if callback and _acts(callback, epochs)]
    if sum(map(_restores, acting)) < 2:  # else the last one's weights are left
        acting.sort(key=lambda callback: json.dumps(asdict(callback), sort_keys=True))
    return tuple(acting)


def _callback(asked: CallbackAsked, watched: Mapping[str, str]) -> CallbackAsked | None:
    defaults = CALLBACKS.get(asked.class_name)
    if defaults is None:
        raise ModelRefused("it has a callback that is not known here")
    config = dict(defaults)
    for key, value in asked.config.items():
        if key not in defaults and key != "verbose":
            raise ModelRefused("it has a callback with a setting that is not known here")
        if key in defaults:
            config[key] = _setting(value)
    if "monitor" in config:
        monitor = watched.get(str(config["monitor"]))
        if monitor is None:
            return None
        config["monitor"] = monitor
        config["mode"] = _mode(config["mode"], monitor)
        config["min_delta"] = abs(_as_number(config["min_delta"]))
    return CallbackAsked(asked.class_name, config)


def _acts(callback: CallbackAsked, epochs: int) -> bool:
    """Whether it may do anything in so many epochs: to it the first one is the best so far."""
    patience = callback.config.get("patience")
    endless = isinstance(patience, int | float) and patience >= epochs
    return not endless or _restores(callback)


def _restores(callback: CallbackAsked) -> bool:
    return bool(callback.config.get("restore_best_weights"))


def _mode(mode: JsonValue, monitor: str) -> str:
    """In which direction it gets better; Keras chooses by the metric."""
    if mode in ("min", "max"):
        return str(mode)
    kind, _, _ = monitor.removeprefix("val_").partition(" ")
    return "max" if kind in RISING else "min"


def _setting(value: JsonValue) -> JsonValue:
    if value is None or isinstance(value, bool | str):
        return value
    return _as_number(value)


def _as_number(value: JsonValue) -> float:
    if not _is_number(value):
        raise ModelRefused("it has a callback with a setting that is not known here")
    return number(value)


def _rate(value: JsonValue) -> JsonValue:
    if _is_number(value):
        return number(value)
    name = value.get("class_name") if isinstance(value, dict) else None
    config = value.get("config") if isinstance(value, dict) else None
    if name not in SCHEDULES or not isinstance(config, dict):
        raise ModelRefused("its learning rate follows a schedule that is not known here")
    settings: dict[str, JsonValue] = {}
    for key, setting in config.items():
        if key != "name" and (key, setting) != ("warmup_target", None):
            settings[str(key)[:MAX_NAME]] = _schedule_setting(setting)
    return {"schedule": name, "config": settings}


def _schedule_setting(value: JsonValue) -> JsonValue:
    if isinstance(value, bool):
        return value
    if isinstance(value, list) and len(value) <= MAX_SCHEDULE_STEPS:
        return [_schedule_setting(entry) for entry in value]
    if not _is_number(value):
        raise ModelRefused("its learning rate follows a schedule that is not known here")
    return number(value)


def _is_number(value: JsonValue) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def number(value: JsonValue) -> float:
    """The shortest decimal that is the same number in float32: `0.01` for 0.009999999776."""
    if not isinstance(value, int | float):
        raise ModelRefused("a setting is no number")
    with np.errstate(over="ignore"):
        single = np.float32(value)
    if not np.isfinite(single):
        raise ModelRefused("a setting is no number")
    return float(str(single))
