"""Grades as a table."""

import csv
import html
import io
from dataclasses import replace
from decimal import Decimal

import pytest
from click.testing import CliRunner
from hypothesis import example, given
from hypothesis import strategies as st

from grader.cli import main
from grader.export import Graded, as_csv, ungraded
from grader.export.cells import MAX_CHARS, safe_cell, safe_html_cell, table_text, text_of_cell
from grader.grading import failed_grade
from grader.model.graded.finding import IntegrityFinding
from grader.model.graded.result import Result
from grader.model.hand_in import HandIn, Origin
from grader.model.submission import Student
from tests.checks.cases import a_check, an_assignment
from tests.report import cases
from tests.report.assignments import mnist

ANN = Student("7", "Ann Lee", "ann@x.edu", "A")


def rows(*results: Result) -> list[dict[str, str]]:
    text = as_csv(
        [Graded(result, f"submissions/{n}/report.html") for n, result in enumerate(results)]
    )
    return list(csv.DictReader(io.StringIO(text)))


@pytest.fixture
def result() -> Result:
    return cases.perfect(mnist())


def test_a_row_says_who_what_and_how_many(result):
    """Identity by the LMS, points in all and of each part, doubts, and where the report lies."""
    doubt = IntegrityFinding("claim_mismatch", "serious", "m")
    graded = replace(
        result,
        origin=Origin((ANN,), late=True),
        grade=replace(result.grade, integrity=(doubt, doubt)),
    )

    (row,) = rows(graded)

    assert [row[name] for name in ("student_id", "name", "email", "section")] == [
        "7",
        "Ann Lee",
        "ann@x.edu",
        "A",
    ]
    assert (row["late"], row["status"], row["integrity"]) == (
        "yes",
        graded.grade.status,
        "claim_mismatch",
    )
    assert row["report"] == "submissions/0/report.html"
    parts = [Decimal(value) for name, value in row.items() if name.startswith("part.")]
    assert sum(parts) >= Decimal(row["points"])
    assert Decimal(row["points_possible"]) == graded.grade.points_possible


def test_a_group_has_a_row_for_each(result):
    """Everybody gets the points, under their own id."""
    graded = replace(result, origin=Origin((ANN, Student("8", "Bo"))))

    assert [(row["student_id"], row["points"]) for row in rows(graded)] == [
        ("7", str(graded.grade.points)),
        ("8", str(graded.grade.points)),
    ]


def test_who_could_not_be_graded_has_no_points(result):
    """An empty cell is no zero."""
    verdict = failed_grade(an_assignment(a_check("accuracy")), "ungradable", reason="r")
    lost = Result("tiny", None, "class.zip/x", "full", verdict, origin=Origin((ANN,)))

    first, second = rows(result, lost)

    assert (second["student_id"], second["status"], second["points"]) == ("7", "ungradable", "")
    assert set(first) == set(second)


@pytest.mark.parametrize(
    "text",
    [
        "=1+1", "+1+1", "-2+3+cmd|' /C calc'!A0", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "  =1", "'=1",
        "\uff1d1", "\uff20x", "|calc", "%0A", "-", "+", "--1", "-1-1", "1e5=", "-1e5", "-inf",
    ],
)  # fmt: skip
def test_no_text_is_a_formula(text):
    """An apostrophe makes it text, unless it is a number."""
    cell = safe_cell(text)

    assert (
        cell.lstrip()[:1] not in set("=+@|%\uff1d\uff20\t\r\n")
        or cell.startswith("'")
        or text == "1e5="
    )
    assert cell.startswith("'") or not cell.startswith("-")


@pytest.mark.parametrize("number", ["-5", "-0.25", "87.5", "0", "100"])
def test_a_number_stays_a_number(number):
    """Negative ones too."""
    assert safe_cell(number) == number


def test_a_cell_is_no_longer_than_a_cell_can_be():
    """Excel would put the rest into the cells that follow; what is left out is marked."""
    assert safe_cell("=" + "a" * 40_000) == "'=" + "a" * (MAX_CHARS - 2) + "…"
    assert safe_cell("a" * MAX_CHARS) == "a" * MAX_CHARS


@given(st.text(st.characters(exclude_categories=["C", "Zl", "Zp"]), max_size=60))
def test_text_comes_back_as_it_was(text):
    """Through the cell and through the file."""
    sheet = io.StringIO()
    csv.writer(sheet, quoting=csv.QUOTE_ALL).writerow([safe_cell(text), "end"])

    ((cell, end),) = list(csv.reader(io.StringIO(sheet.getvalue())))

    assert (text_of_cell(cell), end) == (text, "end")


@pytest.mark.parametrize("text", ["Ann;=1+1", "a; @SUM(A1);b", "a;\"=cmd|' /C calc'!A0", "a;'=1"])
def test_no_text_is_a_formula_where_lines_are_parted_at_semicolons(text):
    """A table with commas, opened with a double click where decimals have commas."""
    line = table_text([["7", safe_cell(text), "n.ipynb"]])

    for part in line.split(";")[1:]:
        assert part.lstrip(' "')[0] not in "=+-@"
    assert text_of_cell(safe_cell(text)) == text


@given(st.text("<=+-@;'\" a", max_size=20))
@example("val_loss <= 0.3 & >==-1")
def test_html_is_shown_as_it_was_and_is_no_formula_either(text):
    """Each `&lt;` ends in a semicolon."""
    cell = safe_html_cell("a" + html.escape(text, quote=False))

    assert html.unescape(cell) == "a" + text
    for part in cell.split(";")[1:]:
        assert part.lstrip(" \"'")[:1] not in tuple("=+-@")


@given(st.text(max_size=60))
@example("a\u2028b\u2029c")
def test_no_control_character_gets_into_a_table(text):
    """Whatever stands in a name, a row is a line."""
    cell = safe_cell(text)

    assert len(cell.splitlines()) <= 1
    assert "\x1b" not in cell
    assert "\x00" not in cell


def test_a_folder_without_results_is_a_mistake_of_usage(tmp_path):
    """The message says what makes them."""
    done = CliRunner().invoke(main, ["export", str(tmp_path), "--to", "csv"])

    assert done.exit_code == 2
    assert "holds no results" in done.stderr
    assert done.stdout == ""


def test_who_has_no_result_has_a_row_all_the_same(result):
    """Without points, so that no gradebook takes them for zero, and with the reason as the
    status.
    """
    waiting = HandIn(
        "b/hw.ipynb", "b", None, Origin((ANN, Student("8")), late=True), path="class/b/hw.ipynb"
    )
    others = ungraded([waiting], [Student("9", "=Bo", "bo@x.edu")])

    table = list(csv.DictReader(io.StringIO(as_csv([Graded(result, "r.html")], list(others)))))

    assert [
        (row["student_id"], row["status"], row["points"], row["late"]) for row in table[1:]
    ] == [
        ("7", "no_result", "", "yes"),
        ("8", "no_result", "", "yes"),
        ("9", "not_handed_in", "", ""),
    ]
    assert table[1]["notebook"] == "class/b/hw.ipynb"
    assert not table[3]["name"].startswith("=")
    assert all(set(row) == set(table[0]) and None not in row.values() for row in table)
