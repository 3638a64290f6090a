"""Turns what people ask for into decisions, or into a list of everything that is wrong with it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal

from grader.batch.by_hand.graded_class import ClassResults, HandInNow
from grader.batch.by_hand.lookup import one_finding, one_hand_in
from grader.batch.by_hand.points import read_points
from grader.errors import ConfigError, Problem
from grader.model.graded.decision import PointsGiven
from grader.model.graded.finding import Finding
from grader.pipeline import basis_of
from grader.review import Draft
from grader.text.points import points_as_text


@dataclass(frozen=True, slots=True)
class Order:
    """Points for one finding of one student, as a person asked for them."""

    source: str
    """The table's path; empty for one on the command line."""
    line: int | None
    student: str
    finding: str
    points: str
    comment: str | None = None
    """None where nothing is said about it: an earlier one stays."""
    seen: int | Literal["any"] | None = "any"
    """Id of the decision that stood when the table was written."""
    answer: str = ""
    """Beginning of the digest of the answer that stood in the table; empty where none is given."""

    def problem(self, where: str, message: str) -> Problem:
        """Something wrong with it."""
        if not self.source:
            return Problem(where, None, "", message)
        return Problem(self.source, self.line, where, message)


@dataclass(frozen=True, slots=True)
class _ResolvedOrder:
    """An order whose student and finding are known, and whose points are possible."""

    order: Order
    hand_in: HandInNow
    finding: Finding
    points: Decimal


def drafts_of(
    orders: Sequence[Order], graded: ClassResults, *, author: str, why: str = ""
) -> tuple[Draft, ...]:
    """The decisions to be recorded; what changes nothing is left out. Raises ConfigError with
    everything that is wrong with any of the orders.
    """
    problems: list[Problem] = []
    understood = [one for order in orders for one in _resolved(order, graded, problems)]
    problems += _said_twice(understood)
    changes = [one for one in understood if not _stands_already(one)]
    changes = [_with_own(one, author) for one in changes]
    problems += [problem for one in changes for problem in _outdated(one)]
    if problems:
        problems.sort(key=lambda one: one.line or 0)
        raise ConfigError(problems, hint="nothing was recorded; correct these and give it again")
    return tuple(_draft(one, author, why) for one in changes)


def _resolved(
    order: Order, graded: ClassResults, problems: list[Problem]
) -> Iterator[_ResolvedOrder]:
    hand_in = one_hand_in(order.student, graded)
    if isinstance(hand_in, str):
        problems.append(order.problem("student", hand_in))
        _note_points(order, read_points(order.points), problems)
        return
    finding = one_finding(order.finding, hand_in)
    if isinstance(finding, str):
        problems.append(order.problem("finding", finding))
        _note_points(order, read_points(order.points), problems)
        return
    points = read_points(order.points, finding.points_possible)
    if isinstance(points, str):
        _note_points(order, points, problems)
        return
    yield _ResolvedOrder(order, hand_in, finding, points)


def _note_points(order: Order, points: Decimal | str, problems: list[Problem]) -> None:
    if isinstance(points, str):
        problems.append(order.problem("points", points))


def _said_twice(understood: Iterable[_ResolvedOrder]) -> Iterator[Problem]:
    first: dict[tuple[str, str], _ResolvedOrder] = {}
    for one in understood:
        before = first.setdefault((one.hand_in.folder.name, one.finding.id), one)
        if before is not one:
            place = f"line {before.order.line}" if before.order.line else "another place"
            message = f"{one.hand_in.called} has points for {one.finding.id} in {place}, too"
            yield one.order.problem("student", message)


def _stands_already(one: _ResolvedOrder) -> bool:
    """Whether a decision that counts says just this."""
    given = one.finding.override
    if given is None:
        return False
    said = one.order.comment
    return given.points == one.points and (said is None or _words(said) == _words(given.comment))


def _words(comment: str) -> str:
    """A comment as a table holds it, without its line ends."""
    return " ".join(comment.split())


def _with_own(one: _ResolvedOrder, author: str) -> _ResolvedOrder:
    """Who decides again on the same table goes on from what that table gave the last time."""
    stands = one.hand_in.stands("points", one.finding.id)
    if one.order.seen == "any" or stands is None or stands.author != author:
        return one
    return replace(one, order=replace(one.order, seen=stands.id))


def _outdated(one: _ResolvedOrder) -> Iterator[Problem]:
    """What changed since the table was written that its order came from."""
    order, about = one.order, one.finding.id
    stands = one.hand_in.stands("points", about)
    if order.seen not in ("any", stands.id if stands else None):
        message = "a decision about it was taken back since the table was written"
        if stands is not None and isinstance(stands.what, PointsGiven):
            given = points_as_text(stands.what.points)
            message = f"{stands.author} gave {given} points since the table was written"
        yield order.problem(
            about, f"{one.hand_in.called}: {message}; --overwrite records it anyway"
        )
    now = basis_of(one.hand_in.finished, about).answer
    if order.answer and not now.startswith(order.answer):
        message = "the answer is not the one that stood in the table; write a new table"
        yield order.problem(about, f"{one.hand_in.called}: {message}")


def _draft(one: _ResolvedOrder, author: str, why: str) -> Draft:
    given = one.finding.override
    comment = one.order.comment
    if comment is None:
        comment = given.comment if given else ""
    return Draft(
        one.hand_in.folder.name,
        author,
        PointsGiven(one.finding.id, one.points, comment),
        why,
        basis_of(one.hand_in.finished, one.finding.id),
        one.order.seen,
    )
