"""Draws small signs for a check's status and the share of the points, without relying on colour."""

from __future__ import annotations

from decimal import Decimal

from grader.model.graded.finding import FindingStatus
from grader.report.figures import palette
from grader.report.figures.svg import Figure, box, disc, half_disc, number, path
from grader.text.points import points_as_text

_DISC = disc(8, 8, 8)
_STROKE: dict[str, str | float] = {
    "fill": "none",
    "stroke": palette.PAPER,
    "stroke_width": 2,
    "stroke_linecap": "round",
}
_SIGNS: dict[FindingStatus, str] = {
    "passed": path("M4.2 8.4L7 11L11.8 5.4", **_STROKE),
    "partial": path(half_disc(8, 8, 5.4), fill=palette.PAPER),
    "failed": path("M5.2 5.2L10.8 10.8M10.8 5.2L5.2 10.8", **_STROKE),
    "skipped": path("M4.5 8L11.5 8", **_STROKE),
    "needs_review": path(
        "".join(disc(x, 8, 1.3) for x in (4, 8, 12)),
        fill=palette.PAPER,
    ),
}
STATUS_WORDS: dict[FindingStatus, str] = {
    "passed": "passed",
    "partial": "partly",
    "failed": "not yet",
    "skipped": "skipped",
    "needs_review": "a person decides",
}
_BAR_WIDTH, _BAR_HEIGHT = 400, 14


def status_mark(status: FindingStatus) -> Figure:
    """Return the sign of a status: a disc with a tick, a half, a cross, a dash or dots."""
    body = path(_DISC, fill=palette.STATUS[status]) + _SIGNS[status]
    return Figure(f"mark-{status.replace('_', '-')}", 16, 16, body, STATUS_WORDS[status])


def points_bar(name: str, earned: Decimal, awaiting: Decimal, possible: Decimal) -> Figure:
    """Return a bar: what was earned is full, what awaits a person is hatched, the rest is empty."""
    unit = _BAR_WIDTH / float(possible) if possible > 0 else 0.0
    full = min(_BAR_WIDTH, max(0.0, float(earned) * unit))
    open_end = min(_BAR_WIDTH, full + max(0.0, float(awaiting) * unit))
    body = (
        path(box(0, 0, _BAR_WIDTH, _BAR_HEIGHT), fill=palette.LOST)
        + path(box(0, 0, full, _BAR_HEIGHT) if full else "", fill=palette.EARNED)
        + path(_hatching(full, open_end), stroke=palette.AWAITING, stroke_width="1.6", fill="none")
    )
    alt = f"{points_as_text(earned)} of {points_as_text(possible)} points"
    if awaiting:
        alt += f", {points_as_text(awaiting)} more await a person"
    return Figure(name, _BAR_WIDTH, _BAR_HEIGHT, body, alt)


def _hatching(start: float, end: float) -> str:
    if end - start < 1:
        return ""
    strokes = []
    at = start - _BAR_HEIGHT + 3
    while at < end:
        low, high = max(start, at), min(end, at + _BAR_HEIGHT)
        if high > low:
            strokes.append(
                f"M{number(low)} {number(_BAR_HEIGHT - (low - at))}L{number(high)} "
                f"{number(_BAR_HEIGHT - (high - at))}"
            )
        at += 5
    return "".join(strokes)
