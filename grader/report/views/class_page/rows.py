"""Shows one student of a class in a line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal
from urllib.parse import quote

from grader.model.assignment import PartSpec
from grader.model.graded.finding import Finding, FindingStatus
from grader.model.graded.grade import Grade, GradeStatus
from grader.model.graded.result import Result
from grader.report import numbers
from grader.report.figures.marks import STATUS_WORDS as FINDING_WORDS
from grader.report.text import one_line, plain
from grader.report.views.decided import decision_lines, flagged
from grader.report.views.findings import total
from grader.report.views.header import notebook_name, student_name
from grader.report.views.observations import SEVERITY_WORDS, worst_first
from grader.text.points import points_as_text

_MOST_DECISIONS = 60
_MOST_SEEN = 3
"""Of what an observation rests on, how many lines stand beside it."""
STATUS_WORDS: dict[GradeStatus, str] = {
    "graded": "Graded",
    "needs_review": "Needs review",
    "ungradable": "Ungradable",
    "grader_fault": "Grader fault",
}
SIGNS: dict[FindingStatus, str] = {
    "passed": "\N{CHECK MARK}",
    "partial": "\N{CIRCLE WITH LEFT HALF BLACK}",
    "failed": "\N{BALLOT X}",
    "skipped": "\N{EN DASH}",
    "needs_review": "\N{HORIZONTAL ELLIPSIS}",
}
"""Letters, not drawings: a class of a thousand has twelve thousand of them."""
_WORST_FIRST: tuple[FindingStatus, ...] = ("failed", "skipped", "partial", "needs_review", "passed")


@dataclass(frozen=True, slots=True)
class PartCell:
    """How one student fared in one part."""

    status: FindingStatus | Literal[""]
    """Of the worst finding; empty where nothing was found about the part."""
    sign: str
    points: str


@dataclass(frozen=True, slots=True)
class StudentRow:
    """One student."""

    name: str
    notebook: str
    """The file; empty where it stands for the name."""
    link: str
    """Address of the report, relative to the summary; empty where there is none."""
    points: str
    awaiting: str
    status: GradeStatus
    status_word: str
    parts: tuple[PartCell, ...]
    missed: str
    """How many required checks failed, in a word; `why` where nothing was graded."""
    failed: tuple[str, ...]
    """Titles of what failed, or the reason why nothing was graded."""
    late: bool
    observations: str
    """How many things a person should look at; empty where none."""
    observed: tuple[str, ...]
    """What they are, with the names of other hand-ins that they concern: this page is the
    instructor's.
    """
    decided: str
    """How much people decided, and how much of it to look at again; empty where nothing."""
    decisions: tuple[str, ...]
    """What they decided, a line each."""


def report_link(path: str) -> str:
    """Return a relative path as a link that can only lead to a file below the summary."""
    steps = [step for step in path.replace("\\", "/").split("/") if step not in ("", ".", "..")]
    return "./" + "/".join(_quoted(step) for step in steps) if steps else ""


def _quoted(step: str) -> str:
    """Quote a file name; one that is not UTF-8 keeps its bytes, so that the link still leads to
    it.
    """
    try:
        return quote(step, errors="surrogateescape")
    except UnicodeEncodeError:
        return quote(plain(step))


def student_row(
    result: Result, link: str, parts: tuple[PartSpec, ...], titles: Mapping[str, str]
) -> StudentRow:
    """Return the line of one hand-in; `titles` says what its checks are called."""
    grade = result.grade
    name, notebook = student_name(result), notebook_name(result)
    judged = grade.status in ("graded", "needs_review")
    awaiting = grade.points_awaiting_review
    observed = tuple(_observed(result))
    failed = _failed(grade.findings, titles) if judged else (one_line(grade.reason, 300),)
    return StudentRow(
        name=name,
        notebook=notebook if notebook != name else "",
        link=report_link(link),
        points=points_as_text(grade.points) if judged else numbers.DASH,
        awaiting=f"+{points_as_text(awaiting)}" if judged and awaiting else "",
        status=grade.status,
        status_word=STATUS_WORDS[grade.status],
        parts=tuple(_part_cell(part, grade.findings) for part in parts),
        missed=numbers.plural(len(failed), "check") if judged else "why",
        failed=failed,
        late=result.origin.late,
        observations=numbers.plural(len(observed), "observation") if observed else "",
        observed=observed,
        decided=_decided(grade),
        decisions=tuple(decision_lines(grade))[:_MOST_DECISIONS],
    )


def _decided(grade: Grade) -> str:
    again = flagged(grade.decisions)
    if not grade.decisions:
        return ""
    more = f", {numbers.count(again)} to look at again" if again else ""
    return f"{numbers.plural(len(grade.decisions), 'decision')}{more}"


def _observed(result: Result) -> Iterator[str]:
    for observation in worst_first(result.grade.integrity):
        seen = f" ({'; '.join(observation.evidence[:_MOST_SEEN])})" if observation.evidence else ""
        others = f" See: {', '.join(observation.others)}." if observation.others else ""
        word = f"{observation.judged.verdict} by a person" if observation.judged else ""
        word = word or SEVERITY_WORDS[observation.severity]
        yield one_line(f"{word}: {observation.message}{seen}{others}", 600)
    for note in result.origin.notes:
        yield one_line(note, 400)


def _part_cell(part: PartSpec, findings: tuple[Finding, ...]) -> PartCell:
    own = [finding for finding in findings if finding.part == part.id]
    if not own:
        return PartCell("", "", "")
    worst = min((finding.status for finding in own), key=_WORST_FIRST.index)
    return PartCell(worst, SIGNS[worst], points_as_text(total(finding.points for finding in own)))


def _failed(findings: tuple[Finding, ...], titles: Mapping[str, str]) -> tuple[str, ...]:
    missed = [
        finding
        for finding in findings
        if finding.status in ("failed", "partial") and not finding.optional
    ]
    return tuple(
        f"{titles.get(finding.id, finding.title)} ({FINDING_WORDS[finding.status]})"
        for finding in missed
    )
