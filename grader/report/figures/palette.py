"""Gives colours their meaning in every figure of the report.

Blue and vermilion are the pair of Okabe and Ito ("Color Universal Design", 2008) that people with
any of the common colour-vision deficiencies tell apart; seaborn's `colorblind` palette begins with
the same two.
"""

from __future__ import annotations

INK = "#1d2530"
MUTED = "#5a6675"
GRID = "#e3e7ec"
PAPER = "#ffffff"
WASH = "#f6f7f9"

TRAINING = "#0072b2"
VALIDATION = "#d55e00"

RIGHT = ("#eef5fa", "#d3e5f2", "#a9cde6", "#74aed4", "#3f8cbd", "#14669c")
"""Blue from nearly nothing to full: cells on the diagonal, and what is better than the reference.
"""

WRONG = ("#fdf3ec", "#fbe0cd", "#f7c3a0", "#f0a070", "#e07a3c", "#c4540c")
"""Vermilion from nearly nothing to full: mistakes, and what is worse than the reference."""

EARNED = "#1a7f5a"
AWAITING = "#5b4bb5"
LOST = "#e3e7ec"

STATUS = {
    "passed": "#1a7f5a",
    "partial": "#8a5a00",
    "failed": "#b3401a",
    "skipped": "#5a6675",
    "needs_review": "#5b4bb5",
}


def ink_on(shade: int) -> str:
    """Return the colour of text that is readable on shade number `shade` of `RIGHT` or `WRONG`."""
    return PAPER if shade >= 5 else INK
