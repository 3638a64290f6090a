"""Joins what `evaluate` gave after each of several trainings of one model, as who trains an epoch
at a time and evaluates between them draws it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from grader.evidence.names import modern_metric
from grader.model.events import Evaluated
from grader.model.evidence import TrainingRun
from grader.model.recording import Recording

MIN_POINTS = 3
MOST_EVALUATIONS = 5_000
_EvaluatedWith = tuple[str, int]
"""`val_` or nothing, and how many: a notebook may evaluate with two sets of rows in turn."""
Evaluations = dict[int, dict[_EvaluatedWith, dict[str, float]]]


def evaluations_of(recording: Recording, runs: Sequence[TrainingRun]) -> Evaluations:
    """By run, what the first evaluation with each set of rows gave, by metric."""
    by_number, found, seen = {run.number: run for run in runs}, Evaluations(), 0
    for event in recording.events:
        run = by_number.get(event.run or -1) if isinstance(event, Evaluated) else None
        if run is None or not isinstance(event, Evaluated) or event.state:
            continue
        seen += 1
        if seen > MOST_EVALUATIONS:
            break
        size = event.x.shape[0] if event.x is not None and event.x.shape else 0
        trained_on = run.x.shape[0] if run.x is not None and run.x.shape else 0
        rows = ("" if size and size == trained_on else "val_"), size
        meanings = run.compiled.metric_meanings
        found.setdefault(run.number, {}).setdefault(
            rows,
            {
                modern_metric(rows[0] + meanings.get(name, name)): value
                for name, value in event.results.items()
            },
        )
    return found


def in_turn(
    chain: Sequence[TrainingRun], evaluated: Evaluations
) -> Iterator[tuple[str, list[float]]]:
    """The metrics and values of the evaluations after each training of `chain`, the first one
    first.
    """
    joined: dict[tuple[_EvaluatedWith, str], list[float]] = defaultdict(list)
    for run in chain:
        for rows, metrics in evaluated.get(run.number, {}).items():
            for metric, value in metrics.items():
                joined[rows, metric].append(value)
    for (_, metric), values in joined.items():
        if len(values) >= MIN_POINTS:
            yield metric, values
