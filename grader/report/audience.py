"""Leaves out of a result what students are not told.

Once, before anything is written: page, paper and JSON for students are made of what is left, so
that none of them can say more than the others.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import PurePath

from grader.model.assignment import Assignment
from grader.model.audience import Audience
from grader.model.evidence import TrainingRun
from grader.model.graded.decision import AppliedDecision, ObservationJudged
from grader.model.graded.finding import Finding, IntegrityFinding, Override
from grader.model.graded.grade import Grade
from grader.model.graded.result import Result
from grader.model.submission import Student

SOMEBODY = "a person"
"""Stands for a grader whose name students are not told."""


def assignment_for(assignment: Assignment, audience: Audience) -> Assignment:
    """The assignment without the parts, checks and models that are private."""
    if audience == "instructor":
        return assignment
    parts = tuple(
        replace(part, checks=tuple(one for one in part.checks if not one.private))
        for part in assignment.parts
        if not part.private
    )
    open_roles = {check.role for part in parts for check in part.checks}
    hidden = {check.role for check in assignment.checks()} - open_roles
    roles = {name: role for name, role in assignment.roles.items() if name not in hidden}
    return replace(assignment, parts=parts, roles=roles)


def result_for(result: Result, assignment: Assignment, audience: Audience) -> Result:
    """The result as its audience may read it; `assignment` is the whole one."""
    if audience == "instructor":
        return result
    shown = assignment_for(assignment, audience)
    hidden_roles = set(assignment.roles) - set(shown.roles)
    runs = tuple(_run(run, hidden_roles) for run in result.evidence.runs)
    asked = {part.id for part in assignment.questions()} - {part.id for part in shown.questions()}
    answers = tuple(one for one in result.evidence.answers if one.question not in asked)
    return replace(
        result,
        path=PurePath(result.path).name,
        grade=_grade(result.grade, assignment, shown),
        recording=replace(result.recording, rejected_events=0),
        evidence=replace(result.evidence, runs=runs, answers=answers),
        origin=replace(
            result.origin, students=_partners(result.origin.students), notes=(), observations=()
        ),
        audit=None,
        full_because="",
    )


def _partners(students: tuple[Student, ...]) -> tuple[Student, ...]:
    """The names of a group; whose ids and addresses they are, each of several knows already."""
    if len(students) < 2:
        return students
    return tuple(Student(name=one.name or one.id or one.email) for one in students)


def _run(run: TrainingRun, hidden_roles: set[str]) -> TrainingRun:
    """Without a private role, and without whether somebody else had trained the same."""
    training = replace(run.training, reused="") if run.training else None
    return replace(run, match=None if run.role in hidden_roles else run.match, training=training)


def _grade(grade: Grade, assignment: Assignment, shown: Assignment) -> Grade:
    private = {check.id for check in assignment.checks()} - {check.id for check in shown.checks()}
    names = assignment.show_graders_to_students
    findings = tuple(
        _finding(one, names=names)
        for one in grade.findings
        if not one.private and one.id not in private
    )
    shown_ids = {one.id for one in findings}
    observations = grade.integrity if assignment.show_integrity_to_students else ()
    observed = (one for one in observations if not one.others and not _is_dismissed(one))
    return replace(
        grade,
        findings=findings,
        integrity=tuple(map(_observation, observed)),
        reason="" if grade.status == "grader_fault" else grade.reason,
        subjects={},
        decisions=tuple(
            _decision(one, names=names)
            for one in grade.decisions
            if not isinstance(one.what, ObservationJudged) and one.what.finding in shown_ids
        ),
    )


def _finding(finding: Finding, *, names: bool) -> Finding:
    plain = finding.message_for_students or (
        finding.automatic.message if finding.automatic else finding.message
    )
    if finding.override is None or finding.automatic is None:
        return replace(finding, message=plain)
    override = _override(finding.override, names=names)
    said = " ".join(filter(None, ("; ".join(override.rubric_items), override.comment.strip())))
    return replace(
        finding,
        message=said or "A person decided.",
        overridden_by=f"{override.author or SOMEBODY}, {override.time}",
        override=override,
        automatic=replace(finding.automatic, message=plain),
    )


def _override(override: Override, *, names: bool) -> Override:
    """Without what graders say to one another."""
    return replace(override, reason="", author=override.author if names else "")


def _is_dismissed(observation: IntegrityFinding) -> bool:
    return observation.judged is not None and observation.judged.verdict == "dismissed"


def _observation(observation: IntegrityFinding) -> IntegrityFinding:
    """What was observed, without what it rests on and what people think of it."""
    return replace(observation, evidence=(), judged=None)


def _decision(one: AppliedDecision, *, names: bool) -> AppliedDecision:
    author = one.decision.author if names else ""
    return replace(one, decision=replace(one.decision, why="", author=author))
