"""Reads points as people and spreadsheets write them."""

from __future__ import annotations

import re
from decimal import Decimal

from grader.text.points import points_as_text

_NUMBER = re.compile(r"\+?\d{1,9}(?:[.,]\d{1,12})?", re.ASCII)
_NEGATIVE = re.compile(r"[-\u2212\u2013]\s*\d.*")
MOST_DECIMALS = 2


def read_points(text: str, possible: Decimal | None = None) -> Decimal | str:
    """The points, or what is wrong with them in words; a comma may stand for the point."""
    plain = text.strip().lstrip("'").strip()
    most = f" to {points_as_text(possible)}" if possible is not None else ""
    asked = f"expected a number from 0{most}, got {text.strip()[:40]!r}"
    if _NEGATIVE.fullmatch(plain):
        return f"{asked}: points can't be negative"
    if not _NUMBER.fullmatch(plain):
        return asked
    points = Decimal(plain.replace(",", "."))
    if points != round(points, MOST_DECIMALS):
        return f"{asked}: at most {MOST_DECIMALS} decimals"
    if possible is not None and points > possible:
        return f"{asked}: more than is possible"
    return points
