"""Draws precision, recall and F1 of every class over the band of correct solutions."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from matplotlib.ticker import MaxNLocator

from grader.report.drawing.chart import Chart, Size, SvgDrawing
from grader.report.drawing.names import MOST_NAMED, names_at_axis
from grader.report.drawing.style import Style
from grader.report.figures.plots import ClassBars

_SIZE = Size(width=300, height=150, left=30, right=4, top=24, bottom=30)
_AXIS = _SIZE.width - _SIZE.left - _SIZE.right
_HEIGHT = _SIZE.height - _SIZE.top - _SIZE.bottom
_TITLE_AT = -_SIZE.left / _AXIS
"""Of the axes' width: at the chart's edge."""
_BAND_WIDTH = 0.72


@dataclass(frozen=True, slots=True)
class ClassChartForm:
    """What of the chart is the same for many models."""

    classes: tuple[str, ...]
    bands: bool


class ClassChart(Chart):
    """A bar for the band of each class, and three marks on it."""

    def __init__(self, style: Style, form: ClassChartForm) -> None:
        """Place bars, marks and legend, still without values."""
        names = names_at_axis(form.classes, length=_AXIS)
        more = max(0.0, names.widest - names.size) if names.turned else 0.0
        super().__init__(
            style, replace(_SIZE, height=_SIZE.height + more, bottom=_SIZE.bottom + more)
        )
        axes, size = self.axes, len(form.classes)
        at = np.arange(size)
        blue, orange = style.series[:2]
        ink, muted = (str(style.settings[name]) for name in ("text.color", "xtick.color"))
        self._bars = axes.bar(at, np.ones(size), _BAND_WIDTH, color=blue, alpha=0.22)
        self._precision = axes.plot(at, at, ls="", marker="^", ms=3.2, color=muted)[0]
        self._recall = axes.plot(at, at, ls="", marker="v", ms=3.2, color=muted)[0]
        self._within = axes.plot(at, at, ls="", marker="o", ms=4.6, color=ink)[0]
        self._below = axes.plot(at, at, ls="", marker="D", ms=4.6, color=orange)[0]
        title = axes.set_title("Class by class", x=_TITLE_AT, y=1.0)
        axes.set_xlim(-0.5, size - 0.5)
        axes.set_xticks(
            at if size <= MOST_NAMED else [], form.classes if size <= MOST_NAMED else []
        )
        axes.tick_params(axis="x", labelsize=names.size, rotation=90 * names.turned)
        axes.yaxis.set_major_locator(MaxNLocator(5))
        handles = [self._within, self._below, self._precision, self._recall]
        words = ["F1", "F1 below the band", "precision", "recall"]
        beneath = (0.5, -0.14 - more / _HEIGHT)
        legend = axes.legend(
            handles, words, loc="upper center", bbox_to_anchor=beneath, ncols=4,
            columnspacing=1.2, handletextpad=0.1,
        )  # fmt: skip
        self.keep(legend, axes.xaxis, title)

    @staticmethod
    def form_of(plot: ClassBars) -> ClassChartForm:
        """The form of the chart that `plot` is drawn on."""
        return ClassChartForm(plot.classes, any(plot.bands))

    def drawn(self, plot: ClassBars) -> SvgDrawing:
        """Return the drawing of `plot`."""
        for bar, band in zip(self._bars, plot.bands, strict=True):
            low, high = band or (0.0, 0.0)
            bar.set(visible=band is not None, y=low, height=high - low)
        f1, below = np.asarray(plot.f1), np.asarray(plot.below)
        self._precision.set_ydata(plot.precision)
        self._recall.set_ydata(plot.recall)
        self._within.set_ydata(np.where(below, np.nan, f1))
        self._below.set_ydata(np.where(below, f1, np.nan))
        seen = [
            *plot.f1,
            *plot.precision,
            *plot.recall,
            *(end for band in plot.bands if band for end in band),
        ]
        low, high = min(seen), max(seen)
        room = 0.05 * (high - low) or 0.02
        self.axes.set_ylim(max(0.0, low - room), min(1.0, high + room))
        return self.as_drawn()
