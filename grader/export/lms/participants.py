"""Reads who takes part in an assignment of Moodle, as its grading worksheet lists them.

Recognised are the identifiers, one word and a number, which the names in Moodle's downloads hold,
too; the names; and the columns that name groups. So it serves whatever the grades are out of.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from grader.errors import ExportError
from grader.export.awards import Award
from grader.export.lms.matching import Person
from grader.export.lms.sheet import AS_GIVEN, TableFile, read_sheet, rows_below
from grader.text.ids import run_together

IDENTIFIER = "Identifier"
_IDENTIFIER = re.compile(r"(?P<word>\D{1,40}?)(?P<number>[0-9]{1,18})")
STATUS = frozenset(
    {"status", "estado", "état", "statut", "stato", "estat", "stav", "stan", "állapot", "tila"}
    | {"статус", "состояние", "状态", "狀態", "ステータス", "상태", "durum", "κατάσταση", "סטטוס"}
)
FULL_NAME = frozenset(
    {"full name", "vollständiger name", "nom complet", "nombre completo", "nome completo"}
    | {"volledige naam", "nome e cognome", "nom complet", "полное имя", "全名", "フルネーム"}
)
FEW_STUDENTS = 4
"""So many may share their status, or their name, by chance."""
GROUP = frozenset(
    {"group", "gruppe", "grupo", "groupe", "gruppo", "groep", "grup", "grupp", "ryhmä", "skupina"}
    | {"grupa", "csoport", "группа", "ομάδα", "小组", "小組", "グループ", "그룹", "קבוצה"}
)


@dataclass(frozen=True, slots=True)
class ParticipantList:
    """Who stands in the worksheet."""

    sheet: TableFile
    rows: Mapping[int, list[str]]
    """By their place in the sheet, as long as the header."""
    identifier: int
    word: str
    """Before the number of each identifier: `Participant `."""
    name: int | None
    """Where the names stand; None where the marking is anonymous."""

    def participant(self, row: int) -> str:
        """The number by which Moodle knows the student in this assignment."""
        return self.rows[row][self.identifier][len(self.word) :]

    def name_of(self, row: int) -> str:
        """What the student is called; empty where the marking is anonymous."""
        return self.rows[row][self.name].strip() if self.name is not None else ""

    def people(self, awards: Iterable[Award], columns: Iterable[int]) -> list[Person]:
        """Everybody by Moodle's number, with the groups that some of `columns` name."""
        names = {run_together(one.student.name or "") for one in awards if one.hand_in} - {""}
        groups = [at for at in columns if self._holds_groups(at, names)]
        return [
            Person(
                row,
                {IDENTIFIER: self.participant(row)},
                self.name_of(row),
                groups=tuple(cells[at] for at in groups),
            )
            for row, cells in self.rows.items()
        ]

    def _holds_groups(self, at: int, names: AbstractSet[str]) -> bool:
        """Whether a column names the groups that handed in: by its header, else as most of the
        hand-ins are called as its cells are. One of markers may hold a student's name, but not most
        of them.
        """
        if self.sheet.header[at].strip().casefold() in GROUP:
            return True
        there = names & {run_together(cells[at]) for cells in self.rows.values()}
        return len(there) > 1 and 2 * len(there) > len(names)


def read_participants(content: bytes, name: str) -> ParticipantList:
    """Read who stands in a worksheet; raises ExportError where it is none."""
    sheet = read_sheet(content, name)
    rows = rows_below(sheet, name)
    if not rows:
        raise ExportError(f"{name}: the worksheet has no students", hint=AS_GIVEN)
    identifier, word = _identifier(sheet.header, rows, name)
    for row in rows.values():
        row[identifier] = row[identifier].strip()
    return ParticipantList(sheet, rows, identifier, word, _name(sheet.header, rows, identifier))


def participants(content: bytes, name: str, awards: Iterable[Award]) -> list[Person]:
    """The people of a worksheet, for hand-ins that Moodle's download named."""
    found = read_participants(content, name)
    columns = range(found.identifier + 1, len(found.sheet.header))
    return found.people(awards, [at for at in columns if at != found.name])


def _identifier(
    header: Sequence[str], rows: Mapping[int, Sequence[str]], name: str
) -> tuple[int, str]:
    for at in range(len(header)):
        found = [_IDENTIFIER.fullmatch(row[at].strip()) for row in rows.values()]
        words = {one["word"] for one in found if one}
        if all(found) and len(words) == 1:
            return at, words.pop()
    seen = ", ".join(header[:5])
    raise ExportError(
        f"{name}: expected a column with identifiers (Participant 12), got {seen}",
        hint="in Moodle: Submissions, Actions, Download grading worksheet",
    )


def _name(header: Sequence[str], rows: Mapping[int, Sequence[str]], identifier: int) -> int | None:
    """Behind the identifiers, unless the status stands there: known by its header, else by how few
    words there are for how many students.
    """
    at = identifier + 1
    title = header[at].strip().casefold() if at < len(header) else ""
    if title in STATUS or at >= len(header):
        return None
    cells = [row[at].strip() for row in rows.values()]
    few = len(cells) > FEW_STUDENTS and 2 * len(set(cells)) < len(cells)
    return None if few and title not in FULL_NAME else at
