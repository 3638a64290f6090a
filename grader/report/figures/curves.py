"""Draws how a metric went over the epochs, beside what correct solutions do."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeVar

from grader.model.reference import Curve
from grader.report.figures import palette
from grader.report.figures.axes import Scale, ticks, value_scale, whole_ticks
from grader.report.figures.svg import Figure, group, number, path, polyline, text
from grader.report.numbers import metric, percent

Point = TypeVar("Point", bound=tuple[float, ...])

WIDTH, HEIGHT = 440, 250
_LEFT, _RIGHT, _TOP, _BOTTOM = 52, 422, 28, 214
_MOST_POINTS = 110
"""More than this can't be told apart on the figure's width."""
_BEYOND_RUN = 3
"""The band is shown up to so many times the epochs that were run."""


@dataclass(frozen=True, slots=True)
class Series:
    """One metric of a run with the reference's curve of the same metric."""

    label: str
    """`training` or `validation`."""
    colour: str
    values: tuple[float, ...]
    """One an epoch, from epoch 1; may hold NaN."""
    band: Curve | None
    saved: tuple[tuple[int, float], ...] = ()
    """What the student's log says, drawn thin: epochs, from 1, and values."""
    dashed: bool = False


def learning_curve(name: str, kind: str, series: tuple[Series, ...]) -> Figure | None:
    """Return the lines of one `kind` of metric (`loss`, `accuracy`) over their bands, or None where
    no value is finite.
    """
    epochs = max((len(line.values) for line in series), default=0)
    if not any(math.isfinite(value) for line in series for value in line.values):
        return None
    last = _last_epoch(epochs, series)
    x = Scale(low=1, high=max(2, last), start=_LEFT, end=_RIGHT)
    y = value_scale(_finite_values(series, last), start=_BOTTOM, end=_TOP, share=kind == "accuracy")
    body = [
        *_grid(x, y, kind),
        *(_band(line, x, y, last) for line in series if line.band),
        *(_saved_line(line, x, y) for line in series if line.saved),
        *(_line(line, x, y) for line in series),
        path(f"M{_LEFT} {_BOTTOM}H{_RIGHT}", stroke=palette.MUTED, fill="none"),
    ]
    return Figure(name, WIDTH, HEIGHT, "".join(body), _alt(kind, series))


def _last_epoch(epochs: int, series: tuple[Series, ...]) -> int:
    known = max(
        (line.band.epochs[-1] for line in series if line.band and line.band.epochs), default=0
    )
    logged = max((epoch for line in series for epoch, _ in line.saved), default=0)
    return max(epochs, logged, min(known, _BEYOND_RUN * epochs))


def _finite_values(series: tuple[Series, ...], last: int) -> list[float]:
    lines = [
        value for line in series for value in (*line.values, *(value for _, value in line.saved))
    ]
    bands = [
        value
        for line in series
        if line.band
        for epoch, *values in zip(line.band.epochs, line.band.low, line.band.high, strict=True)
        if epoch <= last
        for value in values
    ]
    return [value for value in lines + bands if math.isfinite(value)]


def _grid(x: Scale, y: Scale, kind: str) -> Iterator[str]:
    values = ticks(y)
    labels = _percents(values) if kind == "accuracy" else [f"{value:g}" for value in values]
    yield path(
        "".join(f"M{_LEFT} {number(y(value))}H{_RIGHT}" for value in values),
        stroke=palette.GRID,
        fill="none",
    )
    note = " (logarithmic scale)" if y.logarithmic else ""
    yield group(
        [
            *(
                text(_LEFT - 6, y(value) + 4, label, text_anchor="end")
                for value, label in zip(values, labels, strict=True)
            ),
            *(
                text(x(epoch), _BOTTOM + 16, str(epoch), text_anchor="middle")
                for epoch in whole_ticks(x)
            ),
            text(_RIGHT, HEIGHT - 5, "epoch", text_anchor="end"),
        ],
        fill=palette.MUTED,
    )
    yield text(4, 15, kind.capitalize() + note, fill=palette.INK, font_weight="bold", font_size=13)


def _percents(values: tuple[float, ...]) -> list[str]:
    step = values[1] - values[0] if len(values) > 1 else 1.0
    return [
        percent(value, digits=0 if step > 0.0099 else 1 if step > 0.00099 else 2)
        for value in values
    ]


def _band(line: Series, x: Scale, y: Scale, last: int) -> str:
    if line.band is None:
        return ""
    shown = _thinned(
        [
            (x(epoch), y(low), y(high))
            for epoch, low, high in zip(
                line.band.epochs, line.band.low, line.band.high, strict=True
            )
            if epoch <= last and math.isfinite(low) and math.isfinite(high)
        ]
    )
    there = [(at, low) for at, low, _ in shown]
    back = [(at, high) for at, _, high in reversed(shown)]
    return path(polyline(there + back) + "z" if shown else "", fill=line.colour, fill_opacity="0.2")


def _saved_line(line: Series, x: Scale, y: Scale) -> str:
    points = _thinned([(x(epoch), y(value)) for epoch, value in line.saved if math.isfinite(value)])
    return path(
        polyline(points), fill="none", stroke=line.colour, stroke_width=0.9, stroke_opacity=0.85
    )


def _line(line: Series, x: Scale, y: Scale) -> str:
    pieces: list[list[tuple[float, float]]] = [[]]
    for epoch, value in enumerate(line.values, start=1):
        if math.isfinite(value):
            pieces[-1].append((x(epoch), y(value)))
        elif pieces[-1]:
            pieces.append([])
    dash = {"stroke_dasharray": "6 3"} if line.dashed else {}
    return path(
        "".join(polyline(_thinned(piece)) for piece in pieces),
        fill="none",
        stroke=line.colour,
        stroke_width=2,
        stroke_linejoin="round",
        stroke_linecap="round",
        **dash,
    )


def _thinned(points: list[Point]) -> list[Point]:
    """Keep so many points as can be seen, the last one always."""
    stride = -(-len(points) // _MOST_POINTS)
    return points if stride <= 1 else [*points[:-1:stride], points[-1]]


def _alt(kind: str, series: tuple[Series, ...]) -> str:
    parts = [
        f"{line.label} from {metric(kind, line.values[0])} to {metric(kind, line.values[-1])}"
        for line in series
        if line.values
    ]
    return f"{kind.capitalize()} over the epochs: {'; '.join(parts)}."
