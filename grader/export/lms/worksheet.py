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
from grader.export.lms.participants import ParticipantList, read_participants
from grader.export.lms.plan import number
from grader.export.lms.sheet import AS_GIVEN

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
DATE_CHARS = 100
"""Of a date with its day of the week, in any language; what students typed in may be longer."""
_DATE = re.compile(r"(?:19|20)\d\d.*\d{1,2}[:.]\d\d")
MODIFIED = re.compile(
    r"(?:last modified \(grade\)|zuletzt geändert \(bewertung\)|dernière modification \(note\)"
    r"|última modificación \(calificación\)|ultima modifica \(valutazione\)"
    r"|laatst gewijzigd \(cijfer\)|última modificação \(nota\)|laatst aangepast \(cijfer\))",
    re.IGNORECASE,
)
NO = frozenset(
    {"no", "nein", "non", "nee", "não", "nie", "ne", "nej", "nei", "ei", "нет", "否", "いいえ"}
    | {"hayır", "아니요", "όχι", "nem", "לא", "لا"}
)
YES = frozenset(
    {"yes", "ja", "oui", "sí", "sì", "sim", "tak", "ano", "kyllä", "да", "是", "はい", "si"}
    | {"evet", "예", "ναι", "igen", "כן", "نعم"}
)


@dataclass(frozen=True, slots=True)
class Worksheet(ParticipantList):
    """The worksheet as the instructor downloaded it."""

    grade: int
    maximum: Decimal
    modified: int
    changeable: int | None
    """Where it stands whether the gradebook lets a grade be changed; None where nothing does."""

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
    listed = read_participants(content, name)
    header, rows = listed.sheet.header, listed.rows
    grade = _grade(header, _maximum(header, rows), column, name)
    maximum = number(_cell(rows, grade + 1))
    if maximum is None or maximum <= 0:
        raise ExportError(
            f"{name}: no column says what the grades are out of",
            hint="the assignment is graded by a scale, which points don't fit; or name --column",
        )
    modified = _modified(header, rows, grade, name)
    changeable = next((at for at in range(grade, len(header)) if _is_yes_no(rows, at)), None)
    return Worksheet(
        listed.sheet,
        rows,
        listed.identifier,
        listed.word,
        listed.name,
        grade,
        maximum,
        modified,
        changeable,
    )


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
    return all(
        cell == "-" or (len(cell) <= DATE_CHARS and _DATE.search(cell) is not None)
        for cell in cells
    )


def _is_yes_no(rows: Mapping[int, Sequence[str]], at: int) -> bool:
    return all(row[at].strip().casefold() in NO | YES for row in rows.values())


def _cell(rows: Mapping[int, Sequence[str]], at: int) -> str:
    row = next(iter(rows.values()))
    return row[at] if at < len(row) else ""
