"""Every reader of a table reads it whatever programs put around what stands in it."""

from __future__ import annotations

import codecs
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import pytest

from grader.batch.by_hand import read_sheet
from grader.errors import ConfigError, ExportError
from grader.export.lms import (
    FillingRequest,
    fill_in_blackboard,
    fill_in_brightspace,
    fill_in_canvas,
    fill_in_moodle,
)
from grader.export.lms.participants import participants
from tests.export.lms.people import Pupil, awards, reported
from tests.intake.rosters.listed import roster

CLASS = (Pupil("1001", "Zoë Müller", Decimal("7.5")), Pupil("1002", "Bo Roe", Decimal(8)))
BOM = "\ufeff"


@dataclass(frozen=True)
class Table:
    """What an LMS or a person gives, and what the reader makes of it."""

    text: str
    """With commas."""
    read: Callable[[bytes, Path], object]
    """Who stands in it, with points."""
    expected: object
    refuses_code_pages: bool = True
    separators: str = ",;\t"


def filled(fill, column, system="folders"):
    def read(content, _folder):
        done = fill(FillingRequest(awards(CLASS), system, content, "t.csv", column))
        done.check(done.content)
        assert set(reported(done).values()) == {"set"}
        return done.expected

    return read


def orders(content, folder):
    path = folder / "sheet.csv"
    path.write_bytes(content)
    return {one.student: one.points for one in read_sheet(path, ["q1.answered"])}


def names(content, folder):
    return {row.student.id: row.student.name for row in roster(folder, content).rows}


def people(content, _folder):
    found = participants(content, "t.csv", awards(CLASS))
    return {one.ids["Identifier"]: one.name for one in found}


MOODLE = (
    "Identifier,Full name,Status,Grade,Maximum Grade,Grade can be changed,"
    "Last modified (submission),Last modified (grade)\n"
    "Participant 1001,Zoë Müller,Submitted,,100.00,Yes,-,-\n"
    "Participant 1002,Bo Roe,Submitted,,100.00,Yes,-,-\n"
)
GRADED = {"1001": "7.5", "1002": "8"}
NAMED = {"1001": "Zoë Müller", "1002": "Bo Roe"}
TABLES = {
    "canvas gradebook": Table(
        "Student,ID,SIS Login ID,Section,HW (777)\n    Points Possible,,,,100\n"
        "Zoë Müller,1001,zoe,A,\nBo Roe,1002,bo,A,\n",
        filled(fill_in_canvas, "HW (777)", "canvas"),
        GRADED,
        separators=",;",
    ),
    "moodle worksheet": Table(MOODLE, filled(fill_in_moodle, "", "moodle"), GRADED),
    "moodle participants": Table(MOODLE, people, NAMED),
    "brightspace grades": Table(
        "OrgDefinedId,Username,Last Name,First Name,HW Points Grade <Numeric MaxPoints:100>,"
        "End-of-Line Indicator\n#1001,#zoe,Müller,Zoë,,#\n#1002,#bo,Roe,Bo,,#\n",
        filled(fill_in_brightspace, "HW Points"),
        GRADED,
    ),
    "blackboard grades": Table(
        "Username,Last Name,First Name,HW [Total Pts: 100 Score] |123456\n1001,Müller,Zoë,\n"
        "1002,Roe,Bo,\n",
        filled(fill_in_blackboard, "123456", "blackboard"),
        GRADED,
        separators="\t,",
    ),
    "grading sheet": Table(
        "student_id,name,finding,points\n1001,Zoë Müller,q1.answered,7.5\n"
        "1002,Bo Roe,q1.answered,8\n",
        orders,
        GRADED,
        refuses_code_pages=False,
    ),
    "roster": Table(
        "Student ID,Full Name\n1001,Zoë Müller\n1002,Bo Roe\n",
        names,
        NAMED,
        refuses_code_pages=False,
    ),
}


def header_changed(change):
    def changed(text):
        header, _, rest = text.partition("\n")
        return (",".join(map(change, header.split(","))) + "\n" + rest).encode()

    return changed


def with_column(text, cell=""):
    return "".join(f"{line},{cell}\n" for line in text.splitlines())


WRAPPINGS = {
    "as it is": str.encode,
    "a byte-order mark": lambda text: codecs.BOM_UTF8 + text.encode(),
    "two": lambda text: 2 * codecs.BOM_UTF8 + text.encode(),
    "one within quotes": header_changed(lambda cell: f'"{BOM}{cell}"'),
    "one before, one within quotes": lambda text: (
        codecs.BOM_UTF8 + header_changed(lambda cell: f'"{BOM}{cell}"')(text)
    ),
    "two before quotes": lambda text: (
        2 * codecs.BOM_UTF8 + header_changed(lambda cell: f'"{cell}"')(text)
    ),
    "zero-width spaces": header_changed(lambda cell: f"\u200b{cell}\u200b"),
    "no-break spaces": header_changed(lambda cell: f"\u00a0{cell}\u00a0"),
    "both": header_changed(lambda cell: f"\u00a0\u200b\u00a0{cell}\u200b \u2060"),
    "spaces behind headers": header_changed(lambda cell: f"{cell}  "),
    "Excel's line": lambda text: ("sep=,\r\n" + text).encode(),
    "Excel's line with a mark": lambda text: codecs.BOM_UTF8 + ("sep=,\r" + text).encode(),
    "Excel's line, saved again": lambda text: ('"sep=,",,,\r\n' + text).encode(),
    "empty lines above": lambda text: ("\n\r\n,,,\n\u00a0\n" + text).encode(),
    "an empty column behind": lambda text: with_column(text).encode(),
    "a column of spaces behind": lambda text: with_column(text, " \u200b").encode(),
    "three empty columns": lambda text: with_column(with_column(with_column(text))).encode(),
    "ends of lines of a Mac": lambda text: text.replace("\n", "\r").encode(),
    "ends of lines of Windows": lambda text: text.replace("\n", "\r\n").encode(),
    "no end of the last line": lambda text: text.rstrip().encode(),
    "UTF-16": lambda text: text.encode("utf-16"),
    "UTF-16, the other way round": lambda text: codecs.BOM_UTF16_BE + text.encode("utf-16-be"),
    "UTF-16 without a mark": lambda text: text.encode("utf-16-le"),
    "UTF-16 the other way round without a mark": lambda text: text.encode("utf-16-be"),
    "UTF-16 with two marks": lambda text: (BOM + text).encode("utf-16"),
    "UTF-32": lambda text: text.encode("utf-32"),
}
READERS = pytest.mark.parametrize("table", TABLES.values(), ids=TABLES)


@READERS
@pytest.mark.parametrize("wrap", WRAPPINGS.values(), ids=WRAPPINGS)
def test_every_table_is_read_whatever_is_around_it(tmp_path, table, wrap):
    """And what is written from it is what the LMS takes."""
    assert table.read(wrap(table.text), tmp_path) == table.expected


@READERS
@pytest.mark.parametrize("separator", ";\t")
def test_the_separator_that_a_line_names_counts(tmp_path, table, separator):
    """Where the LMS writes with it."""
    if separator not in table.separators:
        pytest.skip("the LMS reads no such table")
    text = table.text.replace(",", separator)

    for stated in (f"sep={separator}\r\n", ""):
        assert table.read((stated + text).encode(), tmp_path) == table.expected


@READERS
@pytest.mark.parametrize("at", [0, 20, -1])
def test_a_table_with_zero_bytes_is_refused_in_a_sentence(tmp_path, table, at):
    """It is damaged: part of it may be missing."""
    data = table.text.encode()
    at = at % len(data)

    with pytest.raises((ConfigError, ExportError), match="holds zero bytes"):
        table.read(data[:at] + b"\0" + data[at:], tmp_path)


@READERS
@pytest.mark.parametrize("page", ["mac_roman", "cp1252"])
def test_a_code_page_is_read_where_people_write_and_refused_where_an_lms_does(
    tmp_path, table, page
):
    """What a spreadsheet saved has lost zeros of ids: not to be sent back to an LMS."""
    data = table.text.replace("\n", "\r").encode(page)

    if table.refuses_code_pages:
        with pytest.raises(ExportError, match="not opened and saved by a spreadsheet"):
            table.read(data, tmp_path)
    else:
        assert table.read(data, tmp_path) == table.expected


def test_commas_in_a_title_are_no_separators():
    """Of a table with semicolons."""
    text = (
        'Student;ID;SIS Login ID;Section;"HW, a, b, c, d, e (777)"\n    Points Possible;;;;100\n'
        "Zoë Müller;1001;zoe;A;\nBo Roe;1002;bo;A;\n"
    )

    read = filled(fill_in_canvas, "(777)", "canvas")
    assert read(text.encode(), None) == GRADED


@pytest.mark.parametrize(
    ("cell", "said"),
    [('"Zoë', "a quote is opened and never closed"), ('"Zoë"x', "a quote ends in the middle")],
)
def test_quotes_that_do_not_close_are_named_with_their_line(cell, said):
    """Where an LMS would have written them right."""
    text = TABLES["canvas gradebook"].text.replace("Zoë Müller", cell)

    with pytest.raises(ExportError, match=f"line .*: {said}"):
        TABLES["canvas gradebook"].read(text.encode(), Path())
