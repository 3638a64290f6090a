"""Keeps what graders need beside their decisions: rubric items, comments, leases, marks, places.

These tables stand in the same file as the decisions. Unlike those they may change: nothing in them
is a grade.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from grader.model.assignment import RubricItemSpec
from grader.review import Book

LEASE_S = 90.0
"""How long an answer stays somebody's after a sign of life; the page gives one every 30 s."""
OF_THE_ASSIGNMENT = "stated-"
"""Begins the ids of the rubric items that `assignment.yaml` states."""
MOST_COMMENTS = 20
"""Of the comments kept, how many are proposed at a time."""


@dataclass(frozen=True, slots=True)
class RubricItem:
    """Something that answers to one question have in common, and what it is worth."""

    id: str
    points: Decimal
    """Negative where it costs."""
    words: str
    note: str = ""
    """For graders only."""

    @property
    def label(self) -> str:
        """What the student reads; decisions name an item by it."""
        return f"{self.words} ({signed(self.points)})"


def signed(points: Decimal) -> str:
    """Points with their sign, as in `−1` and `+0.5`."""
    amount = f"{abs(points).normalize():f}"
    return f"−{amount}" if points < 0 else f"+{amount}"


class Tables:
    """The tables of one folder. Every call stands for itself and is on disk when it returns."""

    def __init__(self, book: Book) -> None:
        """Take the book in whose file they stand."""
        self._book = book

    def setting(self, name: str, default: str) -> str:
        """What is kept under `name`; `default` is kept where nothing is."""
        with self._book.connect() as db:
            asked = "SELECT value FROM review_setting WHERE name = ?"
            found = db.execute(asked, (name,)).fetchone()
            if found is None:
                db.execute("INSERT OR IGNORE INTO review_setting VALUES (?, ?)", (name, default))
                found = db.execute(asked, (name,)).fetchone()
            return str(found[0])

    def set(self, name: str, value: str) -> None:
        """Keep another value under `name`."""
        with self._book.writing() as db:
            db.execute("INSERT OR REPLACE INTO review_setting VALUES (?, ?)", (name, value))

    # Rubric items

    def items(self, finding: str) -> tuple[RubricItem, ...]:
        """The items of a question, in their order: the first nine have digits as keys."""
        with self._book.connect() as db:
            rows = db.execute(
                "SELECT id, points, words, note FROM rubric_item WHERE finding = ? AND NOT dropped"
                " ORDER BY place, rowid",
                (finding,),
            ).fetchall()
        return tuple(
            RubricItem(key, Decimal(points), words, note) for key, points, words, note in rows
        )

    def take_items(self, finding: str, specs: Sequence[RubricItemSpec]) -> None:
        """Take over the items that the assignment states. One whose words or points were changed
        there is another one; the old one is proposed no more, and who has it keeps it.
        """
        items = [_of_the_assignment(finding, spec) for spec in specs]
        for place, item in enumerate(items):
            self.add_item(finding, item, place=place)
        for kept in self.items(finding):
            if kept.id.startswith(OF_THE_ASSIGNMENT) and kept.id not in {one.id for one in items}:
                self.drop_item(kept.id)

    def add_item(self, finding: str, item: RubricItem, *, place: int = 1000) -> None:
        """Add an item; where one with its id was ever there, nothing happens."""
        with self._book.writing() as db:
            db.execute(
                "INSERT OR IGNORE INTO rubric_item VALUES (?, ?, ?, ?, ?, ?, 0)",
                (item.id, finding, place, str(item.points), item.words, item.note),
            )

    def change_item(self, item: RubricItem) -> None:
        """Keep other points or words for an item."""
        with self._book.writing() as db:
            db.execute(
                "UPDATE rubric_item SET points = ?, words = ?, note = ? WHERE id = ?",
                (str(item.points), item.words, item.note, item.id),
            )

    def drop_item(self, item: str) -> None:
        """Propose an item no more."""
        with self._book.writing() as db:
            db.execute("UPDATE rubric_item SET dropped = 1 WHERE id = ?", (item,))

    # Comments

    def keep_comment(self, finding: str, words: str) -> None:
        """Remember that a comment was used."""
        with self._book.writing() as db:
            db.execute(
                "INSERT INTO kept_comment VALUES (?, ?, 1)"
                " ON CONFLICT (finding, words) DO UPDATE SET used = used + 1",
                (finding, words),
            )

    def comments(self, finding: str, search: str = "") -> tuple[str, ...]:
        """Comments used before: this question's first, those used most first."""
        pattern = "%" + "".join(f"\\{sign}" if sign in "\\%_" else sign for sign in search) + "%"
        with self._book.connect() as db:
            rows = db.execute(
                "SELECT words FROM kept_comment WHERE words LIKE ? ESCAPE '\\' GROUP BY words"
                " ORDER BY max(finding = ?) DESC, sum(used) DESC, words LIMIT ?",
                (pattern, finding, MOST_COMMENTS),
            ).fetchall()
        return tuple(str(words) for (words,) in rows)

    # Marks: what awaits a second opinion, what a grader skipped

    def mark(self, kind: str, hand_in: str, finding: str, grader: str) -> None:
        """Put a mark on an answer, or take it off where it is."""
        with self._book.writing() as db:
            gone = db.execute(
                "DELETE FROM mark WHERE kind = ? AND hand_in = ? AND finding = ?"
                " AND (kind <> 'skipped' OR grader = ?)",
                (kind, hand_in, finding, grader),
            ).rowcount
            if not gone:
                db.execute("INSERT INTO mark VALUES (?, ?, ?, ?)", (kind, hand_in, finding, grader))

    def marks(self, kind: str) -> dict[tuple[str, str], str]:
        """Who put a mark of this kind on which (hand-in, finding)."""
        with self._book.connect() as db:
            rows = db.execute("SELECT hand_in, finding, grader FROM mark WHERE kind = ?", (kind,))
            return {(hand_in, finding): grader for hand_in, finding, grader in rows}

    # Leases: who is at which answer; places: where a grader stopped

    def lease(self, hand_in: str, finding: str, grader: str, *, now: float, place: str = "") -> str:
        """Take an answer for a while; returns whose it is: the grader's own, where it was free.
        `place` is the page at which the grader is with that.
        """
        with self._book.writing(outlives_power_cuts=False) as db:
            if place:
                db.execute("INSERT OR REPLACE INTO place VALUES (?, ?)", (grader, place))
            db.execute("DELETE FROM lease WHERE grader = ?", (grader,))
            found = db.execute(
                "SELECT grader FROM lease WHERE hand_in = ? AND finding = ? AND ends > ?",
                (hand_in, finding, now),
            ).fetchone()
            if found:
                return str(found[0])
            db.execute(
                "INSERT OR REPLACE INTO lease VALUES (?, ?, ?, ?)",
                (hand_in, finding, grader, now + LEASE_S),
            )
            return grader

    def leave(self, grader: str) -> None:
        """Give up what the grader is at."""
        with self._book.writing(outlives_power_cuts=False) as db:
            db.execute("DELETE FROM lease WHERE grader = ?", (grader,))

    def leased(self, finding: str, *, now: float) -> dict[str, str]:
        """Who is at which hand-in's answer to a question now."""
        with self._book.connect() as db:
            rows = db.execute(
                "SELECT hand_in, grader FROM lease WHERE finding = ? AND ends > ?", (finding, now)
            )
            return dict(rows.fetchall())

    def place(self, grader: str) -> str:
        """The page at which a grader was last; empty at first."""
        with self._book.connect() as db:
            found = db.execute("SELECT path FROM place WHERE grader = ?", (grader,)).fetchone()
        return str(found[0]) if found else ""

    # Drafts: comments of answers that have no points yet

    def draft(self, hand_in: str, finding: str, grader: str) -> str:
        """A comment that a grader wrote before giving points."""
        with self._book.connect() as db:
            found = db.execute(
                "SELECT words FROM draft WHERE hand_in = ? AND finding = ? AND grader = ?",
                (hand_in, finding, grader),
            ).fetchone()
        return str(found[0]) if found else ""

    def set_draft(self, hand_in: str, finding: str, grader: str, words: str) -> None:
        """Keep such a comment; an empty one is none."""
        with self._book.writing() as db:
            key = (hand_in, finding, grader)
            db.execute("DELETE FROM draft WHERE hand_in = ? AND finding = ? AND grader = ?", key)
            if words:
                db.execute("INSERT INTO draft VALUES (?, ?, ?, ?)", (*key, words))

    # Groups that a person made

    def put_into(self, finding: str, hand_ins: Iterable[str], group: str) -> None:
        """Put answers into a group of a person's making."""
        with self._book.writing() as db:
            db.executemany(
                "INSERT OR REPLACE INTO grouped VALUES (?, ?, ?)",
                [(finding, hand_in, group) for hand_in in hand_ins],
            )

    def grouped(self, finding: str) -> dict[str, str]:
        """By hand-in, the group that a person put it into."""
        with self._book.connect() as db:
            rows = db.execute("SELECT hand_in, name FROM grouped WHERE finding = ?", (finding,))
            return dict(rows.fetchall())


def _of_the_assignment(finding: str, spec: RubricItemSpec) -> RubricItem:
    content = f"{finding}\0{spec.points}\0{spec.words}".encode("utf-8", "surrogatepass")
    name = OF_THE_ASSIGNMENT + hashlib.sha256(content).hexdigest()[:12]
    return RubricItem(name, spec.points, spec.words, spec.note)


def new_id() -> str:
    """A name for a rubric item or a group made on the spot."""
    return secrets.token_hex(6)
