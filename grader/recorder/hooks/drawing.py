"""Tells of every figure when it is shown, and draws it only where somebody reads the picture."""

from __future__ import annotations

import base64
import functools
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from ..start.channel import Channel

PIXEL = (
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJg"
    "gg=="
)
"""A PNG of one pixel, in base64."""
PICTURES = ("png", "retina")


@dataclass(frozen=True)
class Drawing:
    """Tells the host of every figure, whoever asks for it: `plt.show()`, the end of a cell,
    `savefig`.
    """

    channel: Channel
    count: Callable[[], int | None]
    on_fault: Callable[[], None]

    def into_files(self, backend_bases: Any) -> None:
        """Hook what draws a figure into a file or a buffer."""
        stock = backend_bases.FigureCanvasBase.print_figure

        @functools.wraps(stock)
        def print_figure(canvas: Any, *args: Any, **kwargs: Any) -> Any:
            result = stock(canvas, *args, **kwargs)
            self._tell(canvas.figure)
            return result

        backend_bases.FigureCanvasBase.print_figure = print_figure

    def below_cells(self, pylabtools: Any) -> None:
        """Hook what draws a figure below a cell: nobody looks at that picture, so the figure is
        described and not drawn.
        """
        stock = pylabtools.print_figure

        @functools.wraps(stock)
        def print_figure(fig: Any, fmt: str = "png", *args: Any, **kwargs: Any) -> Any:
            if fmt not in PICTURES or args or not (fig.axes or fig.lines):
                return stock(fig, fmt, *args, **kwargs)
            self._tell(fig)
            return PIXEL if kwargs.get("base64") else base64.b64decode(PIXEL)

        pylabtools.print_figure = print_figure

    def by_plotly(self, renderers: Any) -> None:
        """Hook what shows Plotly's figures."""
        from . import plotly_figures

        plotly_figures.install(renderers, self._tell_of)

    def _tell(self, figure: Any) -> None:
        def described() -> Any:
            from . import figures  # needs NumPy, which the notebook may not have imported yet

            return figures.described(figure)

        self._tell_of(described)

    def _tell_of(self, described: Callable[[], Any]) -> None:
        try:
            shown, arrays = described()
            self.channel.send("figure_shown", arrays=arrays, execution_count=self.count(), **shown)
        except Exception:
            self.on_fault()
