"""Measures how well two graders agree, and whether one drifts.

A share of the answers, drawn by chance and always the same ones, is marked a second time by
somebody who does not see the first points.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

import numpy as np

from grader.model.graded.decision import taken_back
from grader.web.reviewing.questions import Question
from grader.web.reviewing.reviewed_class import Item, ReviewedClass
from grader.web.reviewing.second import SecondMark

FULL = 2**32
FEWEST_FOR_DRIFT = 6
"""Answers of one grader below which an early and a late third tell nothing."""
MOST_STEPS = 200
"""Between the least and the most points that were given; finer ones are rounded."""
DEFAULT_PERCENT = "10"


@dataclass(frozen=True, slots=True)
class Pair:
    """An answer that two people marked."""

    item: Item
    mark: SecondMark
    settled: bool
    """Whether a decision that named both stands."""

    @property
    def open(self) -> bool:
        """Whether they differ, and nobody has settled it."""
        override = self.item.finding.override
        return not self.settled and override is not None and override.points != self.mark.points


@dataclass(frozen=True, slots=True)
class Agreement:
    """How well first and second marks agree."""

    pairs: tuple[Pair, ...]
    chosen: int
    """How many answers are to be marked twice."""
    kappa: float | None
    """Cohen's κ with quadratic weights; None where it is not defined."""
    mean_difference: float | None
    """Second minus first, in points."""


@dataclass(frozen=True, slots=True)
class Drift:
    """What one grader gave early and late."""

    grader: str
    answers: int
    early: float
    """Mean points of the first third."""
    late: float
    """Of the last."""


def chosen(reviewed: ReviewedClass, question: Question, percent: float) -> tuple[Item, ...]:
    """The answers that are to be marked twice: decided ones and others, empty ones left out."""
    return tuple(
        item
        for item in reviewed.items(question, "second")
        if not item.empty
        and _drawn(reviewed.key, question.finding, item.hand_in.name) < percent / 100
    )


def pairs(reviewed: ReviewedClass, question: Question) -> tuple[Pair, ...]:
    """All answers that were marked twice, in the order of the second marks."""
    found = []
    for mark in reviewed.second.of(question.finding):
        hand_in = reviewed.named(mark.hand_in)
        item = reviewed.item(question, hand_in) if hand_in else None
        if item is not None and mark.grader != mark.first_grader:
            undone = taken_back(reviewed.decisions(mark.hand_in)) if mark.settled else ()
            found.append(
                Pair(item, mark, settled=bool(mark.settled) and mark.settled not in undone)
            )
    return tuple(found)


def agreement(reviewed: ReviewedClass, question: Question, percent: float) -> Agreement:
    """Compare all answers that were marked twice, by what both gave before they knew the other."""
    found = pairs(reviewed, question)
    differences = [float(pair.mark.points - pair.mark.first_points) for pair in found]
    return Agreement(
        found,
        len(chosen(reviewed, question, percent)),
        kappa([pair.mark.first_points for pair in found], [pair.mark.points for pair in found]),
        sum(differences) / len(differences) if differences else None,
    )


def kappa(first: Sequence[Decimal], second: Sequence[Decimal]) -> float | None:
    """Cohen's κ with quadratic weights, so that a near miss counts less than a far one."""
    values = sorted({*first, *second})
    if len(values) < 2:
        return None  # everybody gave the same to all: chance explains as much as agreement
    # Weights go by the distance of points, not of ranks: the grid of the smallest step has it.
    step = min(later - earlier for earlier, later in pairwise(values))
    step = max(step, (values[-1] - values[0]) / MOST_STEPS)
    one, other = (
        np.array([round((mark - values[0]) / step) for mark in marks]) for marks in (first, second)
    )
    by_chance = float(np.mean(np.subtract.outer(one, other) ** 2))
    return 1 - float(np.mean((one - other) ** 2)) / by_chance if by_chance else None


def drifts(items: Sequence[Item]) -> tuple[Drift, ...]:
    """What each grader gave for a question at first and at last, in the order of deciding."""
    by_grader: dict[str, list[tuple[int, Decimal]]] = {}
    for item in items:
        override = item.finding.override
        if override is not None and not item.empty:
            by_grader.setdefault(override.author, []).append(
                (override.decision or 0, override.points)
            )
    found = []
    for grader, given in sorted(by_grader.items()):
        if len(given) >= FEWEST_FOR_DRIFT:
            points = [float(one) for _, one in sorted(given)]
            third = len(points) // 3
            early, late = points[:third], points[-third:]
            found.append(Drift(grader, len(points), sum(early) / third, sum(late) / third))
    return tuple(found)


def _drawn(key: str, finding: str, name: str) -> float:
    """From 0 to 1, the same for the same answer."""
    seed = f"{key}\0second\0{finding}\0{name}".encode("utf-8", "surrogatepass")
    return int.from_bytes(hashlib.sha256(seed).digest()[:4], "big") / FULL
