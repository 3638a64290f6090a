"""Recognises the columns of Moodle's grading worksheet, whichever language its header is in.

The header is in the language of the person who downloads it, and Moodle imports it only as it is.
So columns are known by their translations and by how Moodle lays the table out: the identifiers are
one word and a number, the maximum is the same number in every row, and the grade stands left of it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from grader.errors import ExportError
from grader.export.lms.columns import the_column
from grader.export.lms.plan import number
from grader.export.lms.sheet import AS_GIVEN, TableFile, padded, read_sheet, refuse_ragged

_IDENTIFIER = re.compile(r"(?P<word>\D{1,40}?)(?P<number>[0-9]{1,18})")
GRADE = frozenset(
    {
        *("grade", "bewertung", "note", "calificación", "valutazione", "voto", "cijfer", "nota"),
        *("ocena", "známka", "betyg", "karakter", "arvosana", "оценка", "成绩", "成績", "評点"),
        *("qualificació", "avaliação", "beoordeling", "osztályzat", "βαθμός", "점수", "not"),
    }
)
MAXIMUM = frozenset(
    {
        *("maximum grade", "maximum mark", "höchste bewertung", "beste bewertung", "note maximale"),
        *("calificación máxima", "valutazione massima", "maximumcijfer", "nota máxima"),
        *("maximale beoordeling", "maksymalna ocena", "максимальная оценка", "最高分", "最大評点"),
    }
)
MODIFIED = re.compile(
    r"(?:last modified \(grade\)|zuletzt geändert \(bewertung\)|dernière modification \(note\)"
    r"|última modificación \(calificación\)|ultima modifica \(valutazione\)"
    r"|laatst gewijzigd \(cijfer\)|última modificação \(nota\)|laatst aangepast \(cijfer\))",
    re.IGNORECASE,
)
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
NO = frozenset(
    {"no", "nein", "non", "nee", "não", "nie", "ne", "nej", "nei", "ei", "нет", "否", "いいえ"}
    | {"hayır", "아니요", "όχι", "nem", "לא", "لا"}
)
YES = frozenset(
    {"yes", "ja", "oui", "sí", "sì", "sim", "tak", "ano", "kyllä", "да", "是", "はい", "si"}
    | {"evet", "예", "ναι", "igen", "כן", "نعم"}
)


@dataclass(frozen=True, slots=True)
class Worksheet:
    """The worksheet as the instructor downloaded it."""

    sheet: TableFile
    rows: Mapping[int, list[str]]
    identifier: int
    word: str
    """Before the number of each identifier: `Participant `."""
    name: int | None
    """Where the names stand; None where the marking is anonymous."""
    grade: int
    maximum: Decimal
    modified: int
    changeable: int | None
    """Where it stands whether the gradebook lets a grade be changed; None where nothing does."""

    def participant(self, row: int) -> str:
        """The number by which Moodle knows the student in this assignment."""
        return self.rows[row][self.identifier][len(self.word) :]

    def between(self) -> list[int]:
        """The columns between name and grade: addresses and numbers, status, group, marker."""
        return [at for at in range(self.identifier + 1, self.grade) if at != self.name]

    def is_locked(self, cells: Sequence[str]) -> bool:
        """Whether Moodle keeps the grade as it is."""
        return self.changeable is not None and cells[self.changeable].strip().casefold() in NO


def read_worksheet(content: bytes, name: str, *, column: str = "") -> Worksheet:
    """Read a worksheet; `column` is the header of the grades where it is not known.

    Raises ExportError where it is none, or where a column can't be recognised.
    """
    sheet = read_sheet(content, name)
    refuse_ragged(sheet, name)
    header = sheet.header
    rows = {at: padded(row, len(header)) for at, row in enumerate(sheet.rows[1:], 1)}
    if not rows:
        raise ExportError(f"{name}: the worksheet has no students", hint=AS_GIVEN)
    identifier, word = _identifier(header, rows, name)
    grade = _grade(header, _maximum(header, rows), column, name)
    maximum = number(_cell(rows, grade + 1))
    if maximum is None or maximum <= 0:
        raise ExportError(
            f"{name}: no column says what the grades are out of",
            hint="the assignment is graded by a scale, which points don't fit; or name --column",
        )
    modified = _modified(header, rows, grade, name)
    changeable = next((at for at in range(grade, len(header)) if _is_yes_no(rows, at)), None)
    name_at = _name(header, rows, identifier)
    return Worksheet(sheet, rows, identifier, word, name_at, grade, maximum, modified, changeable)


def _identifier(
    header: Sequence[str], rows: Mapping[int, Sequence[str]], name: str
) -> tuple[int, str]:
    for at in range(len(header)):
        found = [_IDENTIFIER.fullmatch(row[at]) for row in rows.values()]
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


def _maximum(header: Sequence[str], rows: Mapping[int, Sequence[str]]) -> int | None:
    """Known by its header, else the last column with one number in all rows: where all have one
    grade, that stands left of it.
    """
    known = [at for at, cell in enumerate(header) if cell.strip().casefold() in MAXIMUM]
    if known:
        return known[0]
    same = [at for at in range(1, len(header)) if len({row[at] for row in rows.values()}) == 1]
    return next((at for at in reversed(same) if (number(_cell(rows, at)) or 0) > 0), None)


def _grade(header: Sequence[str], maximum: int | None, asked: str, name: str) -> int:
    if asked:
        return the_column(header, range(len(header)), asked, name=name, what="column")
    known = [at for at, cell in enumerate(header) if cell.strip().casefold() in GRADE]
    if maximum is not None and (not known or maximum - 1 in known):
        return maximum - 1
    if len(known) == 1:
        return known[0]
    return the_column(header, range(len(header)), "", name=name, what="column")


def _modified(
    header: Sequence[str], rows: Mapping[int, Sequence[str]], grade: int, name: str
) -> int:
    known = [at for at, cell in enumerate(header) if MODIFIED.fullmatch(cell.strip())]
    if known:
        return known[-1]
    dated = [at for at in range(grade + 1, len(header)) if _holds_dates(rows, at)]
    if len(dated) >= 2:  # the submission's stands before the grade's
        return dated[-1]
    raise ExportError(
        f"{name}: no column says when each grade was last changed, without which Moodle imports "
        "nothing",
        hint=AS_GIVEN,
    )


def _holds_dates(rows: Mapping[int, Sequence[str]], at: int) -> bool:
    """Whether the cells are a sign for nothing or hold a year and a time."""
    cells = [row[at].strip() for row in rows.values()]
    return all(cell == "-" or re.search(r"(?:19|20)\d\d.*\d{1,2}[:.]\d\d", cell) for cell in cells)


def _is_yes_no(rows: Mapping[int, Sequence[str]], at: int) -> bool:
    return all(row[at].strip().casefold() in NO | YES for row in rows.values())


def _cell(rows: Mapping[int, Sequence[str]], at: int) -> str:
    row = next(iter(rows.values()))
    return row[at] if at < len(row) else ""
