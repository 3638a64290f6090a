"""Names what in a saved notebook could not have come of an order of its cells."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Something in the saved notebook that could not have come of an order."""

    place: int
    """Of the cell, among the code cells."""
    about: str
    weight: int = 1
