"""Draws which classes a model takes for which, and where it differs from the reference."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from grader.model.reference import RoleReference
from grader.report.confusion import LEAST_EXAMPLES, cells_beyond_spread, class_name, confusions
from grader.report.figures import palette
from grader.report.figures.svg import Figure, box, group, number, path, text
from grader.report.numbers import signed

WIDTH, HEIGHT = 440, 440
_LEFT, _TOP, _SIDE = 52, 44, 384
_MOST_LABELLED = 16
"""With more classes than this there is no room for figures in the cells."""


@dataclass(frozen=True, slots=True)
class _Cell:
    """How one cell looks: its shade (0 is blank), whether it is on the good side, what stands in
    it.
    """

    shade: int
    good: bool
    words: str


def confusion_figure(
    name: str, matrix: tuple[tuple[int, ...], ...], classes: tuple[str, ...]
) -> Figure:
    """Return the counts as a heat map: blue where right, vermilion where wrong, by the share of the
    row's class.
    """

    def look(row: int, column: int) -> _Cell:
        value, support = matrix[row][column], sum(matrix[row]) or 1
        share = value / support
        shade = _shade(share) if row == column else _shade(min(1.0, 4.5 * math.sqrt(share / 2)))
        return _Cell(shade if value else 0, row == column, str(value) if value else "")

    right = sum(matrix[index][index] for index in range(len(matrix)))
    alt = f"Confusion matrix: {right} of {sum(map(sum, matrix))} right. {_worst(matrix, classes)}"
    return Figure(name, WIDTH, HEIGHT, _drawn(len(matrix), classes, look), alt)


def difference_figure(
    name: str,
    matrix: tuple[tuple[int, ...], ...],
    reference: RoleReference,
    classes: tuple[str, ...],
) -> Figure:
    """Return the counts minus the reference's mean: blue where better, vermilion where worse,
    strong beyond the spread.
    """
    beyond = cells_beyond_spread(matrix, reference)

    def look(row: int, column: int) -> _Cell:
        difference = matrix[row][column] - reference.confusion_mean[row][column]
        good = (difference > 0) == (row == column)
        if (row, column) not in beyond:
            return _Cell(1 if abs(difference) >= LEAST_EXAMPLES else 0, good, "")
        relative = abs(difference) / (sum(matrix[row]) or 1)
        return _Cell(max(3, _shade(min(1.0, 8 * relative))), good, signed(difference))

    alt = (
        f"Difference from the reference's mean confusion matrix: {len(beyond)} cells lie beyond "
        f"the reference's spread."
    )
    return Figure(name, WIDTH, HEIGHT, _drawn(len(matrix), classes, look), alt)


def _shade(share: float) -> int:
    return max(1, min(len(palette.RIGHT) - 1, math.ceil(share * (len(palette.RIGHT) - 1) - 1e-9)))


def _worst(matrix: tuple[tuple[int, ...], ...], classes: tuple[str, ...]) -> str:
    return " ".join(
        f"{value} times {class_name(row, classes)} was taken for {class_name(column, classes)}."
        for row, column, value in confusions(matrix, most=3)
    )


def _drawn(size: int, classes: tuple[str, ...], look: Callable[[int, int], _Cell]) -> str:
    side = _SIDE / max(1, size)
    areas: dict[str, list[str]] = defaultdict(list)
    words: dict[str, list[str]] = defaultdict(list)
    for row in range(size):
        for column in range(size):
            cell = look(row, column)
            left, top = _LEFT + column * side, _TOP + row * side
            shades = palette.RIGHT if cell.good else palette.WRONG
            if cell.shade:
                areas[shades[cell.shade]].append(box(left, top, side, side))
            if cell.words and size <= _MOST_LABELLED:
                words[palette.ink_on(cell.shade)].append(
                    text(left + side / 2, top + side / 2 + 4.5, cell.words)
                )
    return "".join(
        [
            path(box(_LEFT, _TOP, _SIDE, _SIDE), fill=palette.WASH),
            *(path("".join(data), fill=colour) for colour, data in areas.items()),
            path(_lines_between(size, side), stroke=palette.PAPER, fill="none"),
            *(
                group(texts, fill=colour, text_anchor="middle", font_size=13)
                for colour, texts in words.items()
            ),
            *_labels(size, side, classes),
        ]
    )


def _lines_between(size: int, side: float) -> str:
    offsets = [index * side for index in range(1, size)]
    upright = "".join(f"M{number(_LEFT + offset)} {_TOP}v{_SIDE}" for offset in offsets)
    return upright + "".join(f"M{_LEFT} {number(_TOP + offset)}h{_SIDE}" for offset in offsets)


def _labels(size: int, side: float, classes: tuple[str, ...]) -> Iterator[str]:
    yield text(_LEFT + _SIDE / 2, 15, "predicted", text_anchor="middle", fill=palette.MUTED)
    yield group(
        [text(0, 0, "true", text_anchor="middle")],
        fill=palette.MUTED,
        transform=f"translate(14 {_TOP + _SIDE // 2}) rotate(-90)",
    )
    if size <= 2 * _MOST_LABELLED:
        names = [class_name(index, classes)[:6] for index in range(size)]
        across = [
            text(_LEFT + (index + 0.5) * side, _TOP - 8, name, text_anchor="middle")
            for index, name in enumerate(names)
        ]
        down = [
            text(_LEFT - 8, _TOP + (index + 0.5) * side + 4.5, name, text_anchor="end")
            for index, name in enumerate(names)
        ]
        yield group(across + down, fill=palette.INK, font_weight="bold")
