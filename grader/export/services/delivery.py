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
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Protocol

from grader.errors import ExportError
from grader.export.awards import Award
from grader.export.comment import comment_of
from grader.export.lms.matching import Nowhere, Person, Place, places
from grader.export.lms.plan import (
    FillingRequest,
    Line,
    converted,
    line_of,
    number,
    refuse_other_maximum,
)

TRIES = 4


class ServiceError(ExportError):
    """A service did not do what it was asked for."""


class UnsureError(ServiceError):
    """The service may have done it or not: its answer was lost, or was a fault of its own."""


class AccessRefusedError(ServiceError):
    """The service takes nothing from us: an expired token, a missing right."""


@dataclass(frozen=True, slots=True)
class Standing:
    """What a service has of one student."""

    grade: str = ""
    comments: tuple[str, ...] = ()
    closed: str = ""
    """Why the grade may not be changed; empty where it may."""


@dataclass(frozen=True, slots=True)
class Sent:
    """What is sent for one student."""

    points: str
    comment: str = ""
    """Empty where none is wanted, or where it is there already."""
    report: Path | None = None
    """A file that goes with the comment."""


class Gradebook(Protocol):
    """One assignment of a service."""

    title: str
    maximum: Decimal | None
    people: Sequence[Person]
    """Who is in the course; `row` is the place in this list."""
    own: str | None
    """The column of the service's own ids, where the hand-ins have them."""

    def standing(self, row: int) -> Standing:
        """What was read of the student at first."""

    def read_again(self, row: int) -> Standing:
        """What the service has now."""

    def send(self, row: int, sent: Sent) -> None:
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
    found = places(wanted.awards, book.people, own=book.own)
    for award, place in zip(wanted.awards, found, strict=True):
        if award.points is None or isinstance(place, Nowhere):
            why = place.why if isinstance(place, Nowhere) and not award.why_none else award.why_none
            yield line_of(award, "skipped", said=why)
            continue
        row, standing = place.person.row, book.standing(place.person.row)
        points = converted(award.points, award.possible, book.maximum, scale=wanted.scale)
        comment = _comment(award) if wanted.comments else ""
        if standing.closed:
            yield line_of(award, "skipped", points=points, was=standing.grade, said=standing.closed)
            continue
        sent = _difference(standing, points, comment, report(award) if comment else None)
        how = f"found by {place.how}: {place.person.name}" if place.how else ""
        if sent is None:
            yield line_of(award, "same", points=points, was=standing.grade, said=how)
            continue
        failed = "" if dry_run else _sent(book, row, sent, wait)
        what = "and a comment" if sent.comment else ""
        if failed:
            yield line_of(award, "skipped", points=points, was=standing.grade, said=failed)
        else:
            said = "; ".join(filter(None, (how, what)))
            yield line_of(award, "set", points=points, was=standing.grade, said=said)
    yield from _without_hand_in(book, found)


def _without_hand_in(book: Gradebook, found: Sequence[Place | Nowhere]) -> Iterator[Line]:
    met: set[int] = set()
    for place in found:
        met |= {place.person.row} if isinstance(place, Place) else place.rows
    for one in book.people:
        if one.row not in met:
            shown = next(iter(one.ids.values()), "")
            yield Line(one.name, shown, "skipped", said="no hand-in of theirs is here")


def _difference(standing: Standing, points: str, comment: str, report: Path | None) -> Sent | None:
    """What has to be sent; None where all of it is there."""
    if comment and report is not None:
        digest = hashlib.sha256(report.read_bytes()).hexdigest()
        comment = _marked(comment, digest)
    elif comment:
        comment = _marked(comment, "")
    mark = comment.rpartition("[")[2]
    there = bool(comment) and any(f"[{mark}" in one for one in standing.comments)
    if number(standing.grade) == Decimal(points) and (there or not comment):
        return None
    return Sent(points) if there or not comment else Sent(points, comment, report)


def _marked(comment: str, with_it: str) -> str:
    """The comment with its mark, which changes with all that it says."""
    digest = hashlib.sha256(f"{comment}\0{with_it}".encode()).hexdigest()[:12]
    return f"{comment}\n[grader {digest}]"


def _comment(award: Award) -> str:
    return comment_of(award.graded.result.grade) if award.graded is not None else ""


def _sent(book: Gradebook, row: int, sent: Sent, wait: Callable[[float], None]) -> str:
    """Send it until it is there; why it could not be sent, else nothing."""
    failed = ""
    for turn in range(TRIES):
        try:
            if turn:
                wait(2.0**turn)
                left = _difference_to(book.read_again(row), sent)
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


def _difference_to(standing: Standing, sent: Sent) -> Sent | None:
    """What of `sent` has not arrived."""
    mark = sent.comment.rpartition("[")[2]
    there = not sent.comment or any(f"[{mark}" in one for one in standing.comments)
    if there and number(standing.grade) == Decimal(sent.points):
        return None
    return Sent(sent.points) if there else sent


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
