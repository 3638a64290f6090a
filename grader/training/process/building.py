"""Makes the untrained model of a job, compiled and with its first weights.

Loaded only where TensorFlow is: in the training process, and where references are trained.
"""

from __future__ import annotations

import functools
import hashlib
import inspect
import json
import math
from collections.abc import Mapping, Sequence
from typing import Any

import keras
import numpy as np

from grader.model.training import After, Arrays, Fresh, TrainedModel, TrainingJob
from grader.scoring.rebuilding.architecture import ModelRefused

MAX_PARAMETERS = 30_000_000
MAX_PRODUCTS = 1e14
"""Of weights and numbers, forwards, in the whole training: some two hours."""
MAX_BATCH_NUMBERS = 512 * 1024**2
"""That the layers give for one batch, all together: 2 GiB, and as much again for the gradients."""


def untrained(
    job: TrainingJob,
    earlier: TrainedModel | None = None,
    *,
    goes_on: bool = False,
    compiled: Any = None,
) -> Any:
    """The model to train; raises `ModelRefused` where it is larger than a training may be, or
    doesn't go on from `earlier`: from the job that its start names, or from its own first epochs
    where it `goes_on`. `compiled` is one that was compiled for the earlier job in the same way.
    """
    keras.utils.set_random_seed(seed_of(job))
    model = compiled if compiled is not None else _built(job.model)
    _refuse_size(model, job)
    if compiled is None:
        _compile(model, job)
    if goes_on and earlier is not None:
        variables = earlier.optimizer_variables or ()
        assign(model.weights, earlier.weights, "weights")
        assign(model.optimizer.variables, variables, "variables of the optimizer")
    elif isinstance(job.start, After):
        if earlier is None or earlier.digest != job.start.digest:
            raise ModelRefused("the training that it goes on from is not at hand")
        _go_on(model, job, earlier)
    return model


def _compile(model: Any, job: TrainingJob) -> None:
    metrics = [metric_of(key) for key in job.metrics]
    optimizer = optimizer_of(job.optimizer)
    model.compile(optimizer=optimizer, loss=loss_of(job.loss), metrics=metrics)
    optimizer.build(model.trainable_variables)


def seed_of(job: TrainingJob) -> int:
    """What the draw is drawn with: the number of the draw, or the training that it goes on from."""
    if isinstance(job.start, Fresh):
        return job.start.draw
    return int.from_bytes(hashlib.sha256(job.start.digest.encode()).digest()[:4], "big") >> 1


def generators(model: Any) -> list[Any]:
    """The states that random layers draw from."""
    known = {id(variable) for variable in (*model.weights, *model.metrics_variables)}
    return [
        variable
        for variable in model.variables
        if id(variable) not in known and tuple(variable.shape) == (2,)
    ]


def _built(tree: Mapping[str, Any]) -> Any:
    shape = tuple(tree["input"])
    if "layers" in tree:
        layers = [
            keras.saving.deserialize_keras_object(layer, safe_mode=True) for layer in tree["layers"]
        ]
        return keras.Sequential([keras.Input(shape), *layers])
    graph = tree["graph"]
    layers = [
        {**layer, "config": {**layer["config"], "name": layer["name"]}} for layer in graph["layers"]
    ]
    config = {**graph, "name": "model", "trainable": True, "layers": layers}
    described = {
        "module": "keras.src.models.functional",
        "class_name": "Functional",
        "config": config,
    }
    return keras.saving.deserialize_keras_object(described, safe_mode=True)


def _refuse_size(model: Any, job: TrainingJob) -> None:
    parameters = int(model.count_params())
    if not 0 < parameters <= MAX_PARAMETERS:
        raise ModelRefused(f"its model has {parameters:,} parameters")
    products, numbers = 0.0, 0
    for layer in model._flatten_layers(include_self=False):  # noqa: SLF001 - those of nested models, too
        nodes = layer._inbound_nodes  # noqa: SLF001 - `output` raises where a layer is used twice
        shapes = [tuple(tensor.shape) for node in nodes for tensor in node.output_tensors]
        for shape in shapes[:1]:
            products += float(layer.count_params()) * math.prod(size or 1 for size in shape[1:-1])
            numbers += math.prod(size or 1 for size in shape[1:])
    if numbers * job.batch_size > MAX_BATCH_NUMBERS:
        raise ModelRefused("it takes more memory than a training may")
    if products * job.training.count * job.epochs > MAX_PRODUCTS:
        raise ModelRefused("it takes longer than a training may")


def optimizer_of(described: Mapping[str, Any]) -> Any:
    """Keras' optimizer of that name and with those options."""
    options = dict(described["options"])
    rate = options["learning_rate"]
    if isinstance(rate, dict):
        schedule = getattr(keras.optimizers.schedules, rate["schedule"])
        options["learning_rate"] = schedule(**rate["config"])
    return getattr(keras.optimizers, described["name"])(**options)


def loss_of(described: Mapping[str, Any]) -> Any:
    """Keras' function, with its options."""
    function = keras.losses.get(described["name"])
    options = described["options"]
    if not options:
        return function
    if set(options) - set(inspect.signature(function).parameters):
        raise ModelRefused("its loss has a setting that is not known here")
    return functools.wraps(function)(functools.partial(function, **options))


def metric_of(key: str) -> Any:
    """The metric that a job calls so."""
    kind, _, config = key.partition(" ")
    if not config:
        return kind
    name = "".join(part.capitalize() for part in kind.split("_"))
    known = {"Auc": "AUC"}.get(name, name)
    return getattr(keras.metrics, known)(name=key.replace("/", "_"), **json.loads(config))


def _go_on(model: Any, job: TrainingJob, earlier: TrainedModel) -> None:
    assign(model.weights, earlier.weights, "weights")
    if not isinstance(job.start, After) or job.start.optimizer == "new":
        return
    if earlier.optimizer_variables is None:
        raise ModelRefused("the state of its optimizer was not kept")
    rate = job.optimizer["options"]["learning_rate"]  # type: ignore[index, call-overload]
    assign(model.optimizer.variables, earlier.optimizer_variables, "variables of the optimizer")
    if isinstance(rate, int | float):
        model.optimizer.learning_rate = rate


def assign(variables: Sequence[Any], values: Arrays, what: str) -> None:
    """Put values into variables of the same shapes; raises `ModelRefused` where they are others."""
    if [tuple(variable.shape) for variable in variables] != [value.shape for value in values]:
        raise ModelRefused(f"the {what} of the earlier training are others")
    for variable, value in zip(variables, values, strict=True):
        variable.assign(value)


def copies(variables: Sequence[Any]) -> Arrays:
    """What variables hold now."""
    return tuple(np.array(variable.numpy()) for variable in variables)
