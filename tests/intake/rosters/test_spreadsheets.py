"""Tables are read as spreadsheets and systems save them."""

import csv
import io
from contextlib import nullcontext

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.errors import ConfigError
from grader.intake.rosters.columns import known_headers
from grader.intake.rosters.table import decoded, read_table
from grader.text.tables import TableError
from tests.intake.rosters.listed import roster

_CELLS = st.text(
    st.characters(exclude_categories=("C",), exclude_characters="\u2028\u2029\x85"),
    min_size=1,
    max_size=12,
)


@settings(max_examples=200)
@given(
    st.lists(
        st.tuples(st.integers(0, 10**9).map(str), _CELLS.map(str.strip).filter(bool)), max_size=8
    ),
    st.sampled_from([",", ";", "\t"]),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-32"]),
)
def test_a_table_comes_back_as_it_was_written(rows, separator, encoding):
    """Whatever the names hold: quotes, separators, signs of any script."""
    stream = io.StringIO()
    csv.writer(stream, delimiter=separator).writerows([("student id", "full name"), *rows])

    table = read_table(stream.getvalue().encode(encoding), known=known_headers)

    assert table.lines == (("student id", "full name"), *rows)


@given(st.binary(max_size=200))
def test_any_bytes_are_text_somehow(data):
    """No file makes the reader stumble; zero bytes are refused."""
    text, _ = decoded(data)

    with pytest.raises(TableError) if "\0" in text else nullcontext():
        read_table(data, known=known_headers)


HTML = """<html><head><style>td {mso-number-format:"\\@"}</style></head><body>
<table><tr><td colspan=3>Class Roster &amp; Notes</td></tr></table>
<table border=1><TR><TH>Student ID<TH>Name<TH>E-Mail</TR>
<TR><TD>0012</TD><TD>M&uuml;ller,<br>Zoë</TD><TD><a href="mailto:z@x.edu">z@x.edu</a></TD></TR>
<tr><td>0013<td>José Núñez<td></table>"""


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "cp1252"])
def test_a_page_that_is_called_a_spreadsheet_is_read(tmp_path, encoding):
    """PeopleSoft's `.xls` is HTML; ids keep their zeros, and ends of cells may be missing."""
    found = roster(tmp_path, HTML.encode(encoding))

    assert [(row.student.id, row.student.name, row.student.email) for row in found.rows] == [
        ("0012", "Müller, Zoë", "z@x.edu"),
        ("0013", "José Núñez", None),
    ]


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"PK\x03\x04" + b"\0" * 60, "a workbook of Excel"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 60, "an old workbook"),
        (b"%PDF-1.7 ...", "a PDF"),
    ],
)
def test_a_workbook_is_refused_with_what_to_do(tmp_path, content, what):
    """And not by printing what stands in it."""
    with pytest.raises(ConfigError, match=what) as error:
        roster(tmp_path, content)

    assert "CSV UTF-8" in str(error.value)
    assert "PK" not in str(error.value)
