"""Shows an instructor the whole class."""

from __future__ import annotations

import statistics
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType

from grader.model.assignment import Assignment, PartSpec
from grader.model.graded.grade import GradeStatus
from grader.model.graded.result import AuditRate, Result
from grader.model.reference import Reference
from grader.report import numbers
from grader.report.figures.marks import STATUS_WORDS as FINDING_WORDS
from grader.report.figures.plots import ClassCurves, Distribution
from grader.report.text import one_line
from grader.report.views.class_page.alike import AlikeView, alike_view
from grader.report.views.class_page.audited import audit_words, audited
from grader.report.views.class_page.checks import CheckRow, check_rows, check_titles
from grader.report.views.class_page.curves import class_curves
from grader.report.views.class_page.cut_short import CutShortView, cut_short_views
from grader.report.views.class_page.items import ItemsView, items_view
from grader.report.views.class_page.rows import (
    SIGNS,
    STATUS_WORDS,
    StudentRow,
    report_link,
    student_row,
)
from grader.report.views.decided import deciders
from grader.report.views.fact import Fact
from grader.report.views.findings import total
from grader.report.views.header import student_name
from grader.text.points import points_as_text

_MOST_NOTICES = 50
_NO_NAMES: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class SummaryView:
    """The page of a class."""

    assignment: str
    points_possible: str
    facts: tuple[Fact, ...]
    distribution: Distribution | None
    parts: tuple[PartSpec, ...]
    rows: tuple[StudentRow, ...]
    statuses: tuple[tuple[GradeStatus, str], ...]
    """Those that occur, with their words."""
    signs: tuple[tuple[str, str], ...]
    """What the signs in the columns of parts mean."""
    checks: tuple[CheckRow, ...]
    items: ItemsView | None
    curves: tuple[ClassCurves, ...]
    cut_short: tuple[CutShortView, ...]
    """What a limit ended, and which to raise."""
    alike: AlikeView | None
    """Hand-ins that are like others; None where none is."""
    notices: tuple[str, ...]
    """What was left out of what was handed in, and who is missing."""


def summary_view(
    results: Sequence[tuple[Result, str]],
    assignment: Assignment,
    *,
    reference: Reference | None = None,
    notices: Sequence[str] = (),
    audit: AuditRate | None = None,
    names: Mapping[str, str] = _NO_NAMES,
) -> SummaryView:
    """Prepare the class page from results and the relative paths of their reports.

    `names` says by these paths what the hand-ins are called where others mention them.
    """
    ordered = sorted(results, key=lambda pair: (student_name(pair[0]).casefold(), pair[0].path))
    judged = [result for result, _ in ordered if result.grade.status in ("graded", "needs_review")]
    shares = [_share(result) for result in judged]
    parts = tuple(part for part in assignment.parts if part.checks)
    titles = check_titles(judged, assignment)
    rows = tuple(student_row(result, link, parts, titles) for result, link in ordered)
    return SummaryView(
        assignment=assignment.title,
        points_possible=points_as_text(assignment.points_possible()),
        facts=(*_facts([result for result, _ in ordered], judged), *_audit_facts(audit)),
        distribution=distribution_of(shares) if shares else None,
        parts=parts,
        rows=rows,
        statuses=tuple(sorted({(row.status, row.status_word) for row in rows})),
        signs=tuple((sign, FINDING_WORDS[status]) for status, sign in SIGNS.items()),
        checks=check_rows(judged, assignment, titles),
        items=items_view(judged, assignment, titles),
        curves=class_curves(judged, assignment, reference),
        cut_short=cut_short_views([(result, report_link(link)) for result, link in ordered]),
        alike=alike_view(
            [(result, report_link(link)) for result, link in ordered],
            {report_link(link): name for link, name in names.items()},
        ),
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


def _share(result: Result) -> float:
    possible = result.grade.points_possible
    return float(result.grade.points / possible) if possible else 0.0


def _facts(results: list[Result], judged: list[Result]) -> tuple[Fact, ...]:
    facts = [Fact("Hand-ins", numbers.count(len(results)))]
    for status, number in sorted(Counter(result.grade.status for result in results).items()):
        facts.append(Fact(STATUS_WORDS[status], numbers.count(number)))
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
        facts.append(Fact("Await a person", f"{awaiting.normalize():,f} points in all"))
    ran = [result.recording.wall_s for result in results if result.recording.outcome != "not_run"]
    if ran:
        each = numbers.duration(statistics.median(ran))
        facts.append(Fact("Running", f"{numbers.duration(sum(ran))} in all, {each} in the median"))
    by = deciders(result.grade for result in results)
    if by:
        facts.append(Fact("Decided by", by))
    return tuple(facts)


def _audit_facts(audit: AuditRate | None) -> tuple[Fact, ...]:
    return (Fact(f"Audit of {audited(audit.policy)}", audit_words(audit)),) if audit else ()


def _notices(notices: Sequence[str]) -> tuple[str, ...]:
    shown = tuple(one_line(notice, 400) for notice in notices[:_MOST_NOTICES])
    more = len(notices) - len(shown)
    return (
        (*shown, f"And {numbers.count(more)} more: all of them stand in intake.json.")
        if more
        else shown
    )
