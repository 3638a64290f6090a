"""Keeps second marks: what another grader gives without having seen the first points.

They change no grade. Beside each stands what the first grader had given at that moment, so that
agreement stays what it was once both have talked, and which decision settled a difference.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from grader.model.graded.decision import Decision, PointsGiven
from grader.review import Book
from grader.text.points import points_as_text

_KEEP = """
    INSERT OR IGNORE INTO second_marking
    (finding, hand_in, grader, points, first_grader, first_points, comment, items, time)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
"""
_OF_A_QUESTION = """
    SELECT hand_in, grader, points, first_grader, first_points, comment, time, settled, items
    FROM second_marking WHERE finding = ? AND time <> '' ORDER BY time, rowid
"""
_LAST = """
    SELECT finding, hand_in, grader, points, first_grader, first_points, comment, time, settled,
        items
    FROM second_marking WHERE grader = ? AND time <> '' AND NOT settled
    ORDER BY time DESC, rowid DESC LIMIT 1
"""


@dataclass(frozen=True, slots=True)
class SecondMark:
    """Two opinions of one answer, neither of which knew the other."""

    hand_in: str
    grader: str
    points: Decimal
    first_grader: str
    first_points: Decimal
    comment: str = ""
    """Of the second one, for the student."""
    items: tuple[str, ...] = ()
    """Labels of rubric items that the second one ticked."""
    time: str = ""
    """ISO 8601, UTC, as decisions have it."""
    settled: int = 0
    """Id of the decision that settled a difference; 0 where none did."""

    @property
    def both(self) -> str:
        """Both, by name, as it stands beside the decision that settles them."""
        first, second = points_as_text(self.first_points), points_as_text(self.points)
        return f"settled between {self.first_grader} ({first}) and {self.grader} ({second})"


class SecondMarks:
    """The second marks of one folder. Every call is on the disk when it returns."""

    def __init__(self, book: Book) -> None:
        """Take the book in whose file they stand."""
        self._book = book

    def keep(self, finding: str, mark: SecondMark) -> bool:
        """Keep a mark; False where another one was there before."""
        with self._book.writing() as db:
            db.execute(
                "DELETE FROM second_marking WHERE finding = ? AND hand_in = ? AND time = ''",
                (finding, mark.hand_in),  # of an early form, without the first one's points
            )
            who = (finding, mark.hand_in, mark.grader, str(mark.points))
            first = (mark.first_grader, str(mark.first_points))
            kept = db.execute(
                _KEEP, (*who, *first, mark.comment, json.dumps(mark.items), self._book.clock())
            )
            return kept.rowcount == 1

    def of(self, finding: str) -> tuple[SecondMark, ...]:
        """Those of a question, in the order in which they were given."""
        with self._book.connect() as db:
            rows = db.execute(_OF_A_QUESTION, (finding,)).fetchall()
        return tuple(map(_mark, rows))

    def last_of(self, grader: str) -> tuple[str, SecondMark] | None:
        """The last one that a grader gave and that settled nothing yet, after its question."""
        with self._book.connect() as db:
            row = db.execute(_LAST, (grader,)).fetchone()
        return (str(row[0]), _mark(row[1:])) if row else None

    def take_back(self, finding: str, mark: SecondMark) -> None:
        """Forget a mark: the answer waits for a second one again."""
        with self._book.writing() as db:
            db.execute(
                "DELETE FROM second_marking WHERE finding = ? AND hand_in = ? AND grader = ?",
                (finding, mark.hand_in, mark.grader),
            )

    def change(self, finding: str, mark: SecondMark) -> None:
        """Give a mark other items and points, where a rubric item was changed for all."""
        with self._book.writing() as db:
            db.execute(
                "UPDATE second_marking SET points = ?, first_points = ?, items = ? "
                "WHERE finding = ? AND hand_in = ? AND grader = ?",
                (
                    str(mark.points), str(mark.first_points), json.dumps(mark.items),
                    finding, mark.hand_in, mark.grader,
                ),
            )  # fmt: skip

    def settle(self, decision: Decision) -> None:
        """Remember by which decision a difference was settled."""
        if isinstance(decision.what, PointsGiven):
            with self._book.writing() as db:
                db.execute(
                    "UPDATE second_marking SET settled = ? WHERE finding = ? AND hand_in = ?",
                    (decision.id, decision.what.finding, decision.hand_in),
                )


def _mark(row: Sequence[object]) -> SecondMark:
    hand_in, grader, points, first_grader, first_points, comment, time, settled, items = map(
        str, row
    )
    return SecondMark(
        hand_in,
        grader,
        Decimal(points),
        first_grader,
        Decimal(first_points),
        comment,
        tuple(map(str, json.loads(items))),
        time,
        int(settled),
    )
