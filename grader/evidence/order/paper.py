"""Tries an order on paper: follows the code in it, and counts where the saved outputs say
otherwise.

Each rule is one that no run of the code in that order could break; what the code does not tell
breaks none.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from grader.evidence.claims.logs import Log
from grader.evidence.order.code_cells import CodeCells
from grader.evidence.order.contradiction import Contradiction
from grader.evidence.order.effects import is_state
from grader.evidence.order.first_epochs import first_epochs
from grader.evidence.order.saved import SavedOutput
from grader.evidence.program import Action, FitCall, Printed, SummaryCall
from grader.evidence.program.interpreter import AbstractInterpreter
from grader.evidence.program.values import OptimizerValue, Value

BREAKS = 3
"""How much heavier than a single output weighs what could not have run at all."""
_LOG_OF_2 = 0.69
_MSE_AT_MOST = 0.2
"""Of two distributions over ten classes."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What the code does in one order."""

    actions: tuple[Action, ...]
    contradictions: tuple[Contradiction, ...]
    steps: int
    """What following it cost."""

    @property
    def weight(self) -> int:
        """Of all contradictions."""
        return sum(found.weight for found in self.contradictions)


def read_on_paper(cells: CodeCells, saved: Sequence[SavedOutput], places: Sequence[int]) -> Reading:
    """Follow the cells in this order."""
    interpreter, runs = AbstractInterpreter(), list[tuple[int, list[Action]]]()
    missing: list[Contradiction] = []
    have: set[str] = set()
    for place in places:
        part, before = cells.all[place], len(interpreter.actions)
        missing += _missing_names(cells, place, have, saved[place])
        have -= part.effects.unmakes
        have |= cells.made_by(part)
        interpreter.run_cell(part.module, part.cell.index)
        runs.append((place, interpreter.actions[before:]))
    last = dict(runs)
    found = [c for place, actions in last.items() for c in _of_cell(place, actions, saved[place])]
    broken = [
        Contradiction(place, about, BREAKS)
        for place, actions in runs
        for about in _broken(actions, saved[place])
    ]
    begun = first_epochs(
        {a.number: a for a in interpreter.actions if isinstance(a, FitCall)}, last, saved
    )
    return Reading(
        tuple(interpreter.actions), (*missing, *found, *broken, *begun), interpreter.steps
    )


def _missing_names(
    cells: CodeCells, place: int, have: set[str], shown: SavedOutput
) -> Iterator[Contradiction]:
    part = cells.all[place]
    lacking = sorted(name for name in cells.needs(part) - have if not is_state(name))
    if lacking and not shown.failed:
        yield Contradiction(place, f"{lacking[0]} would be missing", BREAKS)
    for name in part.lacked & have:
        yield Contradiction(place, f"{name} was missing")


def _of_cell(place: int, actions: Sequence[Action], shown: SavedOutput) -> Iterator[Contradiction]:
    if not shown.text.strip():
        return
    for about in (
        *_of_logs(actions, shown),
        *_of_summaries(actions, shown),
        *_of_values(actions, shown),
    ):
        yield Contradiction(place, about)


def _broken(actions: Sequence[Action], shown: SavedOutput) -> Iterator[str]:
    """Trainings that Keras would refuse, where the saved outputs know of no error."""
    if shown.failed:
        return
    for fit in actions:
        if isinstance(fit, FitCall) and fit.model.class_name in ("Sequential", "Functional"):
            yield from _refused(fit)


def _refused(fit: FitCall) -> Iterator[str]:
    loss, layers = fit.compiled.loss, fit.model.layers
    if not fit.is_compiled:
        yield "the model was compiled"
    if not layers:
        yield "the model had layers"
        return
    given = (
        layers[0].config.get("shape")
        or layers[0].config.get("input_shape")
        or layers[0].config.get("input_dim")
    )
    wanted = (
        [given]
        if isinstance(given, int)
        else given
        if isinstance(given, list) and None not in given
        else []
    )
    rows = fit.x.shape[1:] if fit.x and fit.x.shape else None
    if rows is not None and wanted and _without_ones(rows) != _without_ones(wanted):
        yield f"the inputs had the shape {tuple(wanted)}"
    labels = fit.y.shape if fit.y else None
    width = layers[-1].config.get("units")
    if labels is not None and isinstance(width, int) and width > 1:
        one_hot = len(labels) == 2 and labels[1] == width
        if len(labels) > 2 or (loss == "categorical_crossentropy" and not one_hot):
            yield "the labels were one-hot"
        if loss == "sparse_categorical_crossentropy" and one_hot:
            yield "the labels were numbers"


def _without_ones(sizes: Sequence[object]) -> list[object]:
    """Keras adds an axis of one where it is missing."""
    return [size for size in sizes if size != 1]


def _of_logs(actions: Sequence[Action], shown: SavedOutput) -> Iterator[str]:
    fits = [action for action in actions if isinstance(action, FitCall)]
    if len(fits) != len(shown.logs):
        return
    for fit, log in zip(fits, shown.logs, strict=True):
        for rule in _RULES:
            if about := rule(fit, log, shown):
                yield about


def _epochs(fit: FitCall, log: Log, _shown: SavedOutput) -> str:
    asked = log.requested
    return (
        ""
        if None in (asked, fit.epochs) or asked == fit.epochs
        else f"{asked} epochs were asked for"
    )


def _metrics(fit: FitCall, log: Log, _shown: SavedOutput) -> str:
    """Only of a model that the code compiles with metrics that all have names."""
    shown, compiled = log.last(), "accuracy" in fit.compiled.metrics
    if not fit.metrics_known or "loss" not in shown or compiled == ("accuracy" in shown):
        return ""
    return "accuracy was no metric" if compiled else "accuracy was a metric"


def _loss(fit: FitCall, log: Log, _shown: SavedOutput) -> str:
    """Cross-entropy is at least log 2 for what is classified wrong; the squared error of two
    distributions is small.
    """
    values = next(iter(log.epochs.values()), {})
    loss, accuracy = values.get("loss"), values.get("accuracy")
    name, softmax = fit.compiled.loss, bool(fit.model.layers) and _ends_in_softmax(fit)
    if loss is None or not softmax:
        return ""
    if name == "mean_squared_error" and loss > _MSE_AT_MOST:
        return "the loss was no mean squared error"
    entropy = name in ("categorical_crossentropy", "sparse_categorical_crossentropy")
    if entropy and accuracy is not None and loss < 0.9 * _LOG_OF_2 * (1 - accuracy):
        return "the loss was no cross-entropy"
    return ""


def _ends_in_softmax(fit: FitCall) -> bool:
    last = fit.model.layers[-1]
    return last.config.get("activation") == "softmax" or last.class_name == "Softmax"


def _batches(fit: FitCall, _log: Log, shown: SavedOutput) -> str:
    rows = fit.x.shape[0] if fit.x and fit.x.shape else None
    size = fit.batch_size or 32
    if rows is None or not shown.steps:
        return ""
    fitting = shown.steps & {rows, -(-rows // size)}
    return "" if fitting else f"an epoch had {min(shown.steps)} batches"


_RULES: tuple[Callable[[FitCall, Log, SavedOutput], str], ...] = (
    _epochs,
    _metrics,
    _loss,
    _batches,
)


def _of_summaries(actions: Sequence[Action], shown: SavedOutput) -> Iterator[str]:
    calls = [action for action in actions if isinstance(action, SummaryCall)]
    if len(calls) != len(shown.summaries):
        return
    for call, table in zip(calls, shown.summaries, strict=True):
        layers = [layer for layer in table.layers if layer.class_name != "InputLayer"]
        if table.layers and call.layers and len(layers) != call.layers:
            yield f"the model had {len(layers)} layers"
        elif call.parameters and table.parameters and call.parameters != table.parameters:
            yield f"the model had {table.parameters} parameters"


def _of_values(actions: Sequence[Action], shown: SavedOutput) -> Iterator[str]:
    for action in actions:
        if isinstance(action, Printed):
            for value in action.values:
                if not _stands_in(value, shown):
                    yield f"{_written(value)} was not shown"


def _stands_in(value: Value, shown: SavedOutput) -> bool:
    match value:
        case bool():
            return True
        case int() | float():
            return any(
                abs(number - value) <= 1e-3 * max(abs(number), 1e-9) for number in shown.numbers
            )
        case OptimizerValue(class_name=name):
            return name.lower() in shown.text.lower()
        case tuple() if value and all(isinstance(size, int) for size in value):
            return str(value) in shown.text
        case _:
            return True


def _written(value: Value) -> str:
    return value.class_name if isinstance(value, OptimizerValue) else str(value)
