"""Shows an instructor the whole class."""

from __future__ import annotations

import statistics
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from urllib.parse import quote

from grader.model.assignment import Assignment, PartSpec
from grader.model.graded.finding import Finding, FindingStatus
from grader.model.graded.grade import Grade, GradeStatus
from grader.model.graded.result import AuditRate, Result
from grader.report import numbers
from grader.report.figures.marks import STATUS_WORDS as FINDING_WORDS
from grader.report.figures.marks import status_mark
from grader.report.figures.plots import Distribution
from grader.report.figures.svg import Figure
from grader.report.text import one_line, plain
from grader.report.views.class_page.audited import audit_words
from grader.report.views.class_page.cut_short import CutShortView, cut_short_views
from grader.report.views.decided import deciders, decision_lines, flagged
from grader.report.views.fact import Fact
from grader.report.views.findings import total
from grader.report.views.header import notebook_name, student_name
from grader.report.views.observations import SEVERITY_WORDS, worst_first
from grader.text.points import points_as_text

_MOST_FAILED = 10
_MOST_NOTICES = 50
_MOST_DECISIONS = 60
_MOST_SEEN = 3
"""Of what an observation rests on, how many lines stand beside it."""
_STATUS_WORDS: dict[GradeStatus, str] = {
    "graded": "Graded",
    "needs_review": "Needs review",
    "ungradable": "Ungradable",
    "grader_fault": "Grader fault",
}
_WORST_FIRST: tuple[FindingStatus, ...] = ("failed", "skipped", "partial", "needs_review", "passed")


@dataclass(frozen=True, slots=True)
class PartCell:
    """How one student fared in one part."""

    mark: Figure | None
    """Of the worst finding; None where nothing was found about the part."""
    points: str


@dataclass(frozen=True, slots=True)
class StudentRow:
    """One student."""

    name: str
    notebook: str
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


@dataclass(frozen=True, slots=True)
class CheckRow:
    """How often a check was not passed."""

    title: str
    part: str
    failed: str
    share: str


@dataclass(frozen=True, slots=True)
class SummaryView:
    """The page of a class."""

    assignment: str
    points_possible: str
    facts: tuple[Fact, ...]
    distribution: Distribution | None
    parts: tuple[PartSpec, ...]
    rows: tuple[StudentRow, ...]
    checks: tuple[CheckRow, ...]
    cut_short: tuple[CutShortView, ...]
    """What a limit ended, and which to raise."""
    notices: tuple[str, ...]
    """What was left out of what was handed in, and who is missing."""


def summary_view(
    results: Sequence[tuple[Result, str]],
    assignment: Assignment,
    *,
    notices: Sequence[str] = (),
    audit: AuditRate | None = None,
) -> SummaryView:
    """Prepare the class page from results and the relative paths of their reports."""
    ordered = sorted(results, key=lambda pair: (student_name(pair[0]).casefold(), pair[0].path))
    judged = [result for result, _ in ordered if result.grade.status in ("graded", "needs_review")]
    shares = [_share(result) for result in judged]
    parts = tuple(part for part in assignment.parts if part.checks)
    return SummaryView(
        assignment=assignment.title,
        points_possible=points_as_text(assignment.points_possible()),
        facts=(*_facts([result for result, _ in ordered], judged), *_audit_facts(audit)),
        distribution=distribution_of(shares) if shares else None,
        parts=parts,
        rows=tuple(_row(result, link, parts) for result, link in ordered),
        checks=_check_rows(judged, assignment),
        cut_short=cut_short_views([(result, report_link(link)) for result, link in ordered]),
        notices=_notices(notices),
    )


def distribution_of(shares: Sequence[float]) -> Distribution:
    """The figure of how many reached which tenth of the points; full points are in the last one."""
    counts = Counter(max(0, min(9, int(share * 10 + 1e-9))) for share in shares)
    spread = ", ".join(
        f"{10 * tenth} to {10 * tenth + 10} %: {number}" for tenth, number in sorted(counts.items())
    )
    return Distribution(
        "distribution", tuple(shares), f"Students by their share of the points: {spread}."
    )


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


def _share(result: Result) -> float:
    possible = result.grade.points_possible
    return float(result.grade.points / possible) if possible else 0.0


def _facts(results: list[Result], judged: list[Result]) -> tuple[Fact, ...]:
    facts = [Fact("Hand-ins", numbers.count(len(results)))]
    for status, number in sorted(Counter(result.grade.status for result in results).items()):
        facts.append(Fact(_STATUS_WORDS[status], numbers.count(number)))
    unverified = sum(result.recording.outcome == "not_run" for result in judged)
    if unverified:
        said = (
            f"{numbers.plural(unverified, 'hand-in')} graded by the saved outputs alone: nothing "
            f"was run"
        )
        facts.append(Fact("Not verified", said))
    if judged:
        reached = [result.grade.points for result in judged]
        facts.append(
            Fact(
                "Median",
                f"{points_as_text(Decimal(statistics.median(reached)).quantize(Decimal('0.1')))} "
                f"points",
            )
        )
        facts.append(
            Fact(
                "Range", f"{points_as_text(min(reached))} to {points_as_text(max(reached))} points"
            )
        )
        awaiting = total(result.grade.points_awaiting_review for result in judged)
        facts.append(Fact("Await a person", f"{points_as_text(awaiting)} points in all"))
    by = deciders(result.grade for result in results)
    if by:
        facts.append(Fact("Decided by", by))
    return tuple(facts)


def _audit_facts(audit: AuditRate | None) -> tuple[Fact, ...]:
    return (Fact(f"Audit of {audit.policy}", audit_words(audit)),) if audit else ()


def _row(result: Result, link: str, parts: tuple[PartSpec, ...]) -> StudentRow:
    grade = result.grade
    judged = grade.status in ("graded", "needs_review")
    awaiting = grade.points_awaiting_review
    observed = tuple(_observed(result))
    failed = _failed(grade.findings) if judged else (one_line(grade.reason, 300),)
    return StudentRow(
        name=student_name(result),
        notebook=notebook_name(result),
        link=report_link(link),
        points=points_as_text(grade.points) if judged else numbers.DASH,
        awaiting=f"+{points_as_text(awaiting)}" if judged and awaiting else "",
        status=grade.status,
        status_word=_STATUS_WORDS[grade.status],
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


def _notices(notices: Sequence[str]) -> tuple[str, ...]:
    shown = tuple(one_line(notice, 400) for notice in notices[:_MOST_NOTICES])
    more = len(notices) - len(shown)
    return (
        (*shown, f"And {numbers.count(more)} more: all of them stand in intake.json.")
        if more
        else shown
    )


def _observed(result: Result) -> Iterator[str]:
    for doubt in worst_first(result.grade.integrity):
        seen = f" ({'; '.join(doubt.evidence[:_MOST_SEEN])})" if doubt.evidence else ""
        others = f" See: {', '.join(doubt.others)}." if doubt.others else ""
        word = f"{doubt.judged.verdict} by a person" if doubt.judged else ""
        word = word or SEVERITY_WORDS[doubt.severity]
        yield one_line(f"{word}: {doubt.message}{seen}{others}", 600)
    for note in result.origin.notes:
        yield one_line(note, 400)


def _part_cell(part: PartSpec, findings: tuple[Finding, ...]) -> PartCell:
    own = [finding for finding in findings if finding.part == part.id]
    if not own:
        return PartCell(None, "")
    worst = min((finding.status for finding in own), key=_WORST_FIRST.index)
    return PartCell(status_mark(worst), points_as_text(total(finding.points for finding in own)))


def _failed(findings: tuple[Finding, ...]) -> tuple[str, ...]:
    missed = [
        finding
        for finding in findings
        if finding.status in ("failed", "partial") and not finding.optional
    ]
    return tuple(
        f"{one_line(finding.title, 100)} ({FINDING_WORDS[finding.status]})" for finding in missed
    )


def _check_rows(judged: list[Result], assignment: Assignment) -> tuple[CheckRow, ...]:
    missed: Counter[str] = Counter()
    titles: dict[str, str] = {}
    for result in judged:
        for finding in result.grade.findings:
            titles.setdefault(finding.id, one_line(finding.title, 120))
            if finding.status in ("failed", "partial") and not finding.optional:
                missed[finding.id] += 1
    parts = {check.id: part.title for part in assignment.parts for check in part.checks}
    return tuple(
        CheckRow(
            title=titles[check],
            part=parts.get(check, ""),
            failed=numbers.count(number),
            share=numbers.percent(number / len(judged), digits=0),
        )
        for check, number in missed.most_common(_MOST_FAILED)
    )
