"""Finds the mistakes that a model makes, and those of them that correct solutions don't make."""

from __future__ import annotations

import math

from grader.model.reference import RoleReference
from grader.report.text import one_line

_SPREADS = 3.0
LEAST_EXAMPLES = 2.0
"""A difference of no more examples than this is never worth a word."""
_LONGEST_AT_AXIS = 14


def cells_beyond_spread(
    matrix: tuple[tuple[int, ...], ...], reference: RoleReference
) -> frozenset[tuple[int, int]]:
    """Return the cells (true, predicted) whose count one more reference model would hardly have.

    Hardly: more than three standard deviations of one more run's difference from the mean, and more
    than two examples.
    """
    seeds = max(1, len(reference.seeds))
    widening = _SPREADS * math.sqrt(1 + 1 / seeds)
    return frozenset(
        (row, column)
        for row, counts in enumerate(matrix)
        for column, value in enumerate(counts)
        if abs(value - reference.confusion_mean[row][column])
        > max(LEAST_EXAMPLES, widening * reference.confusion_spread[row][column])
    )


def same_shape(matrix: tuple[tuple[int, ...], ...], reference: RoleReference | None) -> bool:
    """Whether the two can be compared cell by cell."""
    return bool(
        reference
        and len(matrix) == len(reference.confusion_mean) == len(reference.confusion_spread)
        and all(
            len(row) == len(mean) == len(spread)
            for row, mean, spread in zip(
                matrix, reference.confusion_mean, reference.confusion_spread, strict=True
            )
        )
    )


def confusions(
    matrix: tuple[tuple[int, ...], ...], *, most: int
) -> tuple[tuple[int, int, int], ...]:
    """Return the most frequent mistakes as (true, predicted, count)."""
    found = [
        (row, column, value)
        for row, counts in enumerate(matrix)
        for column, value in enumerate(counts)
        if row != column and value
    ]
    return tuple(sorted(found, key=lambda cell: -cell[2])[:most])


def class_name(label: int, classes: tuple[str, ...]) -> str:
    """Return what a class is called, or its number where it has no name."""
    return classes[label] if 0 <= label < len(classes) else str(label)


def name_at_axis(label: int, classes: tuple[str, ...]) -> str:
    """The same, as long as there is room for in a figure."""
    return one_line(class_name(label, classes), _LONGEST_AT_AXIS)
