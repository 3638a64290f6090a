"""Compares where trainings begin with where those before them ended."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from grader.evidence.claims.logs import Log
from grader.evidence.order.contradiction import Contradiction
from grader.evidence.order.saved import SavedOutput
from grader.evidence.program import Action, FitCall


def first_epochs(
    fits: Mapping[int, FitCall], last: Mapping[int, Sequence[Action]], saved: Sequence[SavedOutput]
) -> Iterator[Contradiction]:
    """A training that goes on begins where the one before ended; a new model begins as badly as the
    other began.
    """
    logs: dict[int, tuple[int, Log]] = {}
    for place, actions in last.items():
        own = [action for action in actions if isinstance(action, FitCall)]
        if len(own) == len(saved[place].logs):
            logs.update(
                (fit.number, (place, log)) for fit, log in zip(own, saved[place].logs, strict=True)
            )
    by_kind: dict[tuple[object, ...], list[int]] = defaultdict(list)
    for number, (place, log) in logs.items():
        fit = fits[number]
        earlier = by_kind[_kind(fit)]
        if fit.goes_on_from in logs and _kind(fits[fit.goes_on_from]) == _kind(fit):
            if _begins_like_new(log, logs[fit.goes_on_from][1]):
                yield Contradiction(place, "the model was new")
        elif fit.goes_on_from is None and any(_goes_on(log, logs[other][1]) for other in earlier):
            yield Contradiction(place, "the model had been trained before")
        earlier.append(number)


def _kind(fit: FitCall) -> tuple[object, ...]:
    """Trainings whose losses can be compared."""
    return (
        fit.compiled.loss,
        fit.model.parameters,
        tuple(layer.class_name for layer in fit.model.layers),
        fit.x,
    )


def _ends(log: Log) -> tuple[float, float] | None:
    """The loss of the first epoch and of the last, where the log holds both."""
    losses = [values["loss"] for values in log.epochs.values() if values.get("loss", 0) > 0]
    whole = min(log.epochs, default=9) <= 1 and len(losses) == len(log.epochs) > 1
    return (losses[0], losses[-1]) if whole else None


def _begins_like_new(log: Log, before: Log) -> bool:
    ends, own = _ends(before), _ends(log)
    return (
        ends is not None and own is not None and ends[1] < 0.5 * ends[0] and own[0] > 0.9 * ends[0]
    )


def _goes_on(log: Log, before: Log) -> bool:
    ends, own = _ends(before), _ends(log)
    return (
        ends is not None and own is not None and ends[1] < 0.5 * ends[0] and own[0] < 1.1 * ends[1]
    )
