"""Draws a line for everybody over the band of correct solutions; each says whose it is."""

from __future__ import annotations

from matplotlib.ticker import FuncFormatter, MaxNLocator

from grader.report.drawing.chart import Chart, Size, SvgDrawing
from grader.report.drawing.cleaning import TITLE
from grader.report.drawing.curves import PerCents
from grader.report.drawing.legends import AxesLimits, emptiest
from grader.report.drawing.style import Style
from grader.report.figures.plots import ClassCurves
from grader.report.numbers import count

_SIZE = Size(width=330, height=200, left=38, right=20, top=24, bottom=30)
_FAINTEST = 0.1
_EDGE = 1.1
_OVER_LINES = 3
_BEYOND_MOST = 3
"""One who trained twenty times as long as the class shall not squeeze all others."""
_TITLE_AT = -_SIZE.left / (_SIZE.width - _SIZE.left - _SIZE.right)


class EverybodyChart(Chart):
    """Thin lines, each a group with a title."""

    def __init__(self, style: Style) -> None:
        """Take an empty chart: a class has one such figure a role."""
        super().__init__(style, _SIZE)

    def drawn(self, plot: ClassCurves) -> SvgDrawing:
        """Return the drawing of `plot`."""
        axes = self.axes
        last = _last_epoch(plot)
        alpha = max(_FAINTEST, min(0.9, 12 / len(plot.lines)))
        for line in plot.lines:
            (drawn,) = axes.plot(
                *zip(*line.points, strict=True), color=self.style.series[0], lw=0.9, alpha=alpha
            )
            drawn.set_gid(TITLE + line.label)
            drawn.set_marker("o" if len(line.points) == 1 else "")
            drawn.set_markersize(2.5)
        axes.set_xlim(1, max(2, last))
        self._shade(plot, last)
        axes.set_title(plot.title, x=_TITLE_AT)
        axes.set_xlabel("epoch", loc="right", labelpad=2)
        axes.xaxis.set_major_locator(MaxNLocator(6, integer=True, min_n_ticks=1))
        axes.xaxis.set_major_formatter(FuncFormatter(lambda epoch, _: count(round(epoch))))
        axes.yaxis.set_major_locator(MaxNLocator(6))
        axes.yaxis.set_major_formatter(PerCents())
        return self.as_drawn()

    def _shade(self, plot: ClassCurves, last: float) -> None:
        """The band beneath the lines, its edges over them: a thousand lines hide what is below."""
        if plot.band is None:
            return
        known = [at for at, epoch in enumerate(plot.band.epochs) if epoch <= last]
        columns = (plot.band.epochs, plot.band.low, plot.band.high)
        epochs, low, high = ([column[at] for at in known] for column in columns)
        low, high = ([min(1.0, max(0.0, share)) for share in edge] for edge in (low, high))
        colour = self.style.series[1]
        band = self.axes.fill_between(epochs, low, high, facecolor=colour, alpha=0.3)
        for edge in (low, high):
            self.axes.plot(epochs, edge, color=colour, lw=_EDGE, zorder=_OVER_LINES)
        limits = AxesLimits(max(2, last), *self.axes.get_ylim())
        edges = [list(zip(epochs, edge, strict=True)) for edge in (low, high)]
        seen = [line.points for line in plot.lines] + edges * len(plot.lines)
        where = emptiest(seen, limits, 1, "lower right")
        self.axes.legend([band], ["correct solutions"], loc=where)


def _last_epoch(plot: ClassCurves) -> float:
    """How far the axes reach: to the end of all lines but those that are much longer than most."""
    ends = sorted(line.points[-1][0] for line in plot.lines)
    return min(ends[-1], _BEYOND_MOST * ends[len(ends) // 2])
