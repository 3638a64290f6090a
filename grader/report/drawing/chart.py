"""A matplotlib figure that is drawn on again and again: making axes takes longer than drawing."""

from __future__ import annotations

import io
from dataclasses import dataclass

from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure

from grader.report.drawing.cleaning import cleaned
from grader.report.drawing.style import Style
from grader.report.figures.svg import ID_PREFIX


@dataclass(frozen=True, slots=True)
class SvgDrawing:
    """A drawing without its name."""

    width: float
    height: float
    body: str


@dataclass(frozen=True, slots=True)
class Size:
    """Of a chart and of the axes on it, in points."""

    width: float
    height: float
    left: float
    right: float
    """From the chart's right edge."""
    top: float
    """From the chart's upper edge."""
    bottom: float


class Chart:
    """One figure with one pair of axes, without background: the page shows through."""

    def __init__(self, style: Style, size: Size) -> None:
        """Make figure and axes in the style that is applied just now."""
        self.style, self._size = style, size
        self.figure = Figure(figsize=(size.width / 72, size.height / 72), dpi=72)
        self._canvas = FigureCanvasSVG(self.figure)
        self.figure.patch.set_visible(False)
        self.axes: Axes = self.figure.add_axes(
            (
                size.left / size.width,
                size.bottom / size.height,
                1 - (size.left + size.right) / size.width,
                1 - (size.top + size.bottom) / size.height,
            )
        )
        self.axes.patch.set_visible(False)
        self.axes.set_title("", y=1.0)  # a place that is given is not sought at each drawing
        self._kept = ""

    def as_drawn(self, *, series_follow: bool = True) -> SvgDrawing:
        """Return what stands on the chart now. Where words stand on the colours of the series,
        these stay as they are in a dark window, too.
        """
        body = self._body(ID_PREFIX, series=series_follow) + self._kept
        return SvgDrawing(self._size.width, self._size.height, body)

    def keep(self, *artists: Artist) -> None:
        """Draw these now, and put them over all that is drawn later: laying out the words of axes
        and legends takes longer than drawing what changes.
        """
        others = [one for one in self.axes.get_children() if one not in artists]
        seen = [one for one in others if one.get_visible()]
        for one in seen:
            one.set_visible(False)
        self._kept = self._body(f"{ID_PREFIX}k", series=True)
        for one in seen:
            one.set_visible(True)
        for one in artists:
            one.set_visible(False)

    def _body(self, ids: str, *, series: bool) -> str:
        written = io.StringIO()
        self._canvas.print_svg(written, metadata={"Date": None})  # type: ignore[no-untyped-call]
        return cleaned(written.getvalue(), self.style.follows_page(series=series), ids)
