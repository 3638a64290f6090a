"""Holds a notebook's code cells, each with what it needs and does, and which cells make a name."""

from __future__ import annotations

import ast
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from grader.evidence.order.effects import BUILT_IN, Effects, needed_when_called
from grader.evidence.order.statements import effects_of
from grader.evidence.program.source import parse_cell
from grader.model.submission import Cell, Notebook

ANY_NAME = "*"
"""Made by `from … import *`, needed by every cell that uses a name of which nobody knows where it
is from.
"""
_NAME_ERROR = re.compile(r"name '(\w{1,200})' is not defined")
_TRAINS = re.compile(r"\.fit(?:_generator)?\(|train_on_batch|GradientTape|backward\(")
_TRAINING_METHODS = {"fit", "fit_generator", "train_on_batch", "GradientTape", "backward"}
_LARGEST_COUNT = 10**15


@dataclass(frozen=True, eq=False)
class CodeCell:
    """One code cell."""

    place: int
    """Among the code cells of the document."""
    cell: Cell
    module: ast.Module
    effects: Effects

    @property
    def count(self) -> int | None:
        """When it was run last, where the notebook tells: kernels count from 1."""
        count = self.cell.execution_count
        return count if count is not None and 0 < count < _LARGEST_COUNT else None

    @cached_property
    def trains(self) -> bool:
        """Whether running it once more would train something once more."""
        return bool(_TRAINS.search(self.cell.source))

    @cached_property
    def lacked(self) -> frozenset[str]:
        """Names that it lacked when it was run, as its saved error says."""
        errors = [output.text for output in self.cell.outputs if output.error_name == "NameError"]
        return frozenset(name for text in errors for name in _NAME_ERROR.findall(text))


class CodeCells:
    """All code cells in the order of the document."""

    def __init__(self, notebook: Notebook) -> None:
        """Read every cell once."""
        self.all = tuple(_part(place, cell) for place, cell in enumerate(notebook.code_cells()))
        self.functions = {
            name: e for part in self.all for name, e in part.effects.functions.items()
        }
        self._makers: dict[str, list[CodeCell]] = {}
        for part in self.all:
            for name in self.made_by(part):
                self._makers.setdefault(name, []).append(part)
        train = _functions_that_train(self.all)
        self._training = {
            part.place for part in self.all if part.trains or part.effects.calls & train
        }
        self._needs = {part.place: self._needed_by(part) for part in self.all}

    def makers(self, name: str) -> Sequence[CodeCell]:
        """The cells that make a name, in the order of the document."""
        return self._makers.get(name, ())

    @staticmethod
    def made_by(part: CodeCell) -> set[str]:
        """The names that stand for something once the cell has run."""
        return part.effects.makes | ({ANY_NAME} if part.effects.any_name else set())

    def trains(self, part: CodeCell) -> bool:
        """Whether running the cell trains a model."""
        return part.place in self._training

    def may_repeat(self, part: CodeCell) -> bool:
        """Whether running the cell more than once makes sense: it leaves something behind, and
        trains nothing.
        """
        return not self.trains(part) and bool(part.effects.makes or part.effects.changes)

    def needs(self, part: CodeCell) -> set[str]:
        """The names that the cell cannot run without, of those that some other cell makes."""
        return self._needs[part.place]

    def _needed_by(self, part: CodeCell) -> set[str]:
        wanted = set(part.effects.needs)
        for name in part.effects.calls:
            wanted |= needed_when_called(name, self.functions) - part.effects.makes
        wanted -= BUILT_IN
        named = {name for name in wanted if self._is_needed(name, part)}
        unknown = any(name.isidentifier() and not self.makers(name) for name in wanted)
        return named | ({ANY_NAME} if unknown and self._made_by_another(ANY_NAME, part) else set())

    def _is_needed(self, name: str, part: CodeCell) -> bool:
        """A state of a model is made above where it is needed; what was tried before it was there
        stays so.
        """
        if name.split(".", 1)[0] in part.lacked:
            return False
        if name.endswith(".fit()"):
            return any(other.place < part.place for other in self.makers(name))
        return self._made_by_another(name, part)

    def _made_by_another(self, name: str, part: CodeCell) -> bool:
        return any(other is not part for other in self.makers(name))


def _functions_that_train(parts: Sequence[CodeCell]) -> set[str]:
    defined = (
        node for part in parts for node in part.module.body if isinstance(node, ast.FunctionDef)
    )
    return {node.name for node in defined if _body_trains(node)}


def _body_trains(function: ast.FunctionDef) -> bool:
    names = {node.attr for node in ast.walk(function) if isinstance(node, ast.Attribute)}
    return bool(names & _TRAINING_METHODS)


def _part(place: int, cell: Cell) -> CodeCell:
    module = parse_cell(cell.source)
    return CodeCell(place, cell, module, effects_of(module))
