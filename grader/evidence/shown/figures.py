"""Says what the figures show, by their data: learning curves and confusion matrices."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from grader.evidence.runs.recorded import cells_by_count
from grader.evidence.shown.drawn import Histories
from grader.evidence.shown.evaluated_in_turn import Evaluations, evaluations_of, in_turn
from grader.model.descriptions import AxesShown
from grader.model.events import FigureShown
from grader.model.evidence import CurveShown, MatrixShown, TrainingRun
from grader.model.recording import Recording
from grader.untrusted.npz import read_array

MAX_CHAIN = 20
"""Fits of one model up to which every stretch of their histories may have been joined for a plot.
"""
LONGEST_CHAIN = 2_000
MOST_JOINED = 2_000_000
"""Numbers of joined histories, of all runs: what is looked at for lines has a bound."""
_NUMBER = re.compile(r"[-+]?\d{1,12}(?:\.\d{1,10})?(?:e[-+]?\d{1,2})?%?")


def curves_shown(recording: Recording, runs: Sequence[TrainingRun]) -> tuple[CurveShown, ...]:
    """Lines whose values are a recorded history, whole: of one run, or of a run and those that it
    continues; or what was evaluated after each of these.
    """
    wanted = (
        ((run, metric), values, metric.endswith("accuracy"))
        for run, metric, values in _histories(runs, evaluations_of(recording, runs))
    )
    histories: Histories[tuple[int, str]] = Histories(wanted)
    cells = cells_by_count(recording)
    found = [
        CurveShown(run, metric, cells.get(figure.execution_count))
        for figure in figures_of(recording)
        for axes in figure.axes
        for line in axes.lines
        for run, metric in histories.drawn_by(line.values)
    ]
    return tuple(dict.fromkeys(found))


def matrices_drawn(recording: Recording, classes: int) -> tuple[MatrixShown, ...]:
    """Grids of classes by classes on any axes, and numbers that are written in such a grid: what is
    drawn may be the logarithm of what is written.
    """
    found: list[MatrixShown] = []
    cells = cells_by_count(recording)
    for figure in figures_of(recording):
        cell = cells.get(figure.execution_count)
        for axes in figure.axes:
            grids = _square_grids(axes, classes, figure=figure, recording=recording)
            found += [
                MatrixShown(cell, "figure", values)
                for values in (*grids, *_from_texts(axes, classes))
            ]
    return tuple(dict.fromkeys(found))


def figures_of(recording: Recording) -> Iterator[FigureShown]:
    """Every figure that was shown, in order."""
    return (event for event in recording.events if isinstance(event, FigureShown))


def _histories(
    runs: Sequence[TrainingRun], evaluated: Evaluations | None = None
) -> Iterator[tuple[int, str, Sequence[float]]]:
    """What a line may draw of each run: its history, and those before it joined with it.

    Of long chains, as a loop makes them that fits one epoch at a time, only what a student would
    draw is joined: all so far, or the end of a chain from anywhere on.
    """
    by_number = {run.number: run for run in runs}
    continued = {run.continues for run in runs}
    left = MOST_JOINED
    for run in runs:
        chain = _chain(run, by_number)
        starts = range(len(chain) - 1)
        if len(chain) > MAX_CHAIN and run.number in continued:
            starts = range(1)
        for metric, values in run.history.items():
            if not values:
                continue
            yield run.number, metric, values
            if run.error:  # a callback may have raised before Keras took the last epoch down
                yield run.number, metric, values[:-1]
            for start in starts:
                joined = [value for one in chain[start:] for value in one.history.get(metric, ())]
                left -= len(joined)
                if left < 0:
                    break
                yield run.number, metric, joined
        for metric, joined in (
            in_turn(chain, evaluated or {}) if run.number not in continued else ()
        ):
            left -= len(joined)
            if left >= 0:
                yield run.number, metric, joined
    yield from _means(runs, most=left)


def _means(runs: Sequence[TrainingRun], *, most: int) -> Iterator[tuple[int, str, Sequence[float]]]:
    """The mean history of trainings that were repeated, as who trains with several seeds or on
    several folds draws it, for each of them.
    """
    repeated: dict[tuple[object, ...], list[TrainingRun]] = defaultdict(list)
    for run in runs:
        compiled = run.compiled
        rate = compiled.optimizer_config.get("learning_rate")
        made = compiled.optimizer, str(rate), compiled.loss, run.model.parameters, run.epochs_run
        repeated[made].append(run)
    for group in repeated.values():
        for metric in group[0].history:
            histories = [run.history.get(metric, ()) for run in group]
            most -= sum(map(len, histories))
            if len(group) > 1 and len(set(map(len, histories))) == 1 and most >= 0:
                mean = np.mean(histories, axis=0).tolist()
                yield from ((run.number, metric, mean) for run in group)


def _chain(run: TrainingRun, by_number: Mapping[int, TrainingRun]) -> list[TrainingRun]:
    """The run and those that it continues, the first one first."""
    chain = [run]
    while len(chain) < LONGEST_CHAIN and (before := chain[-1].continues) in by_number:
        chain.append(by_number[before or 0])
    return chain[::-1]


MatrixRows = tuple[tuple[float, ...], ...]


def _square_grids(
    axes: AxesShown, classes: int, *, figure: FigureShown, recording: Recording
) -> Iterator[MatrixRows]:
    for grid in axes.grids:
        if not _holds_classes(grid.shape, classes):
            continue
        values = read_array(recording.folder, figure.arrays, grid.key)
        if values is not None and _holds_classes(values.shape, classes):
            yield tuple(tuple(float(value) for value in row) for row in values[:classes, :classes])


def _holds_classes(shape: tuple[int, ...], classes: int) -> bool:
    """Whether it is a grid of classes by classes; a row and a column of totals may stand behind
    them.
    """
    return len(shape) == 2 and all(length in (classes, classes + 1) for length in shape)


def _from_texts(axes: AxesShown, classes: int) -> Iterator[MatrixRows]:
    """The numbers written on the axes, where there are exactly as many as a confusion matrix
    has.
    """
    written = [text.strip().replace(",", "") for text in axes.texts]
    numbers = [float(text.rstrip("%")) for text in written if _NUMBER.fullmatch(text)]
    if len(numbers) == classes * classes and classes > 1:
        yield tuple(tuple(numbers[row * classes : (row + 1) * classes]) for row in range(classes))
