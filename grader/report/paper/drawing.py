"""Draws one of our drawings on a page that WeasyPrint makes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from math import cos, sin
from typing import Any

from tinycss2.color5 import parse_color
from weasyprint.css.properties import INITIAL_VALUES
from weasyprint.draw.text import draw_emojis, draw_first_line
from weasyprint.matrix import Matrix
from weasyprint.text.fonts import FontConfiguration
from weasyprint.text.line_break import create_layout, line_size

from grader.report.paper.steps import DrawnPath, DrawnText, PaperSteps, steps_of

FONTS = ("Liberation Sans", "DejaVu Sans", "sans-serif")
_LINES_KEPT = 4_000
_HOW_FAR_LEFT = {"start": 0.0, "middle": 0.5, "end": 1.0}
_colour = lru_cache(100)(parse_color)


class _TextStyle(dict[str, Any]):
    """What WeasyPrint asks of the style of a text."""

    font_config: FontConfiguration


@dataclass(frozen=True, slots=True)
class SetLine:
    """A line of text in its font, as `draw_first_line` takes it."""

    pango_layout: Any
    style: _TextStyle
    width: float

    @property
    def text(self) -> str:
        """What it says."""
        return str(self.pango_layout.text)


class Typesetter:
    """Sets words in the fonts of figures, and keeps them: the same numbers come again and again."""

    def __init__(self, fonts: FontConfiguration) -> None:
        """Take the fonts of the pages."""
        self._fonts = fonts
        self.line: Callable[[str, float, int], SetLine] = lru_cache(_LINES_KEPT)(self._line)

    def _line(self, text: str, size: float, weight: int) -> SetLine:
        style = _TextStyle(INITIAL_VALUES)
        style.font_config = self._fonts
        style.update(font_family=FONTS, font_size=size, font_weight=weight)
        layout = create_layout(text, style, None, None, 0)
        return SetLine(layout, style, line_size(layout.get_first_line()[0], style)[0])


class PaperDrawing:
    """A drawing of ours as WeasyPrint takes a picture."""

    def __init__(self, steps: PaperSteps, typesetter: Typesetter) -> None:
        """Take what is to be drawn, and what sets its words."""
        self._steps, self._typesetter = steps, typesetter

    @classmethod
    def of(cls, svg: str, typesetter: Typesetter) -> PaperDrawing | None:
        """Return the drawing; None where it holds what only WeasyPrint reads."""
        steps = steps_of(svg)
        return None if steps is None else cls(steps, typesetter)

    def get_intrinsic_size(self, *_: object) -> tuple[float, float, float]:
        """Return width, height and their ratio, in pixels."""
        steps = self._steps
        return steps.width, steps.height, steps.width / steps.height

    def draw(self, stream: Any, width: float, height: float, _style: object) -> None:
        """Draw it into an area of this size, as large as it fits, in its middle."""
        (across, down), steps = self._steps.canvas, self._steps.steps
        scale = min(width / across, height / down)
        left, top = (width - scale * across) / 2, (height - scale * down) / 2
        with stream.stacked():
            stream.transform(scale, 0, 0, scale, left, top)
            stream.rectangle(0, 0, across, down)
            stream.clip()
            stream.end()
            stream.set_alpha(1, stroke=True, fill=True)
            for step in steps:
                if isinstance(step, DrawnPath):
                    _draw_shape(stream, step)
                else:
                    self._write(stream, step)

    def _write(self, stream: Any, words: DrawnText) -> None:
        line = self._typesetter.line(words.text, words.size, words.weight)
        shift = line.width * _HOW_FAR_LEFT[words.anchor]
        across, down = cos(words.turn), sin(words.turn)
        x, y = words.x - across * shift, words.y - down * shift
        stream.begin_text()
        stream.set_color(_colour(words.colour))
        place = Matrix(across, down, down, -across, x, y)
        emojis = draw_first_line(stream, line, "none", "none", place)
        stream.end_text()
        draw_emojis(stream, line.style, x, y, emojis)


def _draw_shape(stream: Any, shape: DrawnPath) -> None:
    if shape.fill_opacity == shape.stroke_opacity == 1:
        stream.stream.append(shape.operators)
        return
    with stream.stacked():
        stream.set_alpha(shape.fill_opacity, fill=True)
        stream.set_alpha(shape.stroke_opacity, stroke=True)
        stream.stream.append(shape.operators)
