"""Sends one student's grade after another, and nothing that is there already.

What a service has is read first. So a dry run shows the difference, and the same command again goes
on where it stopped: a comment ends in a mark made of all that it says, and where the mark is there
the comment is not written again. What a failed answer leaves unsure is read again before it is
sent again.
"""

from __future__ import annotations

import hashlib
import html
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path
from typing import Literal, Protocol

from grader.errors import ExportError
from grader.export.awards import Award
from grader.export.comment import comment_of
from grader.export.lms.groups import shared_out, without_numbers_of_groups
from grader.export.lms.matching import NoRowFound, Person, RowFound, places
from grader.export.lms.plan import (
    FillingRequest,
    Line,
    converted,
    line_of,
    number,
    refuse_other_maximum,
)

TRIES = 4
NUMBERS_OF_GROUPS = {"moodle": shared_out, "canvas": without_numbers_of_groups}
"""By the system of the hand-ins, what is done where a number may be a group's."""


class ServiceError(ExportError):
    """A service did not do what it was asked for."""


class UnsureError(ServiceError):
    """The service may have done it or not: its answer was lost, or was a fault of its own."""


class AccessRefusedError(ServiceError):
    """The service takes nothing from us: an expired token, a missing right."""


@dataclass(frozen=True, slots=True)
class GradeThere:
    """What a service has of one student."""

    grade: str = ""
    comments: tuple[str, ...] = ()
    closed: str = ""
    """Why the grade may not be changed; empty where it may."""
    final: bool = True
    """False where the service was told that a person has still to decide."""


@dataclass(frozen=True, slots=True)
class ScoreToSend:
    """What is sent for one student."""

    points: str
    """Empty where only the progress is sent."""
    possible: Decimal
    comment: str = ""
    """Empty where none is wanted, or where it is there already."""
    report: Path | None = None
    """A file that goes with the comment."""
    final: bool = True
    """False where a person has still to decide."""


class Gradebook(Protocol):
    """One assignment of a service."""

    title: str
    maximum: Decimal | None
    people: Sequence[Person]
    """Who is in the course; `row` is the place in this list."""
    own: str | None
    """The column of the service's own ids, where the hand-ins have them."""
    tells_progress: bool
    """Whether the service takes that a person has still to decide."""

    def grade_there(self, row: int) -> GradeThere:
        """What was read of the student at first."""

    def read_again(self, row: int) -> GradeThere:
        """What the service has now."""

    def send(self, row: int, sent: ScoreToSend) -> None:
        """Send it; raises ServiceError."""


def deliver(
    wanted: FillingRequest,
    book: Gradebook,
    *,
    report: Callable[[Award], Path | None],
    dry_run: bool,
    wait: Callable[[float], None],
) -> Iterator[Line]:
    """Send what differs; yields a line for everybody, as soon as it is done.

    Raises AccessRefusedError where the service takes nothing more.
    """
    refuse_other_maximum(wanted, book.maximum, where=book.title)
    awards = wanted.awards
    if book.own is not None and wanted.system in NUMBERS_OF_GROUPS:
        awards = NUMBERS_OF_GROUPS[wanted.system](awards, book.people, own=book.own)
    found = places(awards, book.people, own=book.own, system=wanted.system)
    for award, place in zip(awards, found, strict=True):
        pending = book.tells_progress and award.status == "needs_review"
        if isinstance(place, NoRowFound) or (award.points is None and not pending):
            why = (
                place.why
                if isinstance(place, NoRowFound) and not award.why_none
                else award.why_none
            )
            yield line_of(award, "skipped", said=why)
            continue
        grade_there = book.grade_there(place.person.row)
        if closed := grade_there.closed or _takes_away(award, grade_there):
            points = _points(award, wanted, book)
            yield line_of(award, "skipped", points=points, was=grade_there.grade, said=closed)
            continue
        whole = _all_of(award, wanted, book, report)
        sent = _difference(grade_there, whole)
        failed = "" if dry_run or sent is None else _sent(book, place.person.row, sent, wait)
        if failed:
            yield line_of(award, "skipped", points=whole.points, was=grade_there.grade, said=failed)
        else:
            said = "; ".join(_remarks(award, place, whole, sent))
            what: Literal["set", "same"] = "same" if sent is None else "set"
            yield line_of(award, what, points=whole.points, was=grade_there.grade, said=said)
    yield from _without_hand_in(book, found)


def _all_of(
    award: Award, wanted: FillingRequest, book: Gradebook, report: Callable[[Award], Path | None]
) -> ScoreToSend:
    """All that the service is to have of one student, comment and report with their mark."""
    points = _points(award, wanted, book)
    final = not book.tells_progress or award.status == "graded"
    comment = _comment(award) if wanted.comments and points else ""
    if not comment:
        return ScoreToSend(points, award.possible, final=final)
    attached = report(award)
    digest = hashlib.sha256(attached.read_bytes()).hexdigest() if attached else ""
    return ScoreToSend(points, award.possible, _marked(comment, digest), attached, final)


def _points(award: Award, wanted: FillingRequest, book: Gradebook) -> str:
    if award.points is None:
        return ""
    return converted(award.points, award.possible, book.maximum, scale=wanted.scale)


def _takes_away(award: Award, grade_there: GradeThere) -> str:
    """Why nothing is sent where a grade stands there and ours is open again: a progress without a
    score takes the score away.
    """
    if award.points is not None or not grade_there.grade:
        return ""
    return f"{award.why_none}; the grade that stands there is left"


def _remarks(
    award: Award, place: RowFound, whole: ScoreToSend, sent: ScoreToSend | None
) -> Iterator[str]:
    """What to know about a student's line."""
    if place.how:
        yield f"found by {place.how}: {place.person.name}"
    if not whole.final:
        yield f"{award.why_none or 'points await a person'}; sent as PendingManual"
    if sent is not None and sent.comment:
        yield "and a comment"


def _without_hand_in(book: Gradebook, found: Sequence[RowFound | NoRowFound]) -> Iterator[Line]:
    met: set[int] = set()
    for place in found:
        met |= {place.person.row} if isinstance(place, RowFound) else place.rows
    for one in book.people:
        if one.row not in met:
            shown = next(iter(one.ids.values()), "")
            yield Line(one.name, shown, "skipped", said="no hand-in of theirs is here")


def _difference(grade_there: GradeThere, whole: ScoreToSend) -> ScoreToSend | None:
    """What has to be sent of it; None where all of it is there."""
    mark = mark_of(whole.comment)
    there = not mark or any(mark in one for one in grade_there.comments)
    grade = number(grade_there.grade) == number(whole.points)
    if grade and there and grade_there.final == whole.final:
        return None
    return replace(whole, comment="", report=None) if there else whole


def mark_of(comment: str) -> str:
    """The mark at a comment's end; empty where there is no comment."""
    return "".join(comment.rpartition("[")[1:])


def _marked(comment: str, with_it: str) -> str:
    """The comment with its mark, which changes with all that it says."""
    digest = hashlib.sha256(f"{comment}\0{with_it}".encode()).hexdigest()[:12]
    return f"{comment}\n[grader {digest}]"


def _comment(award: Award) -> str:
    return comment_of(award.graded.result.grade) if award.graded is not None else ""


def _sent(book: Gradebook, row: int, sent: ScoreToSend, wait: Callable[[float], None]) -> str:
    """Send it until it is there; why it could not be sent, else nothing."""
    failed = ""
    for turn in range(TRIES):
        try:
            if turn:
                wait(2.0**turn)
                left = _difference(book.read_again(row), sent)
                if left is None:
                    return ""
                sent = left
            book.send(row, sent)
        except UnsureError as error:
            failed = error.message
        except AccessRefusedError:
            raise
        except ServiceError as error:
            return error.message
        else:
            return ""
    return f"{failed}; the same command tries again"


def as_html(text: str) -> str:
    """Plain text for a field that holds HTML."""
    return html.escape(text, quote=False).replace("\n", "<br>")


def secret_for(
    service: str, host: str, environment: Mapping[str, str], keyring: Callable[[str, str], object]
) -> str:
    """The token, from the environment or the keyring: never from a file, an option or a log."""
    name = f"GRADER_{service.upper()}_TOKEN"
    token = environment.get(name, "").strip() or str(keyring("grader", host) or "").strip()
    if not token:
        raise ExportError(
            f"there is no token for {host}",
            hint=f"put it into the environment ({name}) or into the keyring: "
            f"keyring set grader {host}",
        )
    return token
