"""Fills in the grade centre that Blackboard exports, so that Blackboard imports it.

The key is the user name, and a column is known by the number behind its title (`… |123456`): one
without it would become a new column of text. Blackboard's own `.xls` is text with tabs in UTF-16;
what is written has the form of what was given.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from decimal import Decimal

from grader.errors import ExportError
from grader.export.cells import is_formula, safe_cell
from grader.export.lms.columns import have_decimal_commas, place_of, the_column
from grader.export.lms.filling import GradeTable, fill, people_of
from grader.export.lms.importers.blackboard import read_as_blackboard
from grader.export.lms.plan import Acceptance, FilledIn, FillingRequest, number
from grader.export.lms.sheet import read_sheet, rows_below

USERNAMES = (
    *("Username", "User Name", "Benutzername", "Nombre de usuario", "Nom d'utilisateur"),
    *("Nome utente", "Gebruikersnaam", "Nome de usuário", "Användarnamn", "Brugernavn", "用户名"),
)
STUDENT_IDS = ("Student ID", "Studierenden-ID", "ID de alumno", "ID étudiant", "Student-ID")
LAST_NAMES = ("Last Name", "Nachname", "Apellidos", "Nom", "Cognome", "Achternaam", "Sobrenome")
FIRST_NAMES = ("First Name", "Vorname", "Nombre", "Prénom", "Nome", "Voornaam")
_ITEM = re.compile(r".+\|\s*\d+\s*", re.DOTALL)
_MAXIMUM = re.compile(r"\[[^\[\]:]*:\s*(?:[^\[\]\d]*)([0-9]+(?:[.,][0-9]+)?)[^\[\]]*\]")


def fill_in_blackboard(wanted: FillingRequest) -> FilledIn:
    """Write the grades into the table that Blackboard exported."""
    sheet = read_sheet(wanted.table, wanted.name, separators="\t,")
    header = sheet.header
    user_at = place_of(header, USERNAMES)
    if user_at is None:
        raise ExportError(
            f"{wanted.name}:1: expected a column Username, got {', '.join(header[:6])}",
            hint="in Blackboard: Gradebook, Download Grades; it has to hold the user names",
        )
    rows = rows_below(sheet, wanted.name)
    items = [at for at, cell in enumerate(header) if _ITEM.fullmatch(cell)]
    column = the_column(
        header,
        items,
        wanted.column,
        name=wanted.name,
        what="column with a number",
        plural="columns with a number",
    )
    maxima = [_stated(title) for title in header]
    maximum = number(maxima[column])
    user = header[user_at]
    users = Counter(row[user_at].strip() for row in rows.values())
    table = GradeTable(
        rows,
        people_of(rows, header, (user, *STUDENT_IDS), name=(*FIRST_NAMES, *LAST_NAMES)),
        column,
        header[column],
        maximum,
        lambda points, cells: _acceptance(cells[user_at].strip(), users, maximum, points),
        own=user if wanted.system == "blackboard" else None,
        decimal_commas=have_decimal_commas(
            row[at] for row in (*rows.values(), maxima) for at in items
        ),
    )
    filling = fill(wanted, table)
    kept = [at for at, cell in enumerate(header) if cell in (*LAST_NAMES, *FIRST_NAMES)]
    written = [[*(header[at] for at in kept), user, header[column]]]
    written += [
        [*(safe_cell(rows[row][at]) for at in kept), rows[row][user_at], points]
        for row, points in sorted(filling.points.items())
    ]
    expected = {rows[row][user_at].strip(): points for row, points in filling.points.items()}
    return FilledIn(
        sheet.written(written, quote_all=True),
        filling.lines,
        expected,
        lambda data: read_as_blackboard(data, user, header[column], sheet.separator),
    )


def _stated(title: str) -> str:
    """What the column is out of: `[Total Pts: 100 Score]`, in any language, `up to` before it."""
    found = _MAXIMUM.search(title)
    return found[1] if found else ""


def _acceptance(
    user: str, users: Mapping[str, int], maximum: Decimal | None, points: Decimal
) -> Acceptance:
    if not user:
        return Acceptance(skip=True, said="the row has no user name, by which Blackboard goes")
    if users[user] > 1:
        return Acceptance(skip=True, said="the user name stands on several rows")
    if is_formula(user):
        return Acceptance(
            skip=True, said="a spreadsheet would run the user name as a formula: by hand"
        )
    if maximum is not None and points > maximum:
        return Acceptance(said="more than the total: Blackboard takes it as extra credit")
    return Acceptance()
