"""Draws learning curves over the band of correct solutions."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from matplotlib.artist import Artist
from matplotlib.collections import PolyCollection
from matplotlib.lines import Line2D
from matplotlib.ticker import Formatter, FuncFormatter, LogLocator, MaxNLocator, NullLocator

from grader.report.drawing.chart import Chart, Size, SvgDrawing
from grader.report.drawing.legends import AxesLimits, Corner, emptiest
from grader.report.drawing.style import Style
from grader.report.figures.plots import LearningCurve, Series
from grader.report.numbers import count, percent

Point = TypeVar("Point", bound=tuple[float, ...])

_SIZE = Size(width=300, height=150, left=38, right=20, top=24, bottom=30)
_TITLE_AT = -_SIZE.left / (_SIZE.width - _SIZE.left - _SIZE.right)
"""Of the axes' width: at the chart's edge."""
_MOST_POINTS = 110
"""More than this can't be distinguished on the figure's width."""
_BEYOND_RUN = 3
"""The band is shown up to so many times the epochs that were run."""
_DECADES_FOR_LOG = 1.5
_MOST_DIGITS = 2
_AS_GOOD_AS_EXACT = 1e-6
_SMALLEST = 1e-30
_LARGEST = 1e30
"""A loss beyond these is drawn at the edge."""


@dataclass(frozen=True, slots=True)
class CurveChartForm:
    """What of a chart for curves is the same for many runs."""

    kind: str
    labels: tuple[str, ...]
    bands: bool
    saved: bool
    logarithmic: bool
    legend: Corner


class CurveChart(Chart):
    """Two lines, their bands, the saved log, and where overfitting began."""

    def __init__(self, style: Style, form: CurveChartForm) -> None:
        """Place lines and legend, still without values."""
        super().__init__(style, _SIZE)
        self._form = form
        colours = dict(zip(("training", "validation"), style.series, strict=False))
        self._bands = {
            label: self.axes.fill_between([1.0, 2.0], 0.0, 1.0, color=colours[label], alpha=0.18)
            for label in form.labels
        }
        self._saved = {
            label: self.axes.plot([], [], color=colours[label], lw=0.8, dashes=(1, 1.2))[0]
            for label in form.labels
        }
        self._lines = {
            label: self.axes.plot(
                [], [], color=colours[label], ls="--" if label == "validation" else "-", label=label
            )[0]
            for label in form.labels
        }
        self._turn = self.axes.axvline(1, color=str(style.settings["text.color"]), lw=0.8, ls=":")
        self._dress()

    @staticmethod
    def form_of(plot: LearningCurve) -> CurveChartForm:
        """The form of the chart that `plot` is drawn on."""
        last = last_epoch(plot)
        values = list(_values(plot, last))
        form = CurveChartForm(
            kind=plot.kind,
            labels=tuple(line.label for line in plot.series),
            bands=any(line.band for line in plot.series),
            saved=any(line.saved for line in plot.series),
            logarithmic=_spans_decades(values, plot.kind),
            legend="lower right" if plot.kind == "accuracy" else "upper right",
        )
        low, high = _limits(values, form)
        limits = AxesLimits(max(2, last), low, high, logarithmic=form.logarithmic)
        entries = len(form.labels) + form.bands + form.saved
        return replace(
            form, legend=emptiest(_drawn_lines(plot, last), limits, entries, form.legend)
        )

    def _dress(self) -> None:
        axes, form = self.axes, self._form
        axes.set_xlabel("epoch", loc="right", labelpad=2)
        axes.xaxis.set_major_locator(MaxNLocator(6, integer=True, min_n_ticks=1))
        axes.xaxis.set_major_formatter(FuncFormatter(lambda epoch, _: count(round(epoch))))
        if form.logarithmic:
            axes.set_yscale("log")
            axes.yaxis.set_major_locator(LogLocator(subs=(1, 2, 5), numticks=7))
            axes.yaxis.set_minor_locator(NullLocator())
        else:
            axes.yaxis.set_major_locator(MaxNLocator(6))
        plain = FuncFormatter(lambda value, _: f"{value:g}")
        axes.yaxis.set_major_formatter(PerCents() if form.kind == "accuracy" else plain)
        handles: list[Artist] = list(self._lines.values())
        words = list(form.labels)
        if form.saved:
            handles.append(next(iter(self._saved.values())))
            words.append("saved log")
        if form.bands:
            handles.append(next(iter(self._bands.values())))
            words.append("correct solutions")
        self.keep(axes.legend(handles, words, loc=form.legend))

    def drawn(self, plot: LearningCurve) -> SvgDrawing:
        """Return the drawing of `plot`."""
        last = last_epoch(plot)
        self.axes.set_xlim(1, max(2, last))
        self.axes.set_ylim(*_limits(list(_values(plot, last)), self._form))
        for line in plot.series:
            _follow(self._lines[line.label], _thinned(list(enumerate(line.values, start=1))))
            _follow(self._saved[line.label], _thinned(list(line.saved)))
            _fill(self._bands[line.label], line, last)
        self._mark(plot.overfits_from)
        return self.as_drawn()

    def _mark(self, epoch: int | None) -> None:
        scale = " (logarithmic scale)" if self._form.logarithmic else ""
        turned = f"; overfits from epoch {count(epoch)}" if epoch else ""
        self.axes.set_title(f"{self._form.kind.capitalize()}{scale}{turned}", x=_TITLE_AT, y=1.0)
        self._turn.set_visible(epoch is not None)
        self._turn.set_xdata([epoch or 1] * 2)


def last_epoch(plot: LearningCurve) -> int:
    """Return up to which epoch the figure reaches."""
    epochs = max((len(line.values) for line in plot.series), default=0)
    known = max((line.band.epochs[-1] for line in plot.series if line.band), default=0)
    logged = max((epoch for line in plot.series for epoch, _ in line.saved), default=0)
    return max(epochs, logged, min(known, _BEYOND_RUN * epochs))


def _values(plot: LearningCurve, last: int) -> Iterator[float]:
    for line in plot.series:
        yield from filter(math.isfinite, line.values)
        yield from (value for _, value in line.saved if math.isfinite(value))
        for _, low, high in _band_points(line, last):
            yield from (low, high)


def _band_points(line: Series, last: int) -> list[tuple[float, float, float]]:
    if line.band is None:
        return []
    columns = zip(line.band.epochs, line.band.low, line.band.high, strict=True)
    return _thinned(
        [
            (float(epoch), low, high)
            for epoch, low, high in columns
            if epoch <= last and math.isfinite(low) and math.isfinite(high)
        ]
    )


def _drawn_lines(plot: LearningCurve, last: int) -> Iterator[Sequence[tuple[float, float]]]:
    """Lines, and of bands the edges and the middle, within what can be drawn."""
    for line in plot.series:
        band = _band_points(line, last)
        yield [(epoch, _drawable(value)) for epoch, value in enumerate(line.values, start=1)]
        yield [(epoch, _drawable(value)) for epoch, value in line.saved]
        for share in (0.0, 0.5, 1.0):
            yield [(epoch, low + share * (high - low)) for epoch, low, high in band]


def _spans_decades(values: Sequence[float], kind: str) -> bool:
    low, high = min(values), max(values)
    return kind != "accuracy" and low > 0 and math.log10(high / low) > _DECADES_FOR_LOG


def _limits(values: Sequence[float], form: CurveChartForm) -> tuple[float, float]:
    low, high = _drawable(min(values)), _drawable(max(values))
    if form.logarithmic:
        return max(_SMALLEST, low) / 1.15, high * 1.15
    room = 0.06 * (high - low) or 0.05 * abs(high) or 0.05
    if form.kind == "accuracy":
        return max(0.0, min(low, 1.0) - room), min(1.0, max(high, 0.0) + room)
    return max(0.0, low - room) if low >= 0 else low - room, high + room


class PerCents(Formatter):
    """Per cents at an axis, with as many decimals as say of each tick where it is."""

    def format_ticks(self, values: Sequence[float]) -> list[str]:
        """What stands at the ticks."""
        exact = (
            digits
            for digits in range(_MOST_DIGITS)
            if all(abs(100 * at - round(100 * at, digits)) < _AS_GOOD_AS_EXACT for at in values)
        )
        digits = next(exact, _MOST_DIGITS)
        return [percent(at, digits=digits) for at in values]


def _thinned(points: list[Point]) -> list[Point]:
    """Keep so many points as can be seen, the last one always."""
    stride = -(-len(points) // _MOST_POINTS)
    return points if stride <= 1 else [*points[:-1:stride], points[-1]]


def _follow(line: Line2D, points: Sequence[tuple[float, float]]) -> None:
    """Lead the line through the points; it breaks where there is no number."""
    line.set_data(
        [epoch for epoch, _ in points],
        [_drawable(value) if math.isfinite(value) else math.nan for _, value in points],
    )
    line.set_marker("o" if len(points) == 1 else "")
    line.set_markersize(3)


def _drawable(value: float) -> float:
    return max(-_LARGEST, min(_LARGEST, value))


def _fill(band: PolyCollection, line: Series, last: int) -> None:
    points = _band_points(line, last)
    there = [(epoch, low) for epoch, low, _ in points]
    back = [(epoch, high) for epoch, _, high in reversed(points)]
    band.set_verts([there + back] if points else [])
