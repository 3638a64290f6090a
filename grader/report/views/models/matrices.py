"""Prepares the matrices of a model: counts, shares, and what differs from correct solutions."""

from __future__ import annotations

import math
from collections.abc import Callable

from grader.model.reference import RoleReference
from grader.report.confusion import (
    LEAST_EXAMPLES,
    cells_beyond_spread,
    class_name,
    confusions,
    name_at_axis,
)
from grader.report.figures.plots import HeatMap
from grader.report.numbers import count, percent, signed

CountMatrix = tuple[tuple[int, ...], ...]
_FAINT = 0.08
"""What is there, but nothing to look at."""
_STANDS_OUT = 0.4
"""A cell beyond the spread is at least as strong."""
_WORTH_A_WORD = 0.005
"""Of a class; what is rarer is shaded only."""


def counts_map(name: str, matrix: CountMatrix, classes: tuple[str, ...]) -> HeatMap:
    """The counts, shaded by the share of the row's class: blue where right, orange where wrong."""

    def look(row: int, column: int) -> tuple[float, str]:
        value = matrix[row][column]
        return _strength(matrix, row, column), str(value) if value else ""

    right = sum(matrix[index][index] for index in range(len(matrix)))
    alt = (
        f"Confusion matrix: {count(right)} of {count(sum(map(sum, matrix)))} right."
        f" {_worst(matrix, classes)}"
    )
    return _map(name, matrix, classes, look, alt)


def shares_map(name: str, matrix: CountMatrix, classes: tuple[str, ...]) -> HeatMap:
    """The same in per cent of each true class."""

    def look(row: int, column: int) -> tuple[float, str]:
        share = matrix[row][column] / (sum(matrix[row]) or 1)
        return _strength(matrix, row, column), _per_cent(share)

    recalls = [
        (row[index] / (sum(row) or 1), index) for index, row in enumerate(matrix) if sum(row)
    ]
    worst, best = min(recalls, default=(0.0, 0)), max(recalls, default=(0.0, 0))
    alt = (
        "Confusion matrix in per cent of each true class: from "
        f"{percent(worst[0], digits=1)} of {class_name(worst[1], classes)} right to "
        f"{percent(best[0], digits=1)} of {class_name(best[1], classes)}."
    )
    return _map(name, matrix, classes, look, alt)


def difference_map(
    name: str, matrix: CountMatrix, reference: RoleReference, classes: tuple[str, ...]
) -> HeatMap:
    """The counts minus the mean of correct solutions: blue where better, orange where worse, strong
    beyond their spread.
    """
    beyond = cells_beyond_spread(matrix, reference)

    def look(row: int, column: int) -> tuple[float, str]:
        difference = matrix[row][column] - reference.confusion_mean[row][column]
        sign = 1 if (difference > 0) == (row == column) else -1
        if (row, column) not in beyond:
            return (sign * _FAINT if abs(difference) >= LEAST_EXAMPLES else 0.0), ""
        relative = min(1.0, 8 * abs(difference) / (sum(matrix[row]) or 1))
        return sign * max(_STANDS_OUT, relative), signed(difference)

    alt = (
        f"Difference from the mean confusion matrix of correct solutions: {len(beyond)} cells lie "
        f"beyond their spread.{_most_different(matrix, reference, beyond, classes)}"
    )
    return _map(name, matrix, classes, look, alt)


def _map(
    name: str,
    matrix: CountMatrix,
    classes: tuple[str, ...],
    look: Callable[[int, int], tuple[float, str]],
    alt: str,
) -> HeatMap:
    size = len(matrix)
    cells = [[look(row, column) for column in range(size)] for row in range(size)]
    names = tuple(name_at_axis(index, classes) for index in range(size))
    return HeatMap(
        name=name,
        strength=tuple(tuple(strength for strength, _ in row) for row in cells),
        words=tuple(tuple(words for _, words in row) for row in cells),
        rows=names,
        columns=names,
        row_title="true",
        column_title="predicted",
        alt=alt,
    )


def _strength(matrix: CountMatrix, row: int, column: int) -> float:
    """How strongly a cell is shaded: few mistakes of a kind are seen already."""
    share = matrix[row][column] / (sum(matrix[row]) or 1)
    if not share:
        return 0.0
    return share if row == column else -max(_FAINT, min(1.0, 4.5 * math.sqrt(share / 2) * 0.85))


def _per_cent(share: float) -> str:
    if share >= 0.095:
        return f"{100 * share:.0f}"
    return f"{100 * share:.1f}" if share >= _WORTH_A_WORD else ""


def _worst(matrix: CountMatrix, classes: tuple[str, ...]) -> str:
    return " ".join(
        f"{count(value)} times {class_name(row, classes)} was taken for "
        f"{class_name(column, classes)}."
        for row, column, value in confusions(matrix, most=3)
    )


def _most_different(
    matrix: CountMatrix,
    reference: RoleReference,
    beyond: frozenset[tuple[int, int]],
    classes: tuple[str, ...],
) -> str:
    found = sorted(
        (matrix[row][column] - reference.confusion_mean[row][column], row, column)
        for row, column in beyond
    )
    strongest = sorted(found, key=lambda cell: -abs(cell[0]))[:3]
    return "".join(
        f" {class_name(row, classes)} taken for {class_name(column, classes)}: "
        f"{signed(difference)}."
        for difference, row, column in strongest
    )
