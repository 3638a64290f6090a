"""Defines what a check is, and what it may look at."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from grader.model.assignment import Assignment, CheckSpec, PartSpec, RoleSpec
from grader.model.evidence import Evidence, TrainingRun
from grader.model.graded.score import Score
from grader.model.recording import Recording
from grader.model.reference import Reference, RoleReference


@dataclass(frozen=True, slots=True)
class Passed:
    """All that was asked is there."""

    message: str
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Partial:
    """Some of it is there."""

    share: Decimal
    """Of the check's points, strictly between 0 and 1."""
    message: str
    hint: str
    evidence: tuple[str, ...] = ()
    for_students: str = ""
    """The message without what students are not told; empty where it is the same."""


@dataclass(frozen=True, slots=True)
class Failed:
    """It is not there, or it is wrong."""

    message: str
    hint: str
    evidence: tuple[str, ...] = ()
    for_students: str = ""
    """The message without what students are not told; empty where it is the same."""


@dataclass(frozen=True, slots=True)
class NeedsReview:
    """Something is there that a person has to judge."""

    message: str
    evidence: tuple[str, ...] = ()
    for_students: str = ""
    """The message without what students are not told; empty where it is the same."""


Verdict = Passed | Partial | Failed | NeedsReview


@dataclass(frozen=True, slots=True)
class Case:
    """Everything that one check may look at."""

    assignment: Assignment
    part: PartSpec
    spec: CheckSpec
    evidence: Evidence
    scores: tuple[Score, ...]
    reference: Reference
    recording: Recording

    @property
    def role(self) -> RoleSpec:
        """What the assignment asks of the check's role."""
        return self.assignment.roles[self._role_name()]

    @property
    def role_reference(self) -> RoleReference:
        """What the reference models of the check's role reached."""
        return self.reference.roles[self._role_name()]

    @property
    def run(self) -> TrainingRun | None:
        """The run that answers the check's role."""
        return self.evidence.run_for(self._role_name())

    def trained(self) -> TrainingRun:
        """The role's run, for a check that depends on its being there."""
        if self.run is None:
            raise LookupError(
                f"{self.spec.id} must depend on a check that finds the run of its role"
            )
        return self.run

    def score(self) -> Score | None:
        """What we measured of the role's run."""
        number = self.trained().number
        return next((score for score in self.scores if score.run == number), None)

    def number(self, option: str, default: float) -> float:
        """A numeric option of the check."""
        value = self.spec.options.get(option, default)
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise TypeError(f"{self.spec.id}: option {option} must be a number, got {value!r}")
        return float(value)

    def _role_name(self) -> str:
        if self.spec.role is None:
            raise LookupError(f"{self.spec.id} needs a role")
        return self.spec.role


Judged = Literal["run", "text", "notebook"]
"""What a check looks at: one training, which nothing that runs later changes; the text that was
handed in, which needs nothing to be run; or anything that the notebook shows while it runs.
"""


@dataclass(frozen=True, slots=True)
class Check:
    """A named check; its title is the first line of its function's docstring."""

    name: str
    title: str
    options: frozenset[str]
    needs_role: bool
    decide: Callable[[Case], Verdict]
    judges: Judged = "notebook"
    needs_run: bool = False
    """Whether it relies on a check above it that found the training: `run_found`, by `depends_on`.
    """
    needs_rows: bool = False
    """Whether it means something only where it is known what the model was trained on."""


def check(
    *,
    options: tuple[str, ...] = (),
    needs_role: bool = True,
    needs_run: bool = False,
    needs_rows: bool = False,
    judges: Judged = "notebook",
) -> Callable[[Callable[[Case], Verdict]], Check]:
    """Make a check of a function: its name is the check's name, its docstring the sentence that the
    student reads.
    """

    def make(decide: Callable[[Case], Verdict]) -> Check:
        title = (inspect.getdoc(decide) or decide.__name__).splitlines()[0].rstrip(".")
        return Check(
            decide.__name__,
            title,
            frozenset(options),
            needs_role,
            decide,
            needs_run=needs_run,
            needs_rows=needs_rows,
            judges=judges,
        )

    return make


def in_cell(cell: int | None) -> str:
    """Name a cell as the student counts: the first is cell 1."""
    return "outside any cell" if cell is None else f"cell {cell + 1}"
