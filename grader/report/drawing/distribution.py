"""Draws how the points of a class are distributed."""

from __future__ import annotations

from typing import cast

import seaborn as sns
from matplotlib.container import BarContainer
from matplotlib.ticker import MaxNLocator, MultipleLocator

from grader.report.drawing.chart import Chart, Size, SvgDrawing
from grader.report.drawing.style import Style
from grader.report.figures.plots import Distribution

_SIZE = Size(width=330, height=150, left=26, right=12, top=14, bottom=32)


class DistributionChart(Chart):
    """A histogram in tenths, and every hand-in as a tick below it."""

    def __init__(self, style: Style) -> None:
        """Take an empty chart: a class has one such figure."""
        super().__init__(style, _SIZE)

    def drawn(self, plot: Distribution) -> SvgDrawing:
        """Return the drawing of `plot`."""
        axes, colour = self.axes, self.style.series[0]
        percents = [100 * min(1.0, max(0.0, share)) for share in plot.shares]
        sns.histplot(
            x=percents, ax=axes, bins=range(0, 101, 10), color=colour, alpha=0.75, shrink=0.94
        )
        axes.set_ylim(0, 1.1 * axes.get_ylim()[1])
        sns.rugplot(x=percents, ax=axes, height=-0.04, clip_on=False, color=colour, alpha=0.6)
        bars = cast("BarContainer", axes.containers[0])
        axes.bar_label(bars, fmt=lambda value: f"{value:.0f}" if value else "", padding=1)
        axes.set_xlim(0, 100)
        axes.xaxis.set_major_locator(MultipleLocator(10))
        axes.yaxis.set_major_locator(MaxNLocator(4, integer=True))
        axes.set_xlabel("per cent of the points", loc="right")
        axes.set_ylabel("")
        axes.tick_params(axis="x", pad=7)
        return self.as_drawn()
