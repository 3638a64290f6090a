"""Draws a line for everybody over the band of correct solutions; each says whose it is."""

from __future__ import annotations

from matplotlib.ticker import FuncFormatter, MaxNLocator

from grader.report.drawing.chart import Chart, Size, SvgDrawing
from grader.report.drawing.cleaning import TITLE
from grader.report.drawing.curves import percent_digits
from grader.report.drawing.style import Style
from grader.report.figures.plots import ClassCurves
from grader.report.numbers import count, percent

_SIZE = Size(width=330, height=200, left=38, right=20, top=24, bottom=30)
_TITLE_AT = -_SIZE.left / (_SIZE.width - _SIZE.left - _SIZE.right)


class EverybodyChart(Chart):
    """Thin lines, each a group with a title."""

    def __init__(self, style: Style) -> None:
        """Take an empty chart: a class has one such figure a role."""
        super().__init__(style, _SIZE)

    def drawn(self, plot: ClassCurves) -> SvgDrawing:
        """Return the drawing of `plot`."""
        axes, (blue, orange) = self.axes, self.style.series[:2]
        last = max(line.points[-1][0] for line in plot.lines)
        if plot.band:
            known = [at for at, epoch in enumerate(plot.band.epochs) if epoch <= last]
            columns = (plot.band.epochs, plot.band.low, plot.band.high)
            epochs, low, high = ([column[at] for at in known] for column in columns)
            axes.fill_between(epochs, low, high, color=orange, alpha=0.3, label="correct solutions")
            axes.legend(loc="lower right")
        alpha = max(0.25, min(0.9, 12 / len(plot.lines)))
        for line in plot.lines:
            (drawn,) = axes.plot(*zip(*line.points, strict=True), color=blue, lw=0.9, alpha=alpha)
            drawn.set_gid(TITLE + line.label)
            drawn.set_marker("o" if len(line.points) == 1 else "")
            drawn.set_markersize(2.5)
        axes.set_xlim(1, max(2, last))
        axes.set_title(plot.title, x=_TITLE_AT)
        axes.set_xlabel("epoch", loc="right", labelpad=2)
        axes.xaxis.set_major_locator(MaxNLocator(6, integer=True, min_n_ticks=1))
        axes.xaxis.set_major_formatter(FuncFormatter(lambda epoch, _: count(round(epoch))))
        axes.yaxis.set_major_locator(MaxNLocator(6))
        percents = FuncFormatter(lambda value, _: percent(value, digits=percent_digits(self)))
        axes.yaxis.set_major_formatter(percents)
        return self.as_drawn()
