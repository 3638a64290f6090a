"""Draws what is asked for, and keeps drawings and the paper that they are made on."""

from __future__ import annotations

from functools import lru_cache, partial
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from grader.report.drawing.alike import AlikeChart
from grader.report.drawing.chart import SvgDrawing
from grader.report.drawing.classes import ClassChart
from grader.report.drawing.curves import CurveChart
from grader.report.drawing.everybody import EverybodyChart
from grader.report.drawing.style import read_style
from grader.report.figures.plots import (
    AlikeGroups,
    ClassBars,
    ClassCurves,
    Distribution,
    HeatMap,
    LearningCurve,
    Plot,
)
from grader.report.figures.svg import Figure

if TYPE_CHECKING:
    from grader.report.drawing.matrices import MatrixChart, MatrixChartForm

_DRAWINGS_KEPT = 500
_CHARTS_KEPT = 20
"""Of each kind."""


class Studio:
    """Draws figures in one style. Many students share a training: what was drawn once is kept."""

    def __init__(self, style_sheet: Path) -> None:
        """Read the style sheet; raises OutputError where it is wrong."""
        self._style = style = read_style(style_sheet)
        self._drawn = lru_cache(_DRAWINGS_KEPT)(self._draw)
        self._curves = lru_cache(_CHARTS_KEPT)(partial(CurveChart, style))
        self._matrices = lru_cache(_CHARTS_KEPT)(self._matrix_chart)
        self._classes = lru_cache(_CHARTS_KEPT)(partial(ClassChart, style))
        self._one_at_a_time = Lock()
        """matplotlib's settings are those of the whole process."""

    def figure(self, plot: Plot) -> Figure:
        """Return the drawing of `plot`."""
        with self._one_at_a_time:
            drawn = self._drawn(plot)
        return Figure(plot.name, drawn.width, drawn.height, drawn.body, plot.alt)

    def _draw(self, plot: Plot) -> SvgDrawing:
        with self._style.applied():
            match plot:
                case LearningCurve():
                    return self._curves(CurveChart.form_of(plot)).drawn(plot)
                case HeatMap():
                    return self._matrix(plot)
                case ClassBars():
                    return self._classes(ClassChart.form_of(plot)).drawn(plot)
                case Distribution():
                    return self._distribution(plot)
                case ClassCurves():
                    return EverybodyChart(self._style).drawn(plot)
                case AlikeGroups():
                    return AlikeChart(self._style, plot).drawn()

    def _matrix(self, plot: HeatMap) -> SvgDrawing:
        from grader.report.drawing.matrices import MatrixChart  # noqa: PLC0415 - loading seaborn takes a second and a half that a report without matrices need not pay

        return self._matrices(MatrixChart, MatrixChart.form_of(plot)).drawn(plot)

    def _matrix_chart(self, chart: type[MatrixChart], form: MatrixChartForm) -> MatrixChart:
        return chart(self._style, form)

    def _distribution(self, plot: Distribution) -> SvgDrawing:
        from grader.report.drawing.distribution import DistributionChart  # noqa: PLC0415 - the same

        return DistributionChart(self._style).drawn(plot)
