"""Draws how often which points were given: small and at once, for a page that is grading."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from decimal import Decimal

from grader.report.figures.svg import Figure, box, number, path
from grader.text.points import points_as_text

WIDTH, HEIGHT = 320.0, 110.0
TOP, BOTTOM = 18.0, 88.0
MOST_BARS = 13
"""Points up to a dozen get a bar for each; more are put together."""


def histogram(given: Sequence[Decimal], possible: Decimal) -> Figure | None:
    """The figure; None where nothing was given or nothing is possible."""
    if not given or possible <= 0:
        return None
    bars = min(MOST_BARS, int(possible) + 1) if possible >= 1 else 2
    step = possible / (bars - 1)
    counts = Counter(min(bars - 1, max(0, round(points / step))) for points in given)
    width, most = WIDTH / bars, max(counts.values())
    boxes, signs = [], []
    for bar in range(bars):
        left, middle = bar * width + 2, (bar + 0.5) * width
        if count := counts[bar]:
            top = BOTTOM - (BOTTOM - TOP) * count / most
            boxes.append(box(left, top, width - 4, BOTTOM - top))
            signs.append(_sign(middle, top - 5, str(count), "--ink,#1d2530"))
        label = points_as_text(round(bar * step, 1))
        signs.append(_sign(middle, BOTTOM + 16, label, "--muted,#5a6675"))
    floor = path(f"M0 {BOTTOM}H{WIDTH}", stroke="var(--muted,#5a6675)", fill="none")
    body = path("".join(boxes), fill="var(--series-1,#0072b2)") + floor + "".join(signs)
    counted = ", ".join(
        f"{points_as_text(round(bar * step, 1))}: {counts[bar]}" for bar in sorted(counts)
    )
    return Figure("given", WIDTH, HEIGHT, body, f"How often which points were given. {counted}.")


def _sign(x: float, y: float, words: str, colour: str) -> str:
    """A number as SVG text."""
    return (
        f'<text x="{number(x)}" y="{number(y)}" text-anchor="middle" fill="var({colour})">'
        f"{words}</text>"
    )
