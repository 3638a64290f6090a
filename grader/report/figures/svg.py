"""A drawing as SVG that browsers and WeasyPrint show alike.

No `<style>`: presentation attributes only, so that a strict Content-Security-Policy lets them pass.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from markupsafe import Markup, escape

from grader.report.language import translated
from grader.report.text import plain

ID_PREFIX = "@@"
"""Begins the ids in a body; the figure's name takes its place in a page."""

_FONTS = "Liberation Sans, DejaVu Sans, sans-serif"
"""For print; on the screen the page's own fonts win over a presentation attribute."""
_CIRCLE = 0.5523
"""How far from its ends the control points of a curve lie that is a quarter of a circle."""
_VARIABLE = re.compile(r"var\(--[\w-]+,([^)]*)\)")


@dataclass(frozen=True, slots=True)
class Figure:
    """A drawing, made once for HTML and PDF."""

    name: str
    """Unique in the report; letters, digits and hyphens."""
    width: float
    height: float
    body: str
    """The SVG's elements. Colours may be variables of the page: `var(--ink,#1d2530)`."""
    alt: str
    """What the picture says, for those who can't see it; empty where it is an ornament."""

    def svg(self) -> Markup:
        """Return the whole SVG element."""
        alt = escape(translated(plain(self.alt)))
        role = f'role="img" aria-label="{alt}"' if alt else 'aria-hidden="true"'
        body = self.body.replace(ID_PREFIX, f"{self.name}-")
        return Markup(  # noqa: S704 - the body is made of numbers and escaped text
            f'<svg xmlns="http://www.w3.org/2000/svg" class="figure" {role} '
            f'viewBox="0 0 {number(self.width)} {number(self.height)}" '
            f'width="{number(self.width)}" height="{number(self.height)}" '
            f'font-family="{_FONTS}" font-size="12" stroke-linejoin="round">{body}</svg>'
        )

    def on_paper(self) -> Markup:
        """Return the same with its own colours: paper is no page of ours that could set others."""
        return Markup(_VARIABLE.sub(r"\1", self.svg()))  # noqa: S704 - as above


def number(value: float) -> str:
    """Write a coordinate with at most one decimal."""
    return f"{value:.1f}".removesuffix(".0")


def path(data: str, **attributes: str | float) -> str:
    """Return a path element, or nothing where there is nothing to draw; `stroke_width=2` becomes
    the attribute `stroke-width`.
    """
    return f'<path d="{data}"{_written(attributes)}/>' if data else ""


def box(x: float, y: float, width: float, height: float) -> str:
    """Return path data of a rectangle."""
    left, top, right, bottom = map(number, (x, y, x + width, y + height))
    return f"M{left} {top}L{right} {top}L{right} {bottom}L{left} {bottom}z"


def disc(x: float, y: float, radius: float) -> str:
    """Return path data of a disc."""
    return f"M{number(x)} {number(y - radius)}{_bow(x, y, radius)}{_bow(x, y, -radius)}z"


def half_disc(x: float, y: float, radius: float) -> str:
    """Return path data of the right half of a disc."""
    return f"M{number(x)} {number(y - radius)}{_bow(x, y, radius)}z"


def _bow(x: float, y: float, radius: float) -> str:
    """From the top of a circle clockwise to its bottom; on to its top where `radius` is negative.

    Curves rather than arcs, which a PDF knows nothing of.
    """
    k = _CIRCLE
    corners = [(k, -1), (1, -k), (1, 0)], [(1, k), (k, 1), (0, 1)]
    curves = (" ".join(f"{x + radius * a:.4g} {y + radius * b:.4g}" for a, b in c) for c in corners)
    return "".join(f"C{curve}" for curve in curves)


def _written(attributes: dict[str, str | float]) -> str:
    return "".join(
        f' {name.replace("_", "-")}="{value if isinstance(value, str) else number(value)}"'
        for name, value in attributes.items()
    )
