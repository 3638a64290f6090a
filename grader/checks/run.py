"""Makes findings of the checks of an assignment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal

from grader.checks.accuracy import accuracy
from grader.checks.answers import question_answered
from grader.checks.check import Case, Check, Failed, NeedsReview, Partial, Passed, Verdict, in_cell
from grader.checks.cut_short import by_a_person, depends_on_the_rest, why
from grader.checks.doubt import by_a_person_in_doubt, of_a_hidden_training
from grader.checks.shown import (
    confusion_matrix_shown,
    learning_curves_shown,
    mistakes_shown,
    summary_shown,
)
from grader.checks.training import (
    architecture,
    compiled_as_asked,
    evaluated,
    other_training_tried,
    run_found,
)
from grader.model.assignment import Assignment, CheckSpec, PartSpec
from grader.model.evidence import Evidence
from grader.model.graded.finding import Finding
from grader.model.graded.score import Score
from grader.model.recording import Recording
from grader.model.reference import Reference

CHECKS: Mapping[str, Check] = {
    check.name: check
    for check in (
        run_found,
        architecture,
        compiled_as_asked,
        accuracy,
        evaluated,
        summary_shown,
        learning_curves_shown,
        confusion_matrix_shown,
        mistakes_shown,
        other_training_tried,
        question_answered,
    )
}

CENT = Decimal("0.01")


def run_checks(
    assignment: Assignment,
    evidence: Evidence,
    scores: tuple[Score, ...],
    *,
    reference: Reference,
    recording: Recording,
    checks: Mapping[str, Check] = CHECKS,
) -> tuple[Finding, ...]:
    """Return one finding a check, in the assignment's order; `checks` holds all that it may
    name.
    """
    findings: dict[str, Finding] = {}
    for part in assignment.parts:
        for spec in part.checks:
            case = Case(assignment, part, spec, evidence, scores, reference, recording)
            findings[spec.id] = _find(case, checks[spec.check], findings)
    return tuple(findings.values())


def _find(case: Case, check: Check, earlier: Mapping[str, Finding]) -> Finding:
    spec, part = case.spec, case.part
    blocking = [
        earlier[parent]
        for parent in spec.depends_on
        if earlier[parent].status in ("failed", "skipped")
    ]
    if blocking:
        reason = f"Not looked at, because this did not pass: {blocking[0].title}."
        return replace(_unset(spec, part, check), message=reason)
    finding = _from_verdict(_verdict(case, check), spec, _unset(spec, part, check))
    if finding.status == "failed" and check.needs_role:
        return replace(finding, hint=finding.hint + _what_broke(case))
    if finding.status == "needs_review" and depends_on_the_rest(case, check):
        return replace(finding, cut_short=True)
    return finding


def _verdict(case: Case, check: Check) -> Verdict:
    """What the check says; a person's to say where only saved outputs, or a limit, stand in its
    way.
    """
    verdict = (_only_saved(case) or of_a_hidden_training(case, check)) if check.needs_role else None
    if verdict is None and not (
        check.needs_run and case.run is None and depends_on_the_rest(case, check)
    ):
        try:
            verdict = check.decide(case)
        except SystemExit as ended:  # an instructor's own; it must not end the class
            raise RuntimeError(f"the check {check.name} ends the program") from ended
    decided = by_a_person(case, check, verdict)
    if decided is None:
        raise LookupError(f"{case.spec.id}: neither the check nor a limit came to a verdict")
    return by_a_person_in_doubt(case, check, decided)


def _only_saved(case: Case) -> Verdict | None:
    """A training that the saved outputs show and that did not run here is for a person to judge."""
    run = case.run
    if run is None or run.source != "claimed" or case.recording.outcome == "not_run":
        return None
    stated = run.claimed("val_accuracy") or run.claimed("accuracy")
    accuracy = f", with an accuracy of {100 * stated:.2f} %" if stated is not None else ""
    return NeedsReview(
        f"Your saved outputs show this training{accuracy}, but it did not happen when we ran the "
        f"notebook, so a person decides.{_what_broke(case)}",
        (in_cell(run.cell),),
    )


def _what_broke(case: Case) -> str:
    """Name the first cells that failed while running: what is missing may have been lost there."""
    if case.recording.cut_short_by():
        return f" {why(case)}"
    failed = [run for run in case.recording.cell_runs if run.outcome in ("error", "timeout")][:2]
    named = " and ".join(
        f"{in_cell(run.cell)} with {run.error_name or run.outcome}" for run in failed
    )
    return f" Look first at what failed while running: {named}." if named else ""


def _from_verdict(verdict: Verdict, spec: CheckSpec, unset: Finding) -> Finding:
    match verdict:
        case Passed(message, evidence):
            return replace(
                unset, status="passed", points=spec.points, message=message, evidence=evidence
            )
        case Partial(share, message, hint, evidence, for_students):
            points = (spec.points * share).quantize(CENT, ROUND_HALF_UP)
            hint = spec.hint or hint
            return replace(
                unset,
                status="partial",
                points=points,
                message=message,
                hint=hint,
                evidence=evidence,
                message_for_students=for_students,
            )
        case Failed(message, hint, evidence, for_students):
            return replace(
                unset,
                status="failed",
                message=message,
                hint=spec.hint or hint,
                evidence=evidence,
                message_for_students=for_students,
            )
        case NeedsReview(message, evidence, for_students):
            return replace(
                unset,
                status="needs_review",
                message=message,
                evidence=evidence,
                message_for_students=for_students,
            )


def _unset(spec: CheckSpec, part: PartSpec, check: Check) -> Finding:
    """The finding of a check that nobody has looked at."""
    return Finding(
        id=spec.id,
        part=part.id,
        title=spec.title or check.title,
        status="skipped",
        points=Decimal(0),
        points_possible=spec.points,
        message="",
        optional=part.optional,
        private=part.private or spec.private,
    )
