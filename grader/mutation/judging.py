"""Says what a rubric made of a changed solution, compared with what it made of the solution."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from grader.checks import CHECKS
from grader.model.assignment import Assignment
from grader.model.graded.finding import Finding
from grader.model.graded.grade import Grade
from grader.model.graded.result import Result
from grader.model.mutants import Measured, MutantOutcome, MutantResult, VariantResult
from grader.mutation.plan import ChangedSolution

RANK = {"passed": 3, "needs_review": 2, "partial": 1, "failed": 0, "skipped": 0}
SHOWN_TO_PEOPLE = ("warning", "serious")
NOT_ABOUT_THE_TRAINING = frozenset({"unsupported_claim"})
"""What variants may not be blamed for: the solution's prose speaks of its own values."""


@dataclass(frozen=True, slots=True)
class Compared:
    """How a grade differs from the solution's."""

    worse: tuple[Finding, ...]
    """Findings that give less, or are left to a person, and were not so."""
    observations: tuple[str, ...]
    """Kinds of observations that a person is told, and that the solution has not."""
    lost: Decimal
    to_a_person: Decimal


def compared(grade: Grade, solution: Grade) -> Compared:
    """Compare finding by finding."""
    before = {finding.id: finding for finding in solution.findings}
    worse = tuple(
        finding
        for finding in grade.findings
        if finding.id in before and _is_worse(finding, before[finding.id])
    )
    known = {one.kind for one in solution.integrity if one.severity in SHOWN_TO_PEOPLE}
    observed = {one.kind for one in grade.integrity if one.severity in SHOWN_TO_PEOPLE} - known
    to_a_person = [one for one in worse if one.status == "needs_review"]
    return Compared(
        worse,
        tuple(sorted(observed)),
        sum(
            (_worth(before[one.id]) - _worth(one) for one in worse if one not in to_a_person),
            start=Decimal(0),
        ),
        sum((one.points_possible for one in to_a_person), start=Decimal(0)),
    )


def judged_mutant(
    made: ChangedSolution, result: Result, solution: Result, assignment: Assignment, reason: str
) -> MutantResult:
    """What became of a wrong solution; `reason` is what excuses it, if anything does."""
    found = compared(result.grade, solution.grade)
    expected = [kind for kind in found.observations if kind in made.operator.seen_by]
    seen = [*_causes(found.worse), *expected]
    outcome: MutantOutcome = "killed" if seen else "excused" if reason else "survived"
    return MutantResult(
        name=made.name,
        operator=made.operator.name,
        role=made.role,
        says=made.operator.says,
        mended=made.operator.mended,
        verdict="fault" if _is_fault(result) else outcome,
        points_lost=_text(found.lost),
        points_to_a_person=_text(found.to_a_person),
        seen_by=tuple(seen),
        ought_to_be_seen_by=tuple(_expected(made, assignment)),
        reason=reason if outcome == "excused" else "",
        measured=measured(result),
    )


def judged_variant(made: ChangedSolution, result: Result, solution: Result) -> VariantResult:
    """What became of a right solution."""
    found = compared(result.grade, solution.grade)
    observed = [kind for kind in found.observations if kind not in NOT_ABOUT_THE_TRAINING]
    seen = (*_causes(found.worse), *observed)
    return VariantResult(
        name=made.name,
        says=made.operator.says,
        verdict="fault" if _is_fault(result) else "lost" if seen else "kept",
        points_lost=_text(found.lost),
        seen_by=seen,
    )


def measured(result: Result) -> dict[str, Measured]:
    """By role, what we measured of its model."""
    runs = {run.role: run for run in result.evidence.runs if run.role}
    scores = {
        role: (run, score)
        for role, run in runs.items()
        if (score := result.score_for(run.number)) is not None and score.verified
    }
    return {
        role: Measured(
            round(score.accuracy, 4),
            round(score.loss, 4) if score.loss is not None and _is_number(score.loss) else None,
            run.epochs_run,
        )
        for role, (run, score) in scores.items()
        if score.accuracy is not None
    }


def points_of(grade: Grade) -> Decimal:
    """All points of the solution, those included that a person decides about."""
    return grade.points + grade.points_awaiting_review


def missed(grade: Grade, assignment: Assignment) -> Iterator[str]:
    """What the solution itself loses, a line for every required check."""
    required = {spec.id for part in assignment.parts if not part.optional for spec in part.checks}
    for finding in grade.findings:
        lost = finding.points_possible - _worth(finding)
        if finding.id in required and lost > 0:
            yield f"{finding.id} (-{_text(lost)}): {finding.message}"


def _is_worse(after: Finding, before: Finding) -> bool:
    if RANK[after.status] != RANK[before.status]:
        return RANK[after.status] < RANK[before.status]
    return after.status == "partial" and after.points < before.points


def _worth(finding: Finding) -> Decimal:
    """Its points; those that a person may still give included."""
    return finding.points_possible if finding.status == "needs_review" else finding.points


def _causes(worse: tuple[Finding, ...]) -> list[str]:
    """The checks that saw it; those skipped for it are named only where they stand alone."""
    own = [one.id for one in worse if one.status != "skipped"]
    return own or [one.id for one in worse]


def _expected(made: ChangedSolution, assignment: Assignment) -> Iterator[str]:
    """The assignment's checks that the operator names, about the same model or question; and
    observations.
    """
    names: Mapping[str, str] = {}
    for part in assignment.parts:
        for spec in part.checks:
            same = made.role in (None, spec.role) and made.part in (None, part.id)
            if spec.check in made.operator.seen_by and same:
                names = {**names, spec.check: spec.id}
                yield spec.id
    yield from (one for one in made.operator.seen_by if one not in names and _is_observation(one))


def _is_observation(name: str) -> bool:
    return name not in CHECKS


def _is_fault(result: Result) -> bool:
    return result.grade.status in ("grader_fault", "ungradable")


def _is_number(value: float) -> bool:
    return value - value == 0


def _text(points: Decimal) -> str:
    return f"{points.normalize():f}"
