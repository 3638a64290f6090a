"""Sums up what went well, and what the student should do first."""

from __future__ import annotations

from decimal import Decimal

from grader.model.assignment import Assignment
from grader.model.graded.finding import Finding
from grader.model.graded.result import Result
from grader.report import numbers
from grader.report.text import one_line, shortened
from grader.text.points import points_as_text


def summary_sentences(result: Result, assignment: Assignment) -> tuple[str, ...]:
    """Return the sentences of one paragraph: how much passed, what is complete, what was reached,
    what waits.
    """
    findings = result.grade.findings
    sentences = [
        _how_many_passed(findings),
        _what_went_well(findings, assignment),
        _what_it_reached(result, assignment),
    ]
    decided = sum(finding.override is not None for finding in findings)
    if decided:
        sentences.append(f"A person decided about {numbers.plural(decided, 'item')}.")
    waiting = [finding for finding in findings if finding.status == "needs_review"]
    if waiting:
        sentences.append(
            f"{numbers.plural(len(waiting), 'item')} {'waits' if len(waiting) == 1 else 'wait'} "
            f"for a person, "
            f"who can still give up to {points_as_text(result.grade.points_awaiting_review)} "
            f"points."
        )
    return tuple(filter(None, sentences))


def _how_many_passed(findings: tuple[Finding, ...]) -> str:
    measured = [
        finding
        for finding in findings
        if finding.status != "needs_review" and finding.override is None
    ]
    passed = sum(finding.status == "passed" for finding in measured)
    if not measured:
        return ""
    if passed == len(measured):
        return (
            f"All {numbers.plural(passed, 'automatic check')} passed."
            if passed > 1
            else "The automatic check passed."
        )
    return f"{passed} of {numbers.plural(len(measured), 'automatic check')} passed."


def _what_went_well(findings: tuple[Finding, ...], assignment: Assignment) -> str:
    complete = []
    for part in assignment.parts:
        own = [finding for finding in findings if finding.part == part.id]
        if (
            part.checks
            and not part.question
            and own
            and all(finding.status == "passed" for finding in own)
        ):
            complete.append(part.title)
    if not complete or len(complete) == len(assignment.parts):
        return ""
    shown = complete[:4] + [f"{len(complete) - 4} more"] * (len(complete) > 4)
    return f"Complete: {numbers.listed(shown)}."


def _what_it_reached(result: Result, assignment: Assignment) -> str:
    best: tuple[float, str] | None = None
    for role, spec in assignment.roles.items():
        run = result.evidence.run_for(role)
        score = result.score_for(run.number) if run and not run.stopped_by_grader else None
        if (
            score
            and score.verified
            and score.accuracy is not None
            and (best is None or score.accuracy > best[0])
        ):
            best = score.accuracy, spec.title
    if best is None:
        return ""
    return (
        f"Your best model on images that it never saw is “{best[1]}”: {numbers.percent(best[0])} "
        f"of them are right."
    )


def first_step(findings: tuple[Finding, ...], assignment: Assignment) -> str:
    """Name the required check that opens most points: its own and those of the checks that were
    skipped behind it.
    """
    open_ones = [
        finding
        for finding in findings
        if finding.status in ("failed", "partial")
        and not finding.optional
        and finding.override is None
    ]
    if not open_ones:
        return ""
    skipped = [
        finding for finding in findings if finding.status == "skipped" and not finding.optional
    ]
    waiting = {finding.id: finding.points_possible for finding in skipped}
    needs = {check.id: check.depends_on for check in assignment.checks()}

    def depends_on(check: str, root: str, seen: frozenset[str] = frozenset()) -> bool:
        above = frozenset(needs.get(check, ())) - seen
        return root in above or any(depends_on(parent, root, seen | above) for parent in above)

    def gain(finding: Finding) -> Decimal:
        behind = sum(
            (points for check, points in waiting.items() if depends_on(check, finding.id)),
            start=Decimal(0),
        )
        return finding.points_possible - finding.points + behind

    first = max(open_ones, key=gain)
    advice = shortened(first.hint or first.message, 400)
    worth = points_as_text(gain(first))
    parts = [f"{part.title}: " for part in assignment.parts if part.id == first.part]
    return (
        f"{''.join(parts)}{one_line(first.title).rstrip('.')} ({worth} "
        f"{'point' if worth == '1' else 'points'} to gain): {advice}"
    )
