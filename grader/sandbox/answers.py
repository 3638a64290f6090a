"""Answers what a notebook asks its user: with what the saved outputs show, else with as little as
does no harm.
"""

from __future__ import annotations

import re

from grader.model.submission import Cell, Notebook

MOST_PER_CELL = 200
"""A cell that asks more often waits for an answer that never comes."""
END_OF_INPUT = "\x04"
"""Jupyter's word for it; `input()` raises EOFError."""
MAX_ANSWER_CHARS = 1000
NUMBER = re.compile(r"\b(int|float|complex|eval|literal_eval|map)\s*\([^()]*?\b(raw_)?input\b")
YES_OR_NO = re.compile(r"\by(es)?\s*[/|]\s*n(o)?\b", re.IGNORECASE)


class Answers:
    """Knows the saved outputs of a notebook; begins anew with every cell."""

    def __init__(self, notebook: Notebook) -> None:
        """Take the notebook as handed in."""
        self._cells = {cell.index: cell for cell in notebook.cells}
        self.begin(-1)

    def begin(self, cell: int) -> None:
        """The cell with this index is about to run."""
        found = self._cells.get(cell)
        self._source = found.source if found else ""
        self._takes_numbers: bool | None = None
        self._saved = _printed(found) if found else ""
        self._asked = 0

    def answer(self, prompt: str, *, secret: bool = False) -> str:
        """What is typed when `prompt` is shown; a `secret` stands in no output."""
        self._asked += 1
        if self._asked > MOST_PER_CELL:
            return END_OF_INPUT
        return ("" if secret else self._shown(prompt.strip())) or self._harmless(prompt)

    def _shown(self, prompt: str) -> str:
        """The rest of the line that the prompt was saved in, which is then used up."""
        place = self._saved.find(prompt) if prompt else -1
        if place < 0:
            return ""
        answer, _, self._saved = self._saved[place + len(prompt) :].partition("\n")
        return answer.strip()[:MAX_ANSWER_CHARS]

    def _harmless(self, prompt: str) -> str:
        """Nothing, but for a number where only a number will do, and yes."""
        if YES_OR_NO.search(prompt):
            return "y"
        if self._takes_numbers is None:  # of 50 MB that takes a second of everybody's
            self._takes_numbers = NUMBER.search(self._source) is not None
        return "1" if self._takes_numbers else ""


def _printed(cell: Cell) -> str:
    return "".join(output.text for output in cell.outputs if output.stream == "stdout")
