"""A label with its value, as a list of facts shows it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fact:
    """One line of a list of facts."""

    label: str
    value: str


def cell_name(cell: int | None) -> str:
    """Name a cell as people count: from 1, text cells included. The records count from 0."""
    return "outside any cell" if cell is None else f"cell {cell + 1}"


def cell_names(cells: tuple[int, ...]) -> str:
    """Name several cells: `cells 3, 4 and 9`."""
    if len(cells) == 1:
        return cell_name(cells[0])
    names = [str(cell + 1) for cell in cells[:8]] + ["…"] * (len(cells) > 8)
    return f"cells {', '.join(names[:-1])} and {names[-1]}" if names else ""
