"""Writes points as people and programs read them."""

from __future__ import annotations

from decimal import Decimal


def points_as_text(points: Decimal) -> str:
    """Write points without trailing zeros or an exponent: `87.5`, `100`."""
    text = f"{points:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
