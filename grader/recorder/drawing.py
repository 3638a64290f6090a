"""When is a figure shown, and when must it really be drawn?"""

from __future__ import annotations

import base64
import functools
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from .channel import Channel

PIXEL = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg=="
"""A PNG of one pixel, in base64."""
PICTURES = ("png", "retina")


@dataclass(frozen=True)
class Drawing:
    """Tells the host of every figure, whoever asks for it: `plt.show()`, the end of a cell, `savefig`."""

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
        """Hook what draws a figure below a cell: nobody looks at that picture, so the figure is told and not drawn."""
        stock = pylabtools.print_figure

        @functools.wraps(stock)
        def print_figure(fig: Any, fmt: str = "png", *args: Any, **kwargs: Any) -> Any:
            if fmt not in PICTURES or args or not (fig.axes or fig.lines):
                return stock(fig, fmt, *args, **kwargs)
            self._tell(fig)
            return PIXEL if kwargs.get("base64") else base64.b64decode(PIXEL)

        pylabtools.print_figure = print_figure

    def _tell(self, figure: Any) -> None:
        try:
            from . import figures  # needs NumPy, which the notebook may not have imported yet

            told, arrays = figures.described(figure)
            self.channel.send("figure_shown", arrays=arrays, execution_count=self.count(), **told)
        except Exception:
            self.on_fault()
