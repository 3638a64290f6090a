"""Draws groups of hand-ins that are alike: a ring of names each, a line for every likeness."""

from __future__ import annotations

import math
from collections.abc import Iterator

from grader.report.drawing.chart import Chart, Size, SvgDrawing
from grader.report.drawing.style import Style
from grader.report.figures.plots import AlikeGroup, AlikeGroups

_COLUMNS = 3
_CELL_WIDTH, _WIDEST_RADIUS = 240.0, 42.0
_LEAST_RADIUS, _RADIUS_A_MEMBER = 13.0, 3.4
_NAMES_HEIGHT = 16.0
"""Above and below a ring."""


class AlikeChart(Chart):
    """Rings in rows, the largest first."""

    def __init__(self, style: Style, groups: AlikeGroups) -> None:
        """Take a chart as high as the groups need."""
        rows = [groups.groups[at : at + _COLUMNS] for at in range(0, len(groups.groups), _COLUMNS)]
        self._heights = [max(map(_height, row)) for row in rows]
        self._rows = rows
        columns = min(_COLUMNS, len(groups.groups))
        width, height = columns * _CELL_WIDTH, sum(self._heights)
        super().__init__(style, Size(width, height, left=0, right=0, top=0, bottom=0))
        self.axes.set_axis_off()
        self.axes.set_xlim(0, width)
        self.axes.set_ylim(height, 0)

    def drawn(self) -> SvgDrawing:
        """Return the drawing."""
        top = 0.0
        for row, height in zip(self._rows, self._heights, strict=True):
            for column, group in enumerate(row):
                self._draw(group, (column + 0.5) * _CELL_WIDTH, top + height / 2)
            top += height
        return self.as_drawn()

    def _draw(self, group: AlikeGroup, x: float, y: float) -> None:
        axes, (blue, orange) = self.axes, self.style.series[:2]
        at = list(_ring(len(group.labels), x, y))
        for one, other, same in group.edges:
            ends = [(at[one][side], at[other][side]) for side in (0, 1)]
            colour, width = (orange, 2.2) if same else (blue, 0.9)
            axes.plot(*ends, color=colour, lw=width, alpha=0.85, solid_capstyle="butt")
        ink = str(self.style.settings["text.color"])
        axes.plot(*zip(*at, strict=True), ls="", marker="o", ms=4.2, color=ink, zorder=3)
        for (left, top), label in zip(at, group.labels, strict=True):
            self._name(label, left, top, x)

    def _name(self, label: str, left: float, top: float, middle: float) -> None:
        """Write a name on the outer side of its point, in the middle below it."""
        away = left - middle
        if abs(away) < 1:
            self.axes.text(left, top + 5, label, ha="center", va="top", fontsize=8)
        else:
            side = "left" if away > 0 else "right"
            at = left + math.copysign(5.0, away)
            self.axes.text(at, top, label, ha=side, va="center", fontsize=8)


def _radius(group: AlikeGroup) -> float:
    return max(_LEAST_RADIUS, _RADIUS_A_MEMBER * len(group.labels))


def _height(group: AlikeGroup) -> float:
    return 2 * (_radius(group) + _NAMES_HEIGHT)


def _ring(size: int, x: float, y: float) -> Iterator[tuple[float, float]]:
    """Places on a ring that begin beside its top, so that no two names lie on one line."""
    radius = max(_LEAST_RADIUS, _RADIUS_A_MEMBER * size)
    for number in range(size):
        turn = 2 * math.pi * (number + 0.5) / size
        yield x + min(radius, _WIDEST_RADIUS) * math.sin(turn), y - radius * math.cos(turn)
