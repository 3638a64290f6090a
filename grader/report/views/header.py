"""What does a student want to know first: how many points, what they mean, what to do now?"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from pathlib import PurePath

from grader.model.assignment import Assignment
from grader.model.finding import Finding
from grader.model.grade import Grade, GradeStatus
from grader.model.result import Result
from grader.report import numbers
from grader.report.figures.marks import points_bar
from grader.report.figures.svg import Figure
from grader.report.text import one_line, shortened
from grader.report.views.fact import Fact

STATUS_WORDS: dict[GradeStatus, str] = {
    "graded": "Graded",
    "needs_review": "Graded so far; a person reads the rest",
    "ungradable": "Could not be graded",
    "grader_fault": "Our fault, not yours",
}
_MEANING: dict[GradeStatus, str] = {
    "graded": "Everything was measured; nothing waits for a person.",
    "needs_review": "What can be measured has been measured.",
    "ungradable": "The file that was handed in could not be read as a notebook, so nothing in it could be measured.",
    "grader_fault": "The grading program failed. This costs no points: a person will look at it and grade again.",
}


@dataclass(frozen=True, slots=True)
class HeaderView:
    """The top of the report."""

    assignment: str
    description: str
    student: str
    facts: tuple[Fact, ...]
    status: GradeStatus
    status_word: str
    status_meaning: str
    reason: str
    """For what could not be graded, what happened."""
    points: str
    points_possible: str
    awaiting: str
    """Points that a person may still give; empty where none."""
    bar: Figure | None
    summary: tuple[str, ...]
    """Sentences of one paragraph."""
    first_step: str
    """What to do first; empty where nothing is to be done."""


def header_view(result: Result, assignment: Assignment) -> HeaderView:
    """Say who, what, how many points, what went well and what to do first."""
    grade = result.grade
    judged = grade.status in ("graded", "needs_review")
    return HeaderView(
        assignment=assignment.title,
        description=assignment.description,
        student=student_name(result),
        facts=_facts(result),
        status=grade.status,
        status_word=STATUS_WORDS[grade.status],
        status_meaning=_MEANING[grade.status],
        reason=shortened(grade.reason, 4_000),
        points=numbers.points(grade.points) if judged else "",
        points_possible=numbers.points(grade.points_possible),
        awaiting=numbers.points(grade.points_awaiting_review) if grade.points_awaiting_review else "",
        bar=points_bar("points", grade.points, grade.points_awaiting_review, grade.points_possible) if judged else None,
        summary=_summary(result, assignment) if judged else (),
        first_step=_first_step(grade) if judged else "",
    )


def student_name(result: Result) -> str:
    """Return the student's name, else the id, else the notebook's file name."""
    student = result.submission.student if result.submission else None
    name = (student.name or student.id or student.email) if student else None
    return one_line(name or "", 80) or notebook_name(result)


def notebook_name(result: Result) -> str:
    """Return the name of the file that was handed in."""
    return one_line(PurePath(result.path).name, 120) or "a notebook without a name"


def _facts(result: Result) -> tuple[Fact, ...]:
    facts = [Fact("Notebook", notebook_name(result))]
    if result.submission:
        student = result.submission.student
        known = [("Id", student.id), ("E-mail", student.email)]
        facts = [Fact(label, one_line(value, 120)) for label, value in known if value and student.name] + facts
        facts.append(Fact("Fingerprint", f"sha256 {result.submission.sha256[:16]}…"))
    return tuple(facts)


def _summary(result: Result, assignment: Assignment) -> tuple[str, ...]:
    findings = result.grade.findings
    sentences = [
        _how_many_passed(findings),
        _what_went_well(findings, assignment),
        _what_it_reached(result, assignment),
    ]
    if result.policy == "saved":
        sentences.append("The notebook was not run: what it claims is taken as it stands and marked unverified.")
    waiting = [finding for finding in findings if finding.status == "needs_review"]
    if waiting:
        sentences.append(
            f"{numbers.plural(len(waiting), 'item')} {'waits' if len(waiting) == 1 else 'wait'} for a person, "
            f"who can still give up to {numbers.points(result.grade.points_awaiting_review)} points."
        )
    return tuple(filter(None, sentences))


def _how_many_passed(findings: tuple[Finding, ...]) -> str:
    measured = [finding for finding in findings if finding.status != "needs_review"]
    passed = sum(finding.status == "passed" for finding in measured)
    if not measured:
        return ""
    if passed == len(measured):
        return (
            f"All {numbers.plural(passed, 'automatic check')} passed." if passed > 1 else "The automatic check passed."
        )
    return f"{passed} of {numbers.plural(len(measured), 'automatic check')} passed."


def _what_went_well(findings: tuple[Finding, ...], assignment: Assignment) -> str:
    complete = []
    for part in assignment.parts:
        own = [finding for finding in findings if finding.part == part.id]
        if part.checks and not part.question and own and all(finding.status == "passed" for finding in own):
            complete.append(part.title)
    if not complete or len(complete) == len(assignment.parts):
        return ""
    shown = complete[:4] + [f"{len(complete) - 4} more"] * (len(complete) > 4)
    return f"Complete: {numbers.listed(shown)}."


def _what_it_reached(result: Result, assignment: Assignment) -> str:
    best: tuple[float, str] | None = None
    for role, spec in assignment.roles.items():
        run = result.evidence.run_for(role)
        score = result.score_for(run.number) if run else None
        if score and score.verified and score.accuracy is not None and (best is None or score.accuracy > best[0]):
            best = score.accuracy, spec.title
    if best is None:
        return ""
    return f"Your best model on images that it never saw is “{best[1]}”: {numbers.percent(best[0])} of them are right."


def _first_step(grade: Grade) -> str:
    def lost(finding: Finding) -> tuple[bool, Decimal]:
        return not finding.optional, finding.points_possible - finding.points

    open_ones = [finding for finding in grade.findings if finding.status in ("failed", "partial")]
    if not open_ones:
        return ""
    worst = max(open_ones, key=lost)
    advice = shortened(worst.hint or worst.message, 400)
    worth = numbers.points(worst.points_possible - worst.points)
    kind = "bonus point" if worst.optional else "point"
    return f"{one_line(worst.title).rstrip('.')} ({worth} {kind}{'' if worth == '1' else 's'} to gain): {advice}"
