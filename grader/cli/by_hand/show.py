"""Shows decisions: as lines, as a table, as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich import box
from rich.table import Table
from rich.text import Text

from grader.cli.screen import on_one_line, safe
from grader.cli.written import print_bytes, write_file
from grader.model.graded.decision import (
    AppealAnswered,
    Decided,
    ObservationJudged,
    PointsGiven,
    Undone,
)
from grader.text.points import points_as_text

if TYPE_CHECKING:
    from grader.batch.by_hand import ListedDecision

STATE_WORDS = {
    "counts": "counts",
    "kept": "kept, does not count",
    "replaced": "replaced",
    "undone": "taken back",
    "undoes": "",
    "hand_in_gone": "kept: the hand-in is gone",
}


def table_of(decisions: Sequence[ListedDecision]) -> Table:
    """A line for every decision."""
    table = Table(
        "id", "when (UTC)", "who", "student", "what", "", box=box.SIMPLE_HEAD, show_edge=False
    )
    for one in decisions:
        decision = one.decision
        cells = (
            str(decision.id),
            decision.time[:16].replace("T", " "),
            decision.author,
            one.student,
            said(decision.what),
            _became(one),
        )
        table.add_row(*(Text(on_one_line(cell), overflow="fold") for cell in cells))
    return table


def said(what: Decided) -> str:
    """What was decided, in a few words."""
    match what:
        case PointsGiven(finding=finding, points=points, comment=comment):
            words = f" – {comment}" if comment else ""
            return f"{finding}: {points_as_text(points)} points{words}"
        case ObservationJudged(observation=observation, verdict=verdict):
            return f"{observation}: {verdict}"
        case AppealAnswered(finding=finding, granted=granted):
            return f"{finding}: appeal {'granted' if granted else 'refused'}"
        case Undone(decision=decision):
            return f"takes decision {decision} back"


def as_json(decisions: Sequence[ListedDecision]) -> bytes:
    """All there is of the decisions, for scripts."""
    document = {"schema_version": 1, "decisions": [dict(_fields(one)) for one in decisions]}
    return (json.dumps(document, indent=2, ensure_ascii=False) + "\n").encode("utf-8", "replace")


def put_out(decisions: Sequence[ListedDecision], place: str) -> None:
    """Write the JSON, or print it."""
    if place == "-":
        print_bytes(as_json(decisions))
    else:
        write_file(Path(place), as_json(decisions))


def _became(one: ListedDecision) -> str:
    from grader.report import FLAG_WORDS

    flag = one.applied.flag if one.applied else None
    return safe(FLAG_WORDS[flag] if flag else STATE_WORDS[one.state])


def _fields(one: ListedDecision) -> Iterator[tuple[str, Any]]:
    decision, what = one.decision, one.decision.what
    yield "id", decision.id
    yield "time", decision.time
    yield "author", decision.author
    yield "hand_in", decision.hand_in
    yield "student", one.student
    yield from _said_fields(what)
    yield "reason", decision.why
    yield "state", one.state
    yield "flag", one.applied.flag if one.applied else None


def _said_fields(what: Decided) -> Iterator[tuple[str, Any]]:
    match what:
        case PointsGiven():
            yield from (("kind", "points"), ("about", what.finding))
            yield from (("points", points_as_text(what.points)), ("comment", what.comment))
            yield "rubric_items", what.rubric_items
        case ObservationJudged():
            yield from (("kind", "observation"), ("about", what.observation))
            yield "verdict", what.verdict
        case AppealAnswered():
            yield from (("kind", "appeal"), ("about", what.finding), ("words", what.words))
            yield "verdict", "granted" if what.granted else "refused"
            yield "comment", what.answer
        case Undone():
            yield from (("kind", "undo"), ("about", str(what.decision)))
