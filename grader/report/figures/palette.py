"""Gives colours their meaning in every figure of the report.

Blue and vermilion are the pair of Okabe and Ito ("Color Universal Design", 2008) that people with
any of the common colour-vision deficiencies tell apart; seaborn's `colorblind` palette begins with
the same two.
"""

from __future__ import annotations

INK = "#1d2530"
PAPER = "#ffffff"

TRAINING = "#0072b2"
VALIDATION = "#d55e00"

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
