"""Names what testing a rubric found: wrong solutions and whether it saw them, right ones and
whether they kept their points.

It is the JSON of `grader assignment test`, and the `mutants.json` that lies beside the bands.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field
from pydantic.dataclasses import dataclass

from grader.model.assignment import FROM_A_FILE

MUTANTS_FILE = "mutants.json"
"""Beside the assignment's bands."""
MUTANTS_VERSION: Literal[1] = 1
# The public JSON calls both `verdict`.
MutantOutcome = Literal["killed", "survived", "excused", "fault"]
"""`killed`: it lost points, or a person was told; `excused`: it survived, and the assignment's file
says why; `fault`: the program failed to grade it.
"""
VariantOutcome = Literal["kept", "lost", "fault"]
PointsText = Annotated[str, Field(pattern=r"^-?\d+(\.\d+)?$")]


@dataclass(frozen=True, slots=True, config=FROM_A_FILE)
class Measured:
    """What we measured of the model of a role."""

    accuracy: float
    """On the held-out data, 0 to 1."""
    loss: float | None
    """The training's own loss on the held-out data; null where it is no number."""
    epochs: int
    """That it was trained for."""


@dataclass(frozen=True, slots=True, config=FROM_A_FILE)
class MutantResult:
    """A wrong solution, and what the rubric made of it."""

    name: str
    """As `excused:` of `assignment.yaml` names it: `baseline.half_the_data`."""
    operator: str
    """How it was made: `half_the_data`."""
    role: str | None
    """The model that it is about; null where it is about none."""
    says: str
    """What is wrong with it, in a sentence."""
    mended: str
    """Completes “…, the same network reaches 90 %”; empty where nothing would."""
    verdict: MutantOutcome
    points_lost: PointsText
    """Against the solution; those that a person would still decide about left aside."""
    points_to_a_person: PointsText
    """Points that a person decides about, and not so for the solution."""
    seen_by: tuple[str, ...]
    """Ids of the checks that gave less, and kinds of the observations that a person is told."""
    ought_to_be_seen_by: tuple[str, ...]
    """Checks of this assignment, and kinds of observations, that it was made for."""
    reason: str
    """For an excused one, what the assignment's file says."""
    measured: dict[str, Measured]
    """By role."""


@dataclass(frozen=True, slots=True, config=FROM_A_FILE)
class VariantResult:
    """A right solution that is written otherwise, and whether it kept its points."""

    name: str
    says: str
    verdict: VariantOutcome
    points_lost: PointsText
    seen_by: tuple[str, ...]
    """Ids of the checks that gave less, and kinds of warnings, which ought to be none."""


@dataclass(frozen=True, slots=True, config=FROM_A_FILE)
class NotApplied:
    """An operator for which the solution has no place."""

    name: str
    why: str


@dataclass(frozen=True, slots=True, config=FROM_A_FILE)
class RubricTest:
    """All that testing a rubric found."""

    assignment: str
    policy: str
    """How much of the trainings was run."""
    points: PointsText
    """Of the solution, those that a person decides about included."""
    points_possible: PointsText
    solution: dict[str, Measured]
    """By role."""
    mutants: tuple[MutantResult, ...]
    variants: tuple[VariantResult, ...]
    not_applied: tuple[NotApplied, ...]
    unneeded_excuses: tuple[str, ...] = ()
    """Mutants that are excused and were killed all the same."""
    only: tuple[str, ...] = ()
    """The mutants, variants or operators that were tried alone; empty where all were."""
    solution_misses: tuple[str, ...] = ()
    """What the solution itself loses points by, one required check each: the rest is compared with
    it.
    """
    schema_version: Literal[1] = MUTANTS_VERSION

    def passed(self) -> bool:
        """Whether no mutant survives that is not excused, and what is right kept its points: the
        solution, and every variant.
        """
        return (
            not self.solution_misses
            and all(one.verdict != "survived" for one in self.mutants)
            and all(one.verdict != "lost" for one in self.variants)
        )

    def faults(self) -> tuple[str, ...]:
        """What the program could not grade."""
        faulty = [one.name for one in self.mutants if one.verdict == "fault"]
        return (*faulty, *(one.name for one in self.variants if one.verdict == "fault"))
