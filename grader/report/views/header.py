"""Shows what a student wants to know first: how many points, what they mean, what to do now."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePath

from grader.model.assignment import Assignment
from grader.model.graded.grade import GradeStatus
from grader.model.graded.result import Result
from grader.report.figures.marks import points_bar
from grader.report.figures.svg import Figure
from grader.report.text import last_lines, one_line
from grader.report.views.fact import Fact
from grader.report.views.highlights import first_step, summary_sentences
from grader.text.folders import without_folders
from grader.text.points import points_as_text

STATUS_WORDS: dict[GradeStatus, str] = {
    "graded": "Graded",
    "needs_review": "Graded so far; a person reads the rest",
    "ungradable": "Could not be graded",
    "grader_fault": "Our fault, not yours",
}
_MEANING: dict[GradeStatus, str] = {
    "graded": "Nothing waits for a person.",
    "needs_review": "What can be measured has been measured.",
    "ungradable": "The file that was handed in could not be read as a notebook, so nothing in it "
    "could be measured.",
    "grader_fault": "The grading program failed. This costs no points: a person will look at it "
    "and grade again.",
}


UNVERIFIED = "The notebook was not run: what it claims is taken as it stands and marked unverified."


@dataclass(frozen=True, slots=True)
class HeaderView:
    """The top of the report."""

    assignment: str
    description: str
    student: str
    facts: tuple[Fact, ...]
    status: GradeStatus
    status_word: str
    reason: str
    """For what could not be graded, what happened."""
    points: str
    points_possible: str
    awaiting: str
    """Points that a person may still give; empty where none."""
    bar: Figure | None
    caution: str
    """What the reader must know of all the numbers, on every page of paper; empty where they were
    measured.
    """
    highlights: tuple[str, ...]
    """Sentences of one paragraph: what the status means, what went well."""
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
        reason=without_folders(last_lines(grade.reason, lines=40, characters=4_000)),
        points=points_as_text(grade.points) if judged else "",
        points_possible=points_as_text(grade.points_possible),
        awaiting=points_as_text(grade.points_awaiting_review)
        if grade.points_awaiting_review
        else "",
        bar=points_bar("points", grade.points, grade.points_awaiting_review, grade.points_possible)
        if judged
        else None,
        caution=UNVERIFIED if judged and result.recording.outcome == "not_run" else "",
        highlights=_highlights(result, assignment),
        first_step=first_step(grade.findings, assignment) if judged else "",
    )


def _highlights(result: Result, assignment: Assignment) -> tuple[str, ...]:
    meaning = _MEANING[result.grade.status]
    if result.grade.status not in ("graded", "needs_review"):
        return (meaning,)
    sentences = (*summary_sentences(result, assignment), *_not_shown(result, assignment))
    return sentences if result.policy == "saved" else (meaning, *sentences)


def _not_shown(result: Result, assignment: Assignment) -> tuple[str, ...]:
    """How many of the points are for what the assignment doesn't show to this reader."""
    hidden = result.grade.points_possible - assignment.points_possible()
    if hidden <= 0 or not result.grade.findings:
        return ()
    return (f"{points_as_text(hidden)} of the points are for what this report doesn't show.",)


def student_name(result: Result) -> str:
    """Return the student's name, else the id, else the notebook's file name."""
    known = result.origin.students or ((result.submission.student,) if result.submission else ())
    names = [student.name or student.id or student.email for student in known]
    return one_line(", ".join(filter(None, names)), 80) or notebook_name(result)


def notebook_name(result: Result) -> str:
    """Return the name of the file that was handed in."""
    return one_line(PurePath(result.path).name, 120) or "a notebook without a name"


def _facts(result: Result) -> tuple[Fact, ...]:
    name = notebook_name(result)
    facts = [] if name == student_name(result) else [Fact("Notebook", name)]
    if result.submission:
        student = result.submission.student
        known = [("Id", student.id), ("E-mail", student.email)]
        facts = [
            Fact(label, one_line(value, 120)) for label, value in known if value and student.name
        ] + facts
        facts.append(Fact("Fingerprint", f"sha256 {result.submission.sha256[:16]}…"))
    return tuple(facts)
