"""Names the members of a group that handed in together, where the system names the group alone.

Moodle, Brightspace and Blackboard put the group's name where a student's would stand, and Moodle
the group's number where the participant's would.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace

from grader.intake.path import printable
from grader.intake.rosters.columns import OWN_COLUMNS
from grader.intake.rosters.persons import Row
from grader.intake.rosters.roster import Roster
from grader.model.hand_in import HandIn
from grader.model.submission import Student
from grader.text.ids import name_words, names_agree, run_together

NAMING_GROUPS = frozenset({"moodle", "brightspace", "blackboard"})
"""Systems whose downloads do so."""
NUMBERED = frozenset({"moodle"})
"""Those whose own numbers have to be known of the members, since nothing else goes back."""


class Groups:
    """The groups of one roster."""

    def __init__(self, roster: Roster, system: str) -> None:
        """Take the roster, and whose download the hand-ins are."""
        columns = {column for row in roster.rows for column in row.ids}
        self._own = next((one for one in OWN_COLUMNS.get(system, ()) if one in columns), "")
        self._used = system in NAMING_GROUPS and (bool(self._own) or system not in NUMBERED)
        self._rows: dict[str, list[Row]] = defaultdict(list)
        for row in roster.rows if self._used else ():
            for group in filter(None, map(run_together, row.groups)):
                self._rows[group].append(row)
        self._names = {name_words(row.student.name or "") for row in roster.rows}
        self._ids = {value for row in roster.rows for value in row.ids.values()}
        self._numbered = {
            row.ids[self._own]: row.student.name or ""
            for row in roster.rows
            if self._used and system in NUMBERED and self._own in row.ids
        }

    def named(self, one: HandIn) -> HandIn:
        """The hand-in as all members', if it is a group's of the roster; without its number, if
        that is somebody's of quite another name; else as it was.
        """
        if not self._used or len(one.origin.students) != 1:
            return one
        (student,) = one.origin.students
        called = (student.name if self._numbered else student.name or student.id) or ""
        members = tuple(map(self._member, self._rows.get(run_together(called), ())))
        if members and name_words(called) not in self._names and called not in self._ids:
            named = ", ".join(printable(who.name or who.id or who.email or "?") for who in members)
            note = f"The group {printable(called)} handed it in: {named}, as the roster has it."
            return _of(one, members, note)
        other = self._numbered.get(student.id or "", "")
        if not names_agree(called, other):
            note = (
                f"Its number ({student.id}) is {printable(other)}'s on the roster, and its name is "
                f"{printable(called)}: a group's number is none of a student's. Nobody was matched."
            )
            return _of(one, (replace(student, id=None),), note)
        return one

    def _member(self, row: Row) -> Student:
        return replace(row.student, id=row.ids.get(self._own, row.student.id))


def _of(one: HandIn, students: tuple[Student, ...], note: str) -> HandIn:
    origin = replace(one.origin, students=students, notes=(*one.origin.notes, note))
    return replace(one, origin=origin)
