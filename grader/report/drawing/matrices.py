"""Draws matrices as seaborn's heat maps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import seaborn as sns
from matplotlib.backend_bases import RendererBase
from matplotlib.colors import LinearSegmentedColormap, to_rgb
from matplotlib.text import Text

from grader.report.drawing.chart import Chart, Size, SvgDrawing
from grader.report.drawing.names import MOST_NAMED, NamesAtAxis, names_at_axis
from grader.report.drawing.style import Style
from grader.report.figures.plots import HeatMap
from grader.report.numbers import MINUS

_MOST_LABELLED = 16
"""With more classes than this there is no room for words in the cells."""
_MOST_VECTORS = 40
"""Cells a side that are drawn one by one; a larger matrix becomes one picture."""
_STRONG = 0.85
"""On blue from here on white words are read better than those in the page's ink."""
_DEEPEST_ORANGE = 0.8
"""On more neither white words nor the page's ink are read well."""
_SMALLEST_FONT = 4.0
_DIGIT = 0.66
"""How wide a digit is, of the font's size, with the room between two cells; signs are wider."""
_HALF_A_DIGIT = 0.36
"""Of the font's size: how far below a cell's middle the line lies on which its word stands."""
_SIGNS = ("+", MINUS)
_SIDE = 208.0
"""Of a square matrix."""
_LEAST_ROOM = 30.0
"""Left of it and above: its titles, and names of a sign or two."""
_TITLE_ROOM = 18.0


@dataclass(frozen=True, slots=True)
class MatrixChartForm:
    """What of a chart for matrices is the same for many models."""

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    row_title: str
    column_title: str
    wide: bool


class CellWords(Text):
    """The words of all cells in one artist: laying out a text takes longer than drawing it, and
    these stand in the middle of cells as they are.
    """

    cells: Sequence[tuple[float, float, str, str]] = ()
    """Where the middle of a cell is, its word and the word's colour."""

    def draw(self, renderer: RendererBase | None) -> None:
        """Draw each word."""
        if renderer is None or not self.get_visible():
            return
        graphics, font = renderer.new_gc(), self.get_fontproperties()
        _, height = renderer.get_canvas_width_height()
        for x, y, word, colour in self.cells:
            self.set_position((x, y))
            graphics.set_foreground(colour)
            left, middle = self.get_transform().transform((x, y))
            base = height - middle + _HALF_A_DIGIT * font.get_size_in_points()
            renderer.draw_text(graphics, left, base, word, font, 0, mtext=self)
        graphics.restore()


class MatrixChart(Chart):
    """A heat map whose cells get other shades and words each time."""

    def __init__(self, style: Style, form: MatrixChartForm) -> None:
        """Let seaborn draw an empty one."""
        rows, columns = (names_at_axis(one, length=_SIDE) for one in (form.rows, form.columns))
        super().__init__(style, _wide(form) if form.wide else _square(rows, columns))
        shape = (len(form.rows), len(form.columns))
        self._labelled = max(shape) <= _MOST_LABELLED or form.wide
        axes = self.axes
        sns.heatmap(
            np.zeros(shape), ax=axes, vmin=-1, vmax=1, cmap=_shades(style), cbar=False,
            rasterized=max(shape) > _MOST_VECTORS, square=not form.wide,
            xticklabels=_names(form.columns), yticklabels=_names(form.rows),
        )  # fmt: skip
        self._mesh = axes.collections[0]
        self._words = CellWords(0, 0, "", ha="center")
        self._usual_font = float(self._words.get_fontsize())
        axes.add_artist(self._words)
        self._ink = str(style.settings["text.color"])
        axes.grid(visible=False)
        axes.xaxis.tick_top()
        axes.xaxis.set_label_position("top")
        axes.tick_params(length=0, pad=3, labelcolor=self._ink)
        axes.tick_params(axis="x", rotation=0)
        axes.tick_params(axis="y", rotation=0)
        if not form.wide:
            axes.tick_params(axis="x", labelsize=columns.size, rotation=90 * columns.turned)
            axes.tick_params(axis="y", labelsize=rows.size)
        axes.set_xlabel(form.column_title, labelpad=3)
        axes.set_ylabel(form.row_title, labelpad=2, rotation_mode="anchor")
        for spine in axes.spines.values():
            spine.set(visible=True, color=str(style.settings["grid.color"]))
        self.keep(axes.xaxis, axes.yaxis)

    @staticmethod
    def form_of(plot: HeatMap) -> MatrixChartForm:
        """The form of the chart that `plot` is drawn on."""
        return MatrixChartForm(
            plot.rows, plot.columns, plot.row_title, plot.column_title, plot.wide
        )

    def drawn(self, plot: HeatMap) -> SvgDrawing:
        """Return the drawing of `plot`."""
        strength = np.asarray(plot.strength, dtype=float)
        self._mesh.set_array(strength)
        if self._labelled:
            self._words.set_fontsize(self._font_size(plot))
            self._words.cells = [
                (column + 0.5, row + 0.5, word, "white" if strong > _STRONG else self._ink)
                for row, (words, shades) in enumerate(zip(plot.words, strength, strict=True))
                for column, (word, strong) in enumerate(zip(words, shades, strict=True))
                if word
            ]
        return self.as_drawn(series_follow=False)

    def _font_size(self, plot: HeatMap) -> float:
        """So small that the longest word stays in its cell."""
        (left, _), (right, _) = self.axes.transAxes.transform([(0, 0), (1, 0)])
        cell = (right - left) / max(1, len(plot.columns))
        words = (
            len(word) + 0.4 * (word[0] in _SIGNS) for row in plot.words for word in row if word
        )
        fitting = float(cell) / (_DIGIT * max(words, default=1))
        return max(_SMALLEST_FONT, min(self._usual_font, fitting))


def _shades(style: Style) -> LinearSegmentedColormap:
    """From orange over nothing to blue: what is faint lets the page through, light or dark."""
    good, bad = style.series[:2]
    stops = [
        (*to_rgb(bad), _DEEPEST_ORANGE),
        (*to_rgb(bad), 0.0),
        (*to_rgb(good), 0.0),
        (*to_rgb(good), 1.0),
    ]
    return LinearSegmentedColormap.from_list(
        "worse-better", list(zip((0.0, 0.5, 0.5, 1.0), stops, strict=True)), N=41
    )


def _square(rows: NamesAtAxis, columns: NamesAtAxis) -> Size:
    left = max(_LEAST_ROOM, _TITLE_ROOM + rows.widest)
    top = max(_LEAST_ROOM, _TITLE_ROOM + columns.widest) if columns.turned else _LEAST_ROOM
    return Size(left + _SIDE + 2, top + _SIDE + 2, left=left, right=2, top=top, bottom=2)


def _wide(form: MatrixChartForm) -> Size:
    left = 12 + 4.2 * max(map(len, form.rows), default=1)
    width = left + 62 * len(form.columns) + 2
    return Size(width, 32 + 15 * len(form.rows), left=left, right=2, top=30, bottom=2)


def _names(names: tuple[str, ...]) -> list[str] | bool:
    if len(names) > MOST_NAMED:
        return False
    return list(names)
