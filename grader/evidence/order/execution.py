"""Tells which cells the student ran, in the order in which they are run here."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from grader.evidence.order.choice import order_to_run
from grader.evidence.order.code_cells import CodeCells
from grader.evidence.order.traces import cells_never_run
from grader.model.recording import RunOrder
from grader.model.submission import Cell, Notebook


@dataclass(frozen=True)
class CellOrder:
    """The code cells as they were run; one that ran more than once stands there as often."""

    cells: tuple[Cell, ...]

    @cached_property
    def _places(self) -> dict[int, int]:
        return {cell.index: place for place, cell in enumerate(self.cells)}

    def position(self, cell: int) -> int:
        """Where the cell ran last among those that ran; before all others where it never ran."""
        return self._places.get(cell, -1)


def order_of_execution(notebook: Notebook, ran: RunOrder | None = None) -> CellOrder:
    """The cells that were run here in the order `ran`, or that the saved notebook shows to have
    been run.
    """
    by_index = {cell.index: cell for cell in notebook.code_cells()}
    if ran is not None:
        return CellOrder(tuple(by_index[index] for index in ran.cells if index in by_index))
    never = _never_run(notebook)
    return CellOrder(
        tuple(by_index[index] for index in order_to_run(notebook).cells if index not in never)
    )


def _never_run(notebook: Notebook) -> set[int]:
    """Cells that the student left unrun, where the counts of the others tell."""
    cells = CodeCells(notebook)
    return {cells.all[place].cell.index for place in cells_never_run(cells)}


def was_run(cell: Cell) -> bool:
    """Whether the saved notebook shows that the cell was executed."""
    return cell.execution_count is not None or bool(cell.outputs)
