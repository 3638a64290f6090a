"""Keeps the book of decisions: records are added, and none is changed or deleted."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Literal

from pydantic import TypeAdapter

from grader.errors import ConfigError, GraderError, Problem
from grader.model.graded.decision import (
    AppealAnswered,
    Basis,
    Decided,
    Decision,
    ObservationJudged,
    PointsGiven,
    Undone,
    standing,
    taken_back,
)
from grader.review.database import opened, reading, transaction

NAME = "decisions.sqlite3"
KINDS: dict[str, type[Decided]] = {
    "points": PointsGiven,
    "observation": ObservationJudged,
    "appeal": AppealAnswered,
    "undo": Undone,
}
"""By the word in the column `kind`."""
_KIND_OF = {form: kind for kind, form in KINDS.items()}
_READERS = {kind: TypeAdapter(form) for kind, form in KINDS.items()}
_ALL = """
    SELECT id, time, author, hand_in, kind, what, why, notebook, answer, question
    FROM decision ORDER BY id
"""
_OF_ONE = """
    SELECT id, time, author, hand_in, kind, what, why, notebook, answer, question
    FROM decision WHERE hand_in = ? ORDER BY id
"""
_LATER = """
    SELECT id, time, author, hand_in, kind, what, why, notebook, answer, question
    FROM decision WHERE id > ? ORDER BY id
"""
_ONE = """
    SELECT id, time, author, hand_in, kind, what, why, notebook, answer, question
    FROM decision WHERE id = ?
"""
_ADD = """
    INSERT INTO decision (time, author, hand_in, kind, what, why, notebook, answer, question)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
"""


def utc_now() -> str:
    """The time, to the millisecond."""
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


@dataclass(frozen=True, slots=True)
class Draft:
    """A decision that is to be recorded."""

    hand_in: str
    """Name of the hand-in's folder in the batch."""
    author: str
    what: Decided
    why: str = ""
    basis: Basis = field(default_factory=Basis)
    seen: int | Literal["any"] | None = "any"
    """Id of the decision about the same that stood when the person decided, None where there was
    none; `any` asks for nothing.
    """


class DecisionConflict(GraderError):  # noqa: N818 - what it says is the name
    """Somebody else decided about the same meanwhile; nothing was recorded."""

    def __init__(self, found: tuple[Decision, ...]) -> None:
        """Take the decisions that stand now."""
        said = "; ".join(
            f"decision {one.id} by {one.author} about {one.subject()[1]}" for one in found
        )
        said = said or "a decision was taken back"
        super().__init__(f"somebody else decided meanwhile: {said}", hint="look at both")
        self.found = found


@dataclass(frozen=True, slots=True)
class Book:
    """What people decided about the hand-ins of a batch. No connection stays open: processes and
    threads may share it.
    """

    folder: Path
    """The batch's."""
    clock: Callable[[], str] = utc_now

    @property
    def path(self) -> Path:
        """The SQLite file."""
        return self.folder / NAME

    def all(self) -> tuple[Decision, ...]:
        """Every record, the oldest first."""
        return self._read(_ALL)

    def of(self, hand_in: str) -> tuple[Decision, ...]:
        """Every record about one hand-in, the oldest first."""
        return self._read(_OF_ONE, hand_in)

    def after(self, number: int) -> tuple[Decision, ...]:
        """Every record that was added after this one, the oldest first."""
        return self._read(_LATER, number)

    def record(self, drafts: Sequence[Draft]) -> tuple[Decision, ...]:
        """Record them all or none; they are on the disk once this returns. Raises DecisionConflict
        where another decision stands than the one that was seen.
        """
        with self.writing() as connection:
            found = [one for draft in drafts for one in _unseen(connection, draft)]
            if found:
                raise DecisionConflict(tuple(one for one in found if one is not None))
            time = self.clock()
            return tuple(_added(connection, draft, time) for draft in drafts)

    def undo(self, number: int, *, author: str, why: str = "") -> Decision:
        """Take a decision back: the one before it about the same stands again."""
        with self.writing() as connection:
            row = connection.execute(_ONE, (number,)).fetchone()
            if row is None:
                raise _refused(self.path, number, "there is no such decision")
            decision = _decision(row)
            if number in taken_back(_of(connection, decision.hand_in)):
                raise _refused(self.path, number, "it was taken back already")
            draft = Draft(decision.hand_in, author, Undone(number), why, decision.basis)
            return _added(connection, draft, self.clock())

    @contextmanager
    def connect(self) -> Iterator[sqlite3.Connection]:
        """A connection of its own, for what else is kept in the same file."""
        with opened(self.path) as connection:
            yield connection

    @contextmanager
    def writing(self, *, outlives_power_cuts: bool = True) -> Iterator[sqlite3.Connection]:
        """The same in a transaction that no other writer can come between. Who is at which answer
        need not outlive a power cut, and then nobody waits for the disk.
        """
        with transaction(self.path, waits_for_disk=outlives_power_cuts) as connection:
            yield connection

    def _read(self, query: str, *values: object) -> tuple[Decision, ...]:
        with reading(self.path) as connection:
            rows = connection.execute(query, values).fetchall() if connection else ()
            return tuple(map(_decision, rows))


def _unseen(connection: sqlite3.Connection, draft: Draft) -> Iterator[Decision | None]:
    """What stands now about the draft's subject where the person saw something else."""
    if draft.seen == "any":
        return
    subject = Decision(0, "", draft.author, draft.hand_in, draft.what).subject()
    stands = next(
        (one for one in standing(_of(connection, draft.hand_in)) if one.subject() == subject), None
    )
    if (stands.id if stands else None) != draft.seen:
        yield stands


def _of(connection: sqlite3.Connection, hand_in: str) -> tuple[Decision, ...]:
    return tuple(map(_decision, connection.execute(_OF_ONE, (hand_in,)).fetchall()))


def _refused(path: Path, number: int, why: str) -> ConfigError:
    return ConfigError(
        [Problem(str(path), None, f"decision {number}", why)],
        hint="grader override FOLDER --list names them",
    )


def _added(connection: sqlite3.Connection, draft: Draft, time: str) -> Decision:
    if isinstance(draft.what, PointsGiven) and not draft.what.points.is_finite():
        raise ValueError(f"no points: {draft.what.points}")
    said = json.dumps(asdict(draft.what), default=_plain, sort_keys=True, ensure_ascii=False)
    basis = draft.basis
    values = (draft.author, draft.hand_in, _KIND_OF[type(draft.what)], said, draft.why)
    row = (time, *map(_clean, values), basis.notebook, basis.answer, basis.question)
    cursor = connection.execute(_ADD, row)
    return _decision((cursor.lastrowid, *row))


def _plain(value: object) -> str:
    """Points as text, so that nothing rounds them."""
    if isinstance(value, Decimal):
        return f"{value:f}"
    raise TypeError(type(value).__name__)


def _clean(text: str) -> str:
    """Without halves of characters, which no file in UTF-8 holds."""
    return text.encode("utf-8", "replace").decode()


def _decision(row: Sequence[object]) -> Decision:
    number, time, author, hand_in, kind, what, why, *digests = map(str, row)
    try:
        decided = _READERS[kind].validate_json(what)
    except (KeyError, ValueError):
        said = "can't be read: it is damaged, or another program changed it"
        hint = "take the file from a backup, with those beside it that end in -wal and -shm"
        problem = Problem(NAME, None, f"decision {number}", said)
        raise ConfigError([problem], hint=hint) from None
    return Decision(int(number), time, author, hand_in, decided, why, Basis(*digests))
