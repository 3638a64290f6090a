"""Shows what the checks found, part by part."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal

from grader.model.assignment import Assignment
from grader.model.graded.finding import Finding, FindingStatus
from grader.model.graded.grade import Grade
from grader.report.figures.marks import STATUS_WORDS, status_mark
from grader.report.figures.svg import Figure
from grader.report.text import one_line, shortened
from grader.report.views.decided import DecidedView, decided_view
from grader.text.points import points_as_text

_LONGEST = 1_000
_MOST_EVIDENCE = 6
_LONG_WORD = 60


@dataclass(frozen=True, slots=True)
class FindingView:
    """One finding, ready to be shown."""

    id: str
    title: str
    status: FindingStatus
    word: str
    mark: Figure
    points: str
    points_possible: str
    message: str
    hint: str
    evidence: tuple[str, ...]
    decided: DecidedView | None
    """What people said about it; None where nobody said anything."""

    @property
    def has_long_words(self) -> bool:
        """Whether a word of it may have to be broken to fit on a line of paper."""
        words = " ".join((self.message, *self.evidence)).split()
        return any(len(word) > _LONG_WORD for word in words)


@dataclass(frozen=True, slots=True)
class PartView:
    """A part of the assignment with what was found in it."""

    anchor: str
    title: str
    optional: bool
    points: str
    points_possible: str
    awaiting: str
    """Points that await a person; empty where none do."""
    findings: tuple[FindingView, ...]

    @property
    def is_brief(self) -> bool:
        """Whether it is one finding about which nothing is to be done or to be read twice."""
        return len(self.findings) == 1 and all(
            finding.status in ("passed", "needs_review") and not (finding.hint or finding.decided)
            for finding in self.findings
        )


def part_views(grade: Grade, assignment: Assignment) -> tuple[PartView, ...]:
    """Group findings by part, in the assignment's order; parts that the assignment does not know
    come last.
    """
    findings = grade.findings
    known = {part.id: part for part in assignment.parts}
    others = dict.fromkeys(finding.part for finding in findings if finding.part not in known)
    views = []
    for number, part_id in enumerate([*known, *others]):
        own = tuple(finding for finding in findings if finding.part == part_id)
        if own:
            part = known.get(part_id)
            views.append(
                PartView(
                    anchor=f"part-{number}",
                    title=part.title if part else one_line(part_id, 80),
                    optional=part.optional if part else all(finding.optional for finding in own),
                    points=points_as_text(total(finding.points for finding in own)),
                    points_possible=points_as_text(
                        total(finding.points_possible for finding in own)
                    ),
                    awaiting=_awaiting(own),
                    findings=_said_once([_finding_view(one, grade, assignment) for one in own]),
                )
            )
    return tuple(views)


def _said_once(findings: list[FindingView]) -> tuple[FindingView, ...]:
    """What is skipped for one reason says so once, the first time."""
    pairs = zip([None, *findings], findings, strict=False)
    return tuple(
        replace(finding, message="")
        if before
        and finding.status == before.status == "skipped"
        and finding.message == before.message
        else finding
        for before, finding in pairs
    )


def total(values: Iterable[Decimal]) -> Decimal:
    """Return the sum of points."""
    return sum(values, start=Decimal(0))


def _awaiting(findings: tuple[Finding, ...]) -> str:
    open_points = total(
        finding.points_possible - finding.points
        for finding in findings
        if finding.status == "needs_review"
    )
    return points_as_text(open_points) if open_points else ""


def _finding_view(finding: Finding, grade: Grade, assignment: Assignment) -> FindingView:
    return FindingView(
        id=finding.id,
        title=one_line(finding.title),
        status=finding.status,
        word=STATUS_WORDS[finding.status],
        mark=status_mark(finding.status),
        points=points_as_text(finding.points),
        points_possible=points_as_text(finding.points_possible),
        message=shortened(_measured(finding), _LONGEST),
        hint=shortened(finding.hint, _LONGEST),
        evidence=tuple(one_line(line, 300) for line in finding.evidence[:_MOST_EVIDENCE]),
        decided=decided_view(finding, grade, names=assignment.show_graders_to_students),
    )


def _measured(finding: Finding) -> str:
    """What the program says; of what waited for a person it has nothing to say."""
    before = finding.automatic
    if before is None:
        return finding.message
    return "" if before.status == "needs_review" else before.message
