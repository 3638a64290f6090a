"""Describes a model: its layers, how it was compiled, how long it was trained."""

from __future__ import annotations

from dataclasses import dataclass

from pydantic import JsonValue

from grader.model.assignment import LayerSpec, RoleSpec
from grader.model.descriptions import ArraySummary, LayerInfo
from grader.model.evidence import TrainingRun
from grader.report import numbers
from grader.report.text import one_line
from grader.report.views.fact import Fact, cell_name

_MOST_LAYERS = 40
_OF_A_DIGEST = 12
"""Characters that name a training of ours."""


@dataclass(frozen=True, slots=True)
class LayerView:
    """One row of the table of layers."""

    name: str
    settings: str
    output: str
    parameters: str


def layer_views(layers: tuple[LayerInfo, ...]) -> tuple[LayerView, ...]:
    """Return the layers as trained; a very long model is cut, and says so."""
    views = [
        LayerView(
            name=one_line(layer.class_name, 40),
            settings=_settings(layer.config),
            output=" × ".join(
                "any" if size is None else str(size) for size in layer.output_shape[1:6]
            ),
            parameters=numbers.count(layer.parameters),
        )
        for layer in layers[:_MOST_LAYERS]
    ]
    if len(layers) > _MOST_LAYERS:
        rest = layers[_MOST_LAYERS:]
        left_out = LayerView(
            name=f"… and {numbers.plural(len(rest), 'more layer')}",
            settings="",
            output="",
            parameters=numbers.count(sum(layer.parameters for layer in rest)),
        )
        views.append(left_out)
    return tuple(views)


def asked_for(spec: RoleSpec) -> str:
    """Describe in a sentence what the assignment asks for."""
    layers = ", ".join(_layer_spec(layer) for layer in spec.layers)
    return (
        f"{layers}; {numbers.count(spec.parameters)} parameters; optimizer {spec.optimizer}, "
        f"loss {_spaced(spec.loss)}, {numbers.plural(spec.epochs, 'epoch')}."
    )


def run_facts(run: TrainingRun) -> tuple[Fact, ...]:
    """Return how the run's model was compiled and trained."""
    facts = [
        Fact("Where", cell_name(run.cell)),
        Fact("Parameters", _parameters(run)),
        Fact("Optimizer", _optimizer(run)),
        Fact("Loss", one_line(_spaced(run.compiled.loss), 80) or "unknown"),
        Fact("Epochs", _epochs(run)),
    ]
    if run.batch_size:
        facts.append(Fact("Batch size", numbers.count(run.batch_size)))
    if run.x is not None:
        facts.append(Fact("Trained on", _array(run.x)))
    if run.training is not None:
        facts.append(Fact("Training", run.training.digest[:_OF_A_DIGEST]))
    if run.wall_s >= 1:
        facts.append(Fact("Time", numbers.duration(run.wall_s)))
    return tuple(facts)


def short_description(run: TrainingRun) -> str:
    """Describe a run's model in a few words: `Dense 64, Dense 10`."""
    names = [
        f"{layer.class_name} {_first_number(layer.config)}".strip()
        for layer in run.model.layers[:8]
    ]
    return one_line(", ".join(names) + (", …" if len(run.model.layers) > 8 else ""), 160)


def _settings(config: dict[str, JsonValue]) -> str:
    parts = []
    for key, words in (("units", "{} units"), ("filters", "{} filters")):
        if _is_number(config.get(key)):
            parts.append(words.format(config[key]))
    for key, words in (("kernel_size", "{} kernel"), ("pool_size", "{} pool")):
        size = config.get(key)
        if isinstance(size, list) and all(map(_is_number, size)):
            parts.append(words.format("×".join(map(str, size[:3]))))
    if _is_number(config.get("rate")):
        parts.append(f"rate {config['rate']}")
    if isinstance(config.get("activation"), str) and config["activation"] != "linear":
        parts.append(str(config["activation"]))
    return one_line(", ".join(parts), 80)


def _layer_spec(layer: LayerSpec) -> str:
    return " ".join(filter(None, [layer.kind, str(layer.units or ""), layer.activation or ""]))


def _parameters(run: TrainingRun) -> str:
    frozen = run.model.parameters - run.model.trainable_parameters
    return numbers.count(run.model.parameters) + (
        f", {numbers.count(frozen)} of them frozen" if frozen > 0 else ""
    )


def _optimizer(run: TrainingRun) -> str:
    rate = run.compiled.optimizer_config.get("learning_rate")
    name = one_line(run.compiled.optimizer, 60) or "unknown"
    return f"{name}, learning rate {rate:g}" if isinstance(rate, int | float) else name


def _epochs(run: TrainingRun) -> str:
    asked, ran = numbers.count(run.epochs_requested), numbers.count(run.epochs_run)
    if run.source == "claimed":
        return f"{asked} asked for; not run by us"
    if not run.epochs_requested and not run.epochs_run:
        return "not counted: a loop of batches"
    if run.epochs_run == run.epochs_requested:
        return f"{asked}, all of them run"
    return f"{asked} asked for, {ran} run"


def _array(array: ArraySummary) -> str:
    shape = " × ".join(numbers.count(size) for size in array.shape)
    return one_line(
        f"{shape}, {array.dtype}, values from {array.minimum:g} to {array.maximum:g}", 120
    )


def _first_number(config: dict[str, JsonValue]) -> str:
    return next(
        (str(config[key]) for key in ("units", "filters", "rate") if _is_number(config.get(key))),
        "",
    )


def _is_number(value: JsonValue) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _spaced(name: str) -> str:
    return name.replace("_", " ")
