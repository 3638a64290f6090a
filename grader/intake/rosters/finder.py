"""Looks students up on a roster, by what the system that gave their hand-ins calls them.

A number of Canvas', Moodle's or Brightspace's own means somebody in a column of that system's
numbers alone. In any other column it may be anybody's, so the name has to agree with it there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from grader.intake.rosters.columns import ONLY_OWN, OWN_COLUMNS
from grader.intake.rosters.persons import Row
from grader.intake.rosters.roster import Roster
from grader.model.hand_in import Intake
from grader.model.submission import Student
from grader.text.ids import folded, loosely, name_words, names_agree, rounded_to, squeezed

WITH_OTHER_NUMBERS = frozenset({"canvas", "moodle", "brightspace"})
"""Systems whose downloads have names, and numbers that may mean somebody else on a roster."""


@dataclass(frozen=True, slots=True)
class Match:
    """A student found on the roster."""

    row: Row
    how: str = ""
    """What had to be overlooked; empty where the id or the address is the same."""
    listed: bool = False
    """Whether the roster has the id under the system's own numbers."""


class Finder:
    """Looks students up on one roster."""

    def __init__(self, roster: Roster, intake: Intake) -> None:
        """Take the roster, and the hand-ins, by whose system it is known what their ids are."""
        columns = {column for row in roster.rows for column in row.ids}
        self._system = intake.system
        own = [column for column in OWN_COLUMNS.get(self._system, ()) if column in columns][:1]
        self._rows = roster.rows
        self._asked = own or sorted(columns)
        self._own = next((one for one in own if one in ONLY_OWN.get(self._system, ())), "")
        self._names = [row.student.name or "" for row in roster.rows]
        self._most = self._has_most(intake)

    def _has_most(self, intake: Intake) -> bool:
        """Whether the ids of most hand-ins stand on the roster: those of another kind may, too, but
        not most of them.
        """
        known = {value for row in self._rows for value in self._ids(row)}
        ids = [who.id for one in intake.hand_ins for who in one.origin.students if who.id]
        return 2 * sum(one in known for one in ids) > len(ids)

    def exactly(self, student: Student) -> list[Row]:
        """The rows with the student's id, else with the address."""
        found = [
            row
            for row in self._rows
            if student.id and student.id in self._ids(row) and self._may_be(student, row)
        ]
        if not found and "@" in (address := (student.email or student.id or "")):
            found = [
                row for row in self._rows if folded(row.student.email or "") == folded(address)
            ]
        return found

    def loosely(self, student: Student) -> list[Match]:
        """The rows that fit when something is overlooked: the first kind of fit that there is."""
        for how, found in self._fits(student):
            if found:
                return [Match(row, how) for row in found]
        return []

    def lists(self, student: Student, row: Row) -> bool:
        """Whether the row has the student's id under the system's own numbers."""
        return bool(student.id) and student.id == row.ids.get(self._own)

    def names_in(self, text: str) -> list[str]:
        """The names of the roster, of two words or more, all of whose words stand there."""
        words = set(name_words(text.replace("_", " ")))
        names = dict.fromkeys(row.student.name or "" for row in self._rows)
        return [name for name in names if len(own := set(name_words(name))) > 1 and own <= words]

    def _fits(self, student: Student) -> Iterator[tuple[str, list[Row]]]:
        given = student.id or ""
        if given:
            yield (
                "another spelling of the id",
                self._where(student, lambda one: folded(one) == folded(given)),
            )
            yield (
                "the id as a spreadsheet changes it",
                self._where(student, lambda one: loosely(one) == loosely(given)),
            )
            yield (
                "the id as a spreadsheet rounds it",
                self._where(student, lambda one: rounded_to(one, given)),
            )
        if given and self._system not in WITH_OTHER_NUMBERS:
            local = [row for row in self._rows if _local_part(row) == folded(given)]
            yield "what stands before the @ of the address", local
        if student.name and not self._own:
            yield "the name alone", [row for row in self._rows if self._has_name(row, student.name)]

    def _where(self, student: Student, fits: Callable[[str], bool]) -> list[Row]:
        fitting = [row for row in self._rows if any(map(fits, self._ids(row)))]
        return [row for row in fitting if self._may_be(student, row)]

    def _may_be(self, student: Student, row: Row) -> bool:
        """Whether a number of the system's own may be the student's there.

        In a column of others it may be anybody's, and one of Moodle's a group's. So the name has to
        agree; but a group of Canvas has a member's number, and is called as nobody on the roster.
        """
        called, known = student.name or "", row.student.name or ""
        if self._system not in WITH_OTHER_NUMBERS:
            return True
        if not called:  # anonymous: Canvas' numbers are of another kind then
            return self._most or (bool(self._own) and self._system != "canvas")
        if not known:
            return (self._most or bool(self._own)) and self._system != "moodle"
        if names_agree(called, known):
            return True
        group = not any(names_agree(called, name) for name in self._names if name)
        return self._system == "canvas" and (self._most or bool(self._own)) and group

    def _has_name(self, row: Row, name: str) -> bool:
        known = row.student.name or ""
        if self._system == "canvas":
            return folded(name) in squeezed(known)
        return bool(name_words(name)) and name_words(known) == name_words(name)

    def _ids(self, row: Row) -> list[str]:
        return [row.ids[column] for column in self._asked if column in row.ids]


def _local_part(row: Row) -> str:
    return folded(row.student.email or "").partition("@")[0]
