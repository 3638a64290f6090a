"""Follows what the notebook's code does, in a given order of its cells."""

from __future__ import annotations

from collections.abc import Sequence

from grader.evidence.program.actions import Action
from grader.evidence.program.interpreter import AbstractInterpreter
from grader.evidence.program.source import parse_cell
from grader.model.submission import Cell


def read_program(cells: Sequence[Cell]) -> tuple[Action, ...]:
    """Follow the code of the cells, in the order given, without running any of it; never raises."""
    interpreter = AbstractInterpreter()
    for cell in cells:
        interpreter.run_cell(parse_cell(cell.source), cell.index)
    return tuple(interpreter.actions)
