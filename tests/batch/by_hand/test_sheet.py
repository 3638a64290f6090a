"""Points by table: written, filled in as spreadsheets do it, read back."""

import csv
import io
from dataclasses import replace
from decimal import Decimal

import pytest

from grader.batch.by_hand import ClassResults, drafts_of, listed, read_sheet
from grader.errors import ConfigError
from grader.export import ToGrade, as_grading_sheet
from grader.model.graded.decision import PointsGiven
from grader.pipeline import decided_whole, load_everything
from grader.review import Book
from grader.store import BatchFolder
from tests.review.classes import grade, hand_in

pytestmark = pytest.mark.usefixtures("shared_processes")

Q1 = "q1.answered"


@pytest.fixture
def store(course):
    return BatchFolder(course / "out")


def sheet_of(store, *, names=True):
    """The grading sheet, row by row."""
    decisions = Book(store.path).all()
    text = as_grading_sheet(
        (ToGrade(place.name, decided_whole(place, decisions)) for place, _ in store.current()),
        names=names,
    )
    return list(csv.DictReader(io.StringIO(text)))


def as_csv(rows, *, delimiter=",", encoding="utf-8"):
    """The rows as a program saves them."""
    sheet = io.StringIO()
    writer = csv.DictWriter(sheet, rows[0], delimiter=delimiter, lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(rows)
    return sheet.getvalue().encode(encoding, "replace")


def given(store, content, *, overwrite=False, author="Ada"):
    """Read the table and record it."""
    path = store.path.parent / "points.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    graded = ClassResults.read(store)
    orders = read_sheet(path, graded.finding_ids(), overwrite=overwrite)
    drafts = drafts_of(orders, graded, author=author)
    return Book(store.path).record(drafts) if drafts else ()


def points(store):
    """By student, what the question earned and what was said."""
    found = {}
    for one in ClassResults.read(store).hand_ins:
        finding = one.finding(Q1)
        comment = finding.override.comment if finding.override else None
        found[one.students[0].id] = (str(finding.points), comment)
    return found


def test_a_sheet_has_everything_that_a_person_gives_points_for(store):
    """The answers in the students' words, which no spreadsheet runs, with room for points."""
    rows = sheet_of(store)

    assert [row["student_id"] for row in rows] == ["101", "102", "103"]
    assert {row["finding"] for row in rows} == {Q1}
    assert {(row["points"], row["comment"], row["decision"]) for row in rows} == {("", "", "")}
    assert rows[0]["answer"] == "The network, for it is right more often."
    assert rows[0]["points_possible"] == "10"
    assert rows[0]["answer_digest"].startswith("sha-")


@pytest.mark.parametrize(
    ("delimiter", "encoding"),
    [(",", "utf-8"), (";", "utf-8-sig"), (";", "cp1252"), ("\t", "utf-16")],
    ids=["as written", "Excel's CSV UTF-8", "Excel's CSV of a German computer", "Unicode text"],
)
def test_a_filled_in_sheet_comes_back_however_it_was_saved(store, delimiter, encoding):
    """Decimal comma, semicolons, byte-order marks, code pages: the points and words arrive."""
    rows = sheet_of(store)
    for row, amount in zip(rows, ("7,5", "10", ""), strict=True):
        row["points"], row["comment"] = amount, "Schön „begründet“ – weiter so …" if amount else ""

    given(store, as_csv(rows, delimiter=delimiter, encoding=encoding))

    said = "Schön „begründet“ – weiter so …"
    assert points(store) == {"101": ("7.5", said), "102": ("10", said), "103": ("0", None)}


def test_the_same_sheet_again_records_nothing(store):
    """Nor does one that was written anew and left as it is, whatever stands in the comments."""
    rows = sheet_of(store)
    for row in rows:
        row["points"], row["comment"] = "4", "=1+1 is no answer"
    content = as_csv(rows)
    assert len(given(store, content)) == 3

    assert given(store, content) == ()
    again = sheet_of(store)
    assert given(store, as_csv(again)) == ()
    assert again[0]["comment"] == "'=1+1 is no answer"
    assert points(store)["101"] == ("4", "=1+1 is no answer")
    assert again[0]["graded_by"] == "Ada"
    assert {row["graded_by"] for row in sheet_of(store, names=False)} == {""}


def test_a_table_of_ones_own_has_a_column_for_each_finding(store):
    """Ids without their leading zeros, names in either order, a title above the header."""
    table = (
        f"Points of our course;;\n\nstudent;{Q1};{Q1} comment\n0101;3,5;ok\nBobBrown;4;\n103;;\n"
    )

    given(store, table)

    assert points(store) == {"101": ("3.5", "ok"), "102": ("4", ""), "103": ("0", None)}


def test_all_problems_are_named_with_their_rows_and_nothing_is_recorded(store):
    """One look at the message, one round of mending."""
    table = (
        "student_id,finding,points,comment\n"
        f"101,{Q1},8,fine\n"
        f"109,{Q1},8,\n"
        "102,q1.answred,8,\n"
        "\n"
        f"103,{Q1},12,\n"
        f"102,{Q1},-1,\n"
        f"101,{Q1},7,again\n"
        f"108,{Q1},NaN,\n"
        f"102,{Q1},,no points\n"
    )

    with pytest.raises(ConfigError) as reported:
        given(store, table)

    by_line = {(one.line, one.where): one.message for one in reported.value.problems}
    assert "109" in by_line[3, "student"]
    assert "did you mean 'q1.answered'" in by_line[4, "finding"]
    assert "more than is possible" in by_line[6, "points"]
    assert "negative" in by_line[7, "points"]
    assert "line 2, too" in by_line[8, "student"]
    assert "expected a number" in by_line[9, "points"]
    assert (9, "student") in by_line
    assert "got ''" in by_line[10, "points"]
    assert len(by_line) == 8
    assert Book(store.path).all() == ()


@pytest.mark.parametrize(
    ("table", "words"),
    [
        ("", "empty"),
        ("\n\n", "empty"),
        ("a,b\n1,2\n", "no column names the student"),
        ("student,grade\n101,5\n", "no column is headed finding"),
        ("student,finding\n101,q1.answered\n", "none that is headed points"),
        ("student,finding,points,Points\n101,q1.answered,1,2\n", "several columns"),
        ("PK\x03\x04 a workbook", "save it as CSV"),
    ],
)
def test_what_is_no_table_of_points_is_said(store, table, words):
    """The message says what is missing, and how to get a table that has it."""
    with pytest.raises(ConfigError) as reported:
        given(store, table)

    assert words in str(reported.value)


def test_a_sheet_that_somebody_overtook_is_reported_with_their_points(store):
    """Two graders with a table each: the second sees what the first gave, and may insist."""
    mine, theirs = sheet_of(store), sheet_of(store)
    theirs[0]["points"] = "9"
    mine[0]["points"] = "6"
    given(store, as_csv(theirs), author="Bob")

    with pytest.raises(ConfigError, match="Bob gave 9 points since the table was written"):
        given(store, as_csv(mine))

    assert points(store)["101"][0] == "9"
    given(store, as_csv(mine), overwrite=True)
    assert points(store)["101"][0] == "6"
    assert [one.state for one in listed(store)] == ["replaced", "counts"]


def test_one_may_go_on_with_ones_own_sheet(store):
    """Half of it, then the rest and another mark for the first: one's own marks are no surprise."""
    rows = sheet_of(store)
    rows[0]["points"] = "6"
    given(store, as_csv(rows))
    rows[0]["points"], rows[1]["points"] = "7", "3"

    assert len(given(store, as_csv(rows))) == 2

    assert [points(store)[one][0] for one in ("101", "102", "103")] == ["7", "3", "0"]


def test_a_sheet_about_another_answer_is_reported(store):
    """The student handed in again since the table was written: its points were for other words."""
    rows = sheet_of(store)
    rows[0]["points"], rows[0]["answer_digest"] = "6", "sha-0123456789ab"

    with pytest.raises(ConfigError, match="the answer is not the one"):
        given(store, as_csv(rows))


def test_what_was_said_of_an_earlier_hand_in_stands_beside_the_new_one(store, course):
    """The points are empty again, and the words are there to go on from."""
    rows = sheet_of(store)
    rows[0]["points"], rows[0]["comment"] = "6", "Why?"
    given(store, as_csv(rows))
    name = "annadams_LATE_101_901_hw.ipynb"
    hand_in(course / "in", {name: "Because it is right for 97 % of the digits."})
    grade(course / "in", course / "out", load_everything(str(course / "digits")))

    row = sheet_of(store)[0]

    assert (row["points"], row["comment"]) == ("", "")
    assert "[For an earlier hand-in 6 points: “Why?”.]" in row["evidence"]
    row["points"] = "9"
    assert len(given(store, as_csv([row]))) == 1
    assert points(store)["101"] == ("9", "")


def test_a_class_is_found_by_what_people_call_its_students(store):
    """By id, by id as a spreadsheet leaves it, by folder, by name, by file."""
    graded = ClassResults.read(store)
    for text in ("101", "0101", "101.0", " 101 ", "AnnAdams", "annadams_LATE_101_901_hw.ipynb"):
        assert [one.students[0].id for one in graded.find(text)] == ["101"], text
    assert graded.find("ann") == ()


def test_a_decision_about_a_hand_in_that_is_gone_is_listed(store):
    """It is kept, and told to have nothing that it could count for."""
    rows = sheet_of(store)
    rows[0]["points"] = "6"
    given(store, as_csv(rows))
    intake = store.read_intake()
    store.write_intake(replace(intake, hand_ins=intake.hand_ins[1:]))

    assert [one.state for one in listed(store)] == ["hand_in_gone"]


def test_a_class_is_finished_by_a_table_alone(store):
    """Nothing waits any more, and the sums are those of the points given."""
    before = {one.folder.name: one.result.grade.points for one in ClassResults.read(store).hand_ins}
    rows = sheet_of(store)
    for row in rows:
        row["points"] = "2,25"

    recorded = given(store, as_csv(rows, delimiter=";"))

    after = {one.folder.name: one.result.grade for one in ClassResults.read(store).hand_ins}
    assert all(isinstance(one.what, PointsGiven) for one in recorded)
    assert {grade.status for grade in after.values()} == {"graded"}
    assert {name: grade.points for name, grade in after.items()} == {
        name: total + Decimal("2.25") for name, total in before.items()
    }


@pytest.mark.parametrize("end", ["fine", ""])
def test_a_decimal_comma_that_parts_cells_is_refused(store, end):
    """Of `7,5` the student would get 7, and 5 for a comment."""
    table = f"student_id,finding,points,comment\n101,{Q1},7,5,{end}\n102,{Q1},8,\n"

    with pytest.raises(ConfigError, match="row 2 has 5 cells, the header 4") as reported:
        given(store, table)

    assert "needs quotes" in str(reported.value)
    assert points(store)["101"] == ("0", None)


def test_a_separator_behind_every_row_moves_nothing(store):
    """Some programs write one."""
    given(store, f"student_id,finding,points\n101,{Q1},7,\n102,{Q1},8,\n")

    assert points(store)["101"][0] == "7"
