"""Finds what the line of a saved output shows where the notebook ran here.

Much is called an accuracy: of the best three answers, of one digit, of what the model is sure of,
of another method. With the weights that were trained here, such a line shows something else than
what was measured of them, and says nothing of the model's accuracy wherever it was saved.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from grader.evidence.claims.read import claims_of_outputs
from grader.model.evidence import Claim
from grader.model.submission import Notebook

ROUNDING = 0.005
"""Of a share that is shown in whole per cents."""
_TIME = re.compile(r"\d{1,9}(?:us|ms|s|m|h)\b")
_NUMBER = re.compile(r"\d[\d.,]{0,30}(?:e[-+]?\d{1,3})?")
_Wording = tuple[str, str, int]
"""A claim's kind, its words without numbers, and which of these of its cell it is."""


class LinesHere:
    """The values that the lines of the executed notebook's cells show, by their words."""

    def __init__(self, executed: Notebook | None, metric: str) -> None:
        """Read the values of `metric`; there are none where nothing was executed."""
        self._metric = metric
        by_cell: dict[int, list[Claim]] = defaultdict(list)
        for claim in claims_of_outputs(executed) if executed else ():
            by_cell[claim.cell].append(claim)
        self._values = {
            cell: {line: claim.metrics[metric] for line, claim in self._lines(claims)}
            for cell, claims in by_cell.items()
        }

    def value(self, claim: Claim, beside: Sequence[Claim]) -> float | None:
        """What the claim's line shows here, `beside` being all claims that its cell was saved with;
        None where no such line is there.
        """
        here = self._values.get(claim.cell)
        lines = self._lines(beside) if here else ()
        line = next((line for line, one in lines if one.quote == claim.quote), None)
        return here.get(line) if here and line else None

    def differ(self, claim: Claim, beside: Sequence[Claim]) -> int:
        """How many lines of the cell state the metric in the claim's words; 0 where they agree."""
        values = [
            one.metrics[self._metric]
            for line, one in self._lines(beside)
            if line[:2] == (claim.kind, _words(claim))
        ]
        return len(values) if values and max(values) - min(values) > ROUNDING else 0

    def _lines(self, claims: Sequence[Claim]) -> Iterator[tuple[_Wording, Claim]]:
        seen: Counter[tuple[str, str]] = Counter()
        for claim in claims:
            if self._metric in claim.metrics:
                key = claim.kind, _words(claim)
                yield (*key, seen[key]), claim
                seen[key] += 1


def _words(claim: Claim) -> str:
    return " ".join(_NUMBER.sub("#", _TIME.sub("", claim.quote)).split())
