"""Holds what each cell's saved outputs show, read once: logs, tables of models, printed values,
errors.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from grader.evidence.claims.logs import Log, read_logs
from grader.evidence.claims.read import shown_text
from grader.evidence.claims.summaries import ModelSummary, read_summaries
from grader.model.submission import Cell

_STEPS = re.compile(r"(?<![\d/])(?<!poch )(\d{1,9})/\1(?=\s|\[|━)")
_NUMBER = re.compile(r"-?\d[\d,]*(?:\.\d*)?(?:[eE][-+]?\d+)?")
_MAX_CHARS = 200_000
"""Of one cell's output that is searched for single values."""
_MAX_NUMBERS = 2_000


@dataclass(frozen=True, eq=False)
class SavedOutput:
    """The saved outputs of one cell."""

    cell: Cell

    @cached_property
    def text(self) -> str:
        """What was printed and returned."""
        return shown_text(self.cell)

    @cached_property
    def logs(self) -> list[Log]:
        """The logs of its trainings."""
        return read_logs(self.text).logs

    @cached_property
    def summaries(self) -> list[ModelSummary]:
        """The tables of its models."""
        return read_summaries(self.text)

    @cached_property
    def steps(self) -> frozenset[int]:
        """Batches, or examples, in an epoch, as progress bars tell."""
        return frozenset(int(found) for found in _STEPS.findall(self.text[-_MAX_CHARS:]))

    @cached_property
    def numbers(self) -> frozenset[float]:
        """Every number that stands in the text."""
        found = _NUMBER.findall(self.text[:_MAX_CHARS])[:_MAX_NUMBERS]
        return frozenset(float(number.replace(",", "")) for number in found if number.strip(",."))

    @property
    def failed(self) -> bool:
        """Whether the cell ended with an error."""
        return any(output.kind == "error" for output in self.cell.outputs)
