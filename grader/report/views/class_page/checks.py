"""Says which checks a class missed most, each by a name of its own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from grader.model.assignment import Assignment
from grader.model.graded.result import Result
from grader.report import numbers
from grader.report.text import one_line

_MOST_FAILED = 10


@dataclass(frozen=True, slots=True)
class CheckRow:
    """How often a check was not passed."""

    title: str
    part: str
    failed: str
    share: str


def check_titles(results: Iterable[Result], assignment: Assignment) -> dict[str, str]:
    """What each check is called; where several are called the same, with the part it belongs to."""
    titles: dict[str, str] = {}
    parts: dict[str, str] = {}
    known = {part.id: part.title for part in assignment.parts}
    for result in results:
        for finding in result.grade.findings:
            titles.setdefault(finding.id, one_line(finding.title, 100))
            parts.setdefault(finding.id, one_line(known.get(finding.part, finding.part), 80))
    often = Counter(titles.values())
    return {
        check: f"{parts[check]}: {title[:1].lower()}{title[1:]}" if often[title] > 1 else title
        for check, title in titles.items()
    }


def check_rows(
    judged: list[Result], assignment: Assignment, titles: Mapping[str, str]
) -> tuple[CheckRow, ...]:
    """Return the required checks that most did not pass."""
    missed: Counter[str] = Counter()
    for result in judged:
        for finding in result.grade.findings:
            if finding.status in ("failed", "partial") and not finding.optional:
                missed[finding.id] += 1
    parts = {check.id: part.title for part in assignment.parts for check in part.checks}
    return tuple(
        CheckRow(
            title=titles[check],
            part=_part_unless_named(parts.get(check, ""), titles[check]),
            failed=numbers.count(number),
            share=numbers.percent(number / len(judged), digits=0),
        )
        for check, number in missed.most_common(_MOST_FAILED)
    )


def _part_unless_named(part: str, title: str) -> str:
    """The part, where the title does not name it already."""
    return "" if title.startswith(part) else part
