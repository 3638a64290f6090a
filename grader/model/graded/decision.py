"""Describes what a person decided, and tells which of several decisions stands."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

JudgedAs = Literal["confirmed", "dismissed"]
Flag = Literal["finding_gone", "answer_changed", "question_changed", "over_possible"]
"""Why a person should look at a decision again; by the first two it does not count meanwhile."""


@dataclass(frozen=True, slots=True)
class PointsGiven:
    """Points for one finding, in the place of what the program found."""

    finding: str
    points: Decimal
    comment: str = ""
    """For the student."""
    rubric_items: tuple[str, ...] = ()
    """Ids of the rubric's items that apply."""


@dataclass(frozen=True, slots=True)
class ObservationJudged:
    """A person looked at an observation on integrity."""

    observation: str
    """Its key."""
    verdict: JudgedAs


@dataclass(frozen=True, slots=True)
class AppealAnswered:
    """A student objected to a finding; what changed of its points is a decision beside this one."""

    finding: str
    words: str
    """The student's."""
    granted: bool
    answer: str


@dataclass(frozen=True, slots=True)
class Undone:
    """An earlier decision is taken back."""

    decision: int
    """Its id; of a decision that takes one back, too."""


StandingDecision = PointsGiven | ObservationJudged | AppealAnswered
Decided = StandingDecision | Undone


@dataclass(frozen=True, slots=True)
class Subject:
    """What a finding is about, as digests."""

    answer: str = ""
    """Of the student's words and pictures; empty where the finding is no answer to a question."""
    question: str = ""
    """Of what was asked."""
    asked: str = ""
    """Where a person reads an answer, the question in its words."""


@dataclass(frozen=True, slots=True)
class Basis:
    """Digests of what lay before the person who decided."""

    notebook: str = ""
    """Of what the notebook says."""
    answer: str = ""
    question: str = ""


@dataclass(frozen=True, slots=True)
class Decision:
    """One record of the book of decisions."""

    id: int
    """In the order in which they were made."""
    time: str
    """ISO 8601, UTC."""
    author: str
    hand_in: str
    """Name of the hand-in's folder in the batch."""
    what: Decided
    why: str = ""
    """For other graders."""
    basis: Basis = Basis()

    def subject(self) -> tuple[str, str]:
        """What it is about: of two decisions about the same, the later one stands."""
        match self.what:
            case PointsGiven(finding=finding):
                return "points", finding
            case ObservationJudged(observation=observation):
                return "observation", observation
            case AppealAnswered():
                return "appeal", str(self.id)
            case Undone(decision=decision):
                return "undone", str(decision)


@dataclass(frozen=True, slots=True)
class AppliedDecision:
    """A standing decision, and whether it counts."""

    decision: Decision
    what: StandingDecision
    """What it decides."""
    counts: bool
    flag: Flag | None = None


def by_hand_in(decisions: Iterable[Decision]) -> Mapping[str, Sequence[Decision]]:
    """Those about each hand-in, in their order; none for one about which nobody decided."""
    found: dict[str, list[Decision]] = defaultdict(list)
    for decision in decisions:
        found[decision.hand_in].append(decision)
    return found


def standing(decisions: Iterable[Decision]) -> tuple[Decision, ...]:
    """The last decision about everything that none took back; in the order in which they were
    made.
    """
    last: dict[tuple[str, ...], Decision] = {}
    in_order = sorted(decisions, key=lambda one: one.id)
    undone = taken_back(in_order)
    for decision in in_order:
        if decision.id not in undone and not isinstance(decision.what, Undone):
            last[(decision.hand_in, *decision.subject())] = decision
    return tuple(sorted(last.values(), key=lambda one: one.id))


def taken_back(decisions: Iterable[Decision]) -> frozenset[int]:
    """The ids of those that others took back; a record that was itself taken back takes nothing
    back.
    """
    undone: set[int] = set()
    for decision in sorted(decisions, key=lambda one: -one.id):
        if decision.id not in undone and isinstance(decision.what, Undone):
            undone.add(decision.what.decision)
    return frozenset(undone)
