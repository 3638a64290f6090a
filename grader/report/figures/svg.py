"""Writes a figure as SVG that browsers and WeasyPrint draw alike.

No `<style>`, no ids, no `dominant-baseline`: presentation attributes only, so that a strict
Content-Security-Policy lets them pass and many figures can stand in one page.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from markupsafe import Markup, escape

from grader.report.text import plain

_FONTS = "Liberation Sans, DejaVu Sans, sans-serif"
"""For print; on the screen the page's own fonts win over a presentation attribute."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A drawing, made once for HTML and PDF."""

    name: str
    """Unique in the report; letters, digits and hyphens."""
    width: int
    height: int
    body: str
    """The SVG's elements."""
    alt: str
    """What the picture says, for those who can't see it."""

    def svg(self) -> Markup:
        """Return the whole SVG element."""
        return Markup(  # noqa: S704 - the body is made of numbers and escaped text
            f'<svg xmlns="http://www.w3.org/2000/svg" class="figure" role="img" '
            f'aria-label="{escape(plain(self.alt))}" '
            f'viewBox="0 0 {self.width} {self.height}" width="{self.width}" height="{self.height}" '
            f'font-family="{_FONTS}" font-size="12">{self.body}</svg>'
        )


def number(value: float) -> str:
    """Write a coordinate with at most one decimal."""
    return f"{value:.1f}".removesuffix(".0")


def text(x: float, y: float, words: str, **attributes: str | float) -> str:
    """Return a text element; `text_anchor="middle"` becomes the attribute `text-anchor`."""
    return (
        f'<text x="{number(x)}" y="{number(y)}"{_written(attributes)}>{escape(plain(words))}</text>'
    )


def path(data: str, **attributes: str | float) -> str:
    """Return a path element, or nothing where there is nothing to draw."""
    return f'<path d="{data}"{_written(attributes)}/>' if data else ""


def group(elements: Iterable[str], **attributes: str | float) -> str:
    """Return elements that share attributes."""
    return f"<g{_written(attributes)}>{''.join(elements)}</g>"


def polyline(points: Iterable[tuple[float, float]]) -> str:
    """Return path data through `points`; a lone point becomes a short dash."""
    kept = [f"{number(x)} {number(y)}" for x, y in points]
    if not kept:
        return ""
    return "M" + "L".join(kept if len(kept) > 1 else [*kept, *kept])


def box(x: float, y: float, width: float, height: float) -> str:
    """Return path data of a rectangle."""
    return f"M{number(x)} {number(y)}h{number(width)}v{number(height)}h{number(-width)}z"


def _written(attributes: dict[str, str | float]) -> str:
    return "".join(
        f' {name.replace("_", "-")}="{value if isinstance(value, str) else number(value)}"'
        for name, value in attributes.items()
    )
