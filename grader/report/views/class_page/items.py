"""Shows how hard each check was, and whether those who know more pass it more often."""

from __future__ import annotations

import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from grader.model.assignment import Assignment
from grader.model.graded.result import Result
from grader.report import numbers
from grader.report.figures.plots import HeatMap

FEWEST = 6
"""Of fewer hand-ins nothing can be said."""
_MOST = 60
_LONGEST_NAME = 60
_STRONGEST = 0.85
_COLUMNS = ("all", "lower third", "middle third", "upper third", "discrimination")


@dataclass(frozen=True, slots=True)
class ItemRow:
    """One check in numbers."""

    title: str
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ItemsView:
    """Every check of an assignment."""

    figure: HeatMap
    columns: tuple[str, ...]
    rows: tuple[ItemRow, ...]


@dataclass(frozen=True, slots=True)
class _ItemStatistics:
    title: str
    thirds: tuple[float | None, ...]
    """The share of the points that all and each third of the class reached on average."""
    discrimination: float | None
    """How far reaching it goes along with all other points: Pearson's r, −1 to 1."""

    def values(self) -> tuple[float | None, ...]:
        return (*self.thirds, self.discrimination)


def items_view(
    judged: Sequence[Result], assignment: Assignment, titles: Mapping[str, str]
) -> ItemsView | None:
    """Return the analysis of each check; None where the class is too small for one."""
    ranked = sorted(judged, key=lambda result: result.grade.points)
    checks = [check.id for part in assignment.parts for check in part.checks if check.id in titles]
    if len(ranked) < FEWEST or not checks:
        return None
    items = [_item(check, titles[check], ranked) for check in checks[:_MOST]]
    known = [item for item in items if item.thirds[0] is not None]
    return _view(known) if known else None


def _item(check: str, title: str, ranked: Sequence[Result]) -> _ItemStatistics:
    shares = [_share(check, result) for result in ranked]
    third = len(ranked) / 3
    ends = [0, round(third), round(2 * third), len(ranked)]
    thirds = [_mean(shares)] + [_mean(shares[ends[part] : ends[part + 1]]) for part in range(3)]
    return _ItemStatistics(title, tuple(thirds), _discrimination(check, shares, ranked))


def _share(check: str, result: Result) -> float | None:
    """Which share of the check's points was reached; None where a person has yet to decide."""
    for finding in result.grade.findings:
        if finding.id == check and finding.status != "needs_review" and finding.points_possible:
            return float(finding.points / finding.points_possible)
    return None


def _mean(shares: Sequence[float | None]) -> float | None:
    known = [share for share in shares if share is not None]
    return statistics.fmean(known) if known else None


def _discrimination(
    check: str, shares: Sequence[float | None], ranked: Sequence[Result]
) -> float | None:
    pairs = [
        (share, float(result.grade.points) - _own_points(check, result))
        for share, result in zip(shares, ranked, strict=True)
        if share is not None
    ]
    own, others = [own for own, _ in pairs], [other for _, other in pairs]
    if len(pairs) < FEWEST or len(set(own)) == 1 or len(set(others)) == 1:
        return None
    return statistics.correlation(own, others)


def _own_points(check: str, result: Result) -> float:
    return sum(
        float(finding.points)
        for finding in result.grade.findings
        if finding.id == check and not finding.optional
    )


def _view(items: Sequence[_ItemStatistics]) -> ItemsView:
    words = [_words(item) for item in items]
    figure = HeatMap(
        name="items",
        strength=tuple(_strengths(item) for item in items),
        words=tuple(words),
        rows=tuple(_short(item.title) for item in items),
        columns=_COLUMNS,
        row_title="",
        column_title="",
        alt=_alt(items),
        wide=True,
    )
    rows = tuple(ItemRow(item.title, cells) for item, cells in zip(items, words, strict=True))
    return ItemsView(figure, _COLUMNS, rows)


def _words(item: _ItemStatistics) -> tuple[str, ...]:
    shares = (numbers.percent(share, digits=0) for share in item.thirds)
    found = item.discrimination
    return (*shares, numbers.DASH if found is None else f"{found:.2f}".replace("-", numbers.MINUS))


def _strengths(item: _ItemStatistics) -> tuple[float, ...]:
    shares = (0.0 if share is None else _STRONGEST * (2 * share - 1) for share in item.thirds)
    return (*shares, _STRONGEST * (item.discrimination or 0.0))


def _short(title: str) -> str:
    return title if len(title) <= _LONGEST_NAME else title[: _LONGEST_NAME - 1] + "…"


def _alt(items: Sequence[_ItemStatistics]) -> str:
    hardest = sorted(items, key=lambda item: item.thirds[0] or 0.0)[:3]
    listed = "; ".join(
        f"{item.title}, {numbers.percent(item.thirds[0], digits=0)}" for item in hardest
    )
    odd = [item.title for item in items if (item.discrimination or 0.0) < 0]
    against = f" Those who reach more elsewhere reach less in: {'; '.join(odd[:3])}." if odd else ""
    return (
        f"How much of each check's points was reached, by thirds of the class. Hardest: {listed}."
        f"{against}"
    )
