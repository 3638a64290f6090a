"""In which order did the student run the cells?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from grader.model.submission import Cell, Notebook


@dataclass(frozen=True, slots=True)
class CellOrder:
    """The code cells as they were run."""

    cells: tuple[Cell, ...]
    by: Literal["execution_counts", "document"]

    def position(self, cell: int) -> int:
        """Where the cell stands among those that ran; before all others where it never ran."""
        return next((place for place, other in enumerate(self.cells) if other.index == cell), -1)


def order_of_execution(notebook: Notebook) -> CellOrder:
    """Follow the execution counts where they are whole and tell the cells apart, else the document.

    Counts are no help where a cell has outputs and no count, or where one stands twice. Where they help, a cell that
    has none was never run.
    """
    cells = notebook.code_cells()
    counted = [cell for cell in cells if cell.execution_count is not None]
    counts = {cell.execution_count for cell in counted}
    if not counted or len(counts) < len(counted) or any(was_run(cell) for cell in cells if cell not in counted):
        return CellOrder(cells, "document")
    return CellOrder(tuple(sorted(counted, key=lambda cell: cell.execution_count or 0)), "execution_counts")


def was_run(cell: Cell) -> bool:
    """Whether the saved notebook shows that the cell was executed."""
    return cell.execution_count is not None or bool(cell.outputs)
