"""The gradebook that Canvas exported goes back with one column changed."""

from dataclasses import replace
from decimal import Decimal

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from grader.cli import main
from grader.errors import ExportError
from grader.export.lms import FillingRequest, fill_in_canvas
from grader.export.lms.importers.canvas import read_as_canvas
from tests.export.lms.gradebooks import HEADER, POSSIBLE, cells, filled, gradebook
from tests.export.lms.people import Pupil, a_batch, a_class, awards, pupils, reported

CANVAS_IDS = st.integers(1, 10**12).map(str)


@given(pupils(CANVAS_IDS), st.sampled_from(",;"), st.data())
def test_every_grade_comes_back_under_the_id_that_it_went_in_under(class_, separator, data):
    """Whatever people are called and whatever stood there; who gets none is told."""
    now = {one.id: data.draw(st.sampled_from(("", "3", "EX", "12.5"))) for one in class_}
    table = gradebook(class_, now=now, separator=separator)

    done = filled(class_, table=table)

    done.check(done.content)
    skipped = {one.id for one in class_ if one.status != "graded" or now[one.id] == "EX"}
    skipped |= {one.id for one in class_ if "Points Possible" in one.name}
    what = reported(done)
    assert {id_ for id_, kind in what.items() if kind == "skipped"} == skipped
    expected = {
        one.id: one.points
        for one in class_
        if (one.id not in skipped and now[one.id] in ("", "EX")) or what[one.id] == "set"
    }
    found = read_as_canvas(done.content, "777")
    assert {id_: Decimal(points) for id_, points in found.items()} == expected


def test_only_the_column_of_the_assignment_goes_back():
    """Another column's grade, or an override, may be newer in Canvas than in the export; columns of
    the instructor's own, of which Canvas lets some not be changed, say nothing here.
    """
    header = (*HEADER[:5], "Notes", *HEADER[5:], "Override Score")
    possible = (*POSSIBLE[:5], "(read only)", *POSSIBLE[5:], "(read only)")
    table = gradebook(a_class(), header=header, possible=possible)

    for done in (filled(a_class()), filled(a_class(), table=table)):
        header, possible, *_ = cells(done.content)
        assert header == ["Student", "ID", *HEADER[2:5], "HW (777)"]
        assert possible == ["    Points Possible", "", "", "", "", "100"]


@pytest.mark.parametrize("title", ["HW Final Grade (777)", "Current Score (777)"])
def test_a_title_that_canvas_takes_for_a_sum_is_refused(title):
    """Canvas passes over such a column and says nothing (canvas-lms#2134); a grading period called
    2026 makes sums look like assignments.
    """
    table = gradebook(a_class(), header=replace_cell(HEADER, 6, title))

    with pytest.raises(ExportError, match="imports nothing of it"):
        filled(a_class(), table=table, column=title)
    with pytest.raises(ExportError, match="is no column of an assignment"):
        filled(a_class(), table=table, column="HW (777)")


def test_who_is_not_assigned_is_skipped_and_reported():
    """Canvas writes N/A there, and would import nothing."""
    class_ = [Pupil("7", "Ann"), Pupil("8", "Bo")]

    done = filled(class_, table=gradebook(class_, now={"7": "N/A"}))

    assert reported(done) == {"7": "skipped", "8": "set"}
    assert "not assigned" in done.lines[0].said


@pytest.mark.parametrize("word", ["complete", "Incomplete"])
def test_what_canvas_drops_of_complete_and_incomplete_is_told(word):
    """It takes 0 and full points there, and says nothing of the rest (canvas-lms#624)."""
    class_ = [Pupil("7", "A", Decimal(0)), Pupil("8", "B"), Pupil("9", "C", Decimal(100))]

    done = filled(class_, table=gradebook(class_, now={"9": word}))

    assert reported(done) == {"7": "set", "8": "skipped", "9": "set"}
    assert "Complete/Incomplete" in done.lines[1].said


def test_spaces_around_an_id_are_not_its_own():
    """They were typed in where rows were added by hand."""
    class_ = [Pupil("7", "A"), Pupil("8", "B")]
    table = gradebook(class_).replace(b",7,", b", 7,").replace(b",8,", b",8\xc2\xa0,")

    done = filled(class_, table=table)

    done.check(done.content)
    assert set(done.expected) == {"7", "8"}


def test_a_column_out_of_nothing_is_refused():
    """Converted to it every grade would be 0."""
    table = gradebook(a_class(), possible=replace_cell(POSSIBLE, 6, "0"))

    with pytest.raises(ExportError, match="out of 0 points"):
        filled(a_class(), table=table, scale=True)


def test_ids_keep_their_leading_zeros_and_no_name_is_a_formula():
    """The numbers of the registry are text, and so is `=1+1`."""
    done = filled(a_class())

    body = cells(done.content)[2:]
    assert len(body) == len(a_class()) - 1
    assert all(row[2] == f"00{row[1]}" for row in body)
    assert not [row[0] for row in body if row[0][:1] in set("=+-@|%\t\r")]


def test_a_title_that_would_make_an_assignment_is_refused():
    """What there is is named; a part of a title counts where only one has it."""
    with pytest.raises(ExportError, match="would be a new one") as error:
        filled(a_class(), column="HW3")
    with pytest.raises(ExportError, match="fits several columns of assignments"):
        filled(a_class(), column="HW")
    with pytest.raises(ExportError, match="expected --column"):
        filled(a_class(), column="")

    assert "'HW (777)'" in str(error.value)
    assert filled(a_class(), column="hw (777").counted("set")


def test_a_column_that_canvas_does_not_let_one_change_is_none():
    """Totals, and assignments whose row of points possible says so."""
    locked = replace_cell(POSSIBLE, 6, "100 (read only)")

    with pytest.raises(ExportError, match="no column of an assignment"):
        filled(a_class(), table=gradebook(a_class(), possible=locked))


def replace_cell(row, at, cell):
    return (*row[:at], cell, *row[at + 1 :])


def test_two_columns_of_one_name_are_refused():
    """The id in the header is the same: no import could tell them."""
    header = replace_cell(HEADER, 7, "HW (777)")

    with pytest.raises(ExportError, match="fits several"):
        filled(a_class(), table=gradebook(a_class(), header=header))


def test_another_maximum_is_refused_or_scaled():
    """87 of 100 is not 87 of 10."""
    class_ = [Pupil("7", "Ann", Decimal("87.5"))]
    table = gradebook(class_, possible=replace_cell(POSSIBLE, 6, "10"))

    with pytest.raises(ExportError, match="out of 10 points, the grades are out of 100"):
        filled(class_, table=table)

    done = filled(class_, table=table, scale=True)
    assert read_as_canvas(done.content, "777") == {"7": "8.75"}


def test_an_id_of_canvas_is_looked_up_nowhere_else():
    """Another student's number in the registry may be the same."""
    class_ = [Pupil("42", "Ann Lee")]
    table = gradebook([Pupil("1", "Bo Roe"), Pupil("2", "Cy Poe")]).replace(b"001", b"42")

    assert reported(filled(class_, table=table))["42"] == "skipped"
    assert reported(filled(class_, table=table, system="plain"))["42"] == "skipped"
    same = table.replace(b"Bo Roe", b"Lee Ann")
    assert reported(filled(class_, table=same))["42"] == "skipped"
    assert reported(filled(class_, table=same, system="plain"))["42"] == "set"


def test_two_of_one_name_are_reported_apart_by_nothing_else():
    """Without an id neither gets a grade; with one on one side the other is told."""
    class_ = [Pupil("", "Jane Doe")]
    table = gradebook([Pupil("1", "Jane Doe"), Pupil("2", "Jane Doe"), Pupil("3", "Max Roe")])

    (line, *_) = filled(class_, table=table, system="plain").lines
    assert (line.what, "several rows" in line.said) == ("skipped", True)
    (line, *_) = filled([Pupil("", "Roe Max")], table=table, system="plain").lines
    assert (line.what, "by the name alone" in line.said) == ("set", True)


def test_who_is_in_the_gradebook_without_a_hand_in_is_reported():
    """Nobody goes missing between the two."""
    done = filled(a_class()[:3], table=gradebook(a_class()[:5]))

    assert [line.what for line in done.lines] == ["set"] * 3 + ["skipped"] * 2
    assert "no hand-in" in done.lines[-1].said


def test_an_id_on_two_hand_ins_gets_neither_grade():
    """Which of them counts is for a person."""
    class_ = [Pupil("7", "Ann Lee", Decimal(3)), Pupil("7", "Ann Lee", Decimal(4))]

    done = filled(class_, table=gradebook(class_[:1]))

    assert [line.what for line in done.lines] == ["skipped", "skipped"]
    assert "several hand-ins" in done.lines[0].said


@pytest.mark.parametrize(
    ("table", "said"),
    [
        (b"", "got nothing"),
        (b"a,b,c\n1,2,3\n", "expected Canvas' columns"),
        ("Student,ID,Section,HW (777)\nÄnn,7,A,\n".encode("cp1252"), "opened and saved"),
        (b'Student,ID,Section,HW (777)\n"Ann,7,A,\n', "a quote is opened and never closed"),
        (b"Student,ID,Section,HW (777)\nAnn,7,A,1,9\n", "row 2 has 5 cells"),
        (b"PK\x03\x04\0\0", "zero bytes"),
        (b"Student,ID,Section,HW (777)\nAnn,1E+13,A,\n", "rounded the ID to 1E+13"),
    ],
)  # fmt: skip
def test_what_canvas_did_not_write_is_refused(table, said):
    """A spreadsheet saved it, or it is another file."""
    with pytest.raises(ExportError) as error:
        fill_in_canvas(FillingRequest(awards(a_class()), "canvas", table, "g.csv", "HW"))

    assert said in str(error.value)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Student,ID,Section,HW\nA,7,B,1\n", "new assignment"),
        ("Student,ID,Section,X (1),HW (777)\nA,7,B,1,1\n", "'X (1)', too"),
        ("Student,ID,Section,HW (777)\nA,,B,1\n", "no student"),
        ("Student,ID,Section,HW (777)\nA,7,B,1\nA,7,B,2\n", "one twice"),
        ("Student,ID,Login,HW (777)\nA,7,B,1\n", "Section"),
        ("Student,SIS,Section,HW (777)\nA,7,B,1\n", "header"),
    ],
)  # fmt: skip
def test_the_strict_reader_refuses_what_canvas_would_misunderstand(text, said):
    """Each rule of the importer that a fault of ours could break."""
    with pytest.raises(ExportError) as error:
        read_as_canvas(text.encode(), "777")

    assert said in str(error.value)


def test_a_file_that_reads_back_otherwise_is_reported():
    """Were a grade to land elsewhere, nothing would be handed out."""
    done = filled(a_class())

    with pytest.raises(ExportError, match="does not read back as it is meant: 1000"):
        done.check(replace(done, content=done.content.replace(b",1000,", b",9,")).content)


def test_canvas_from_the_command_line(tmp_path):
    """A dry run shows everybody and writes nothing; the run writes the file and says who is out."""
    class_ = [Pupil("7", "Ann Lee", Decimal("87.5")), Pupil("8", "=Bo", status="needs_review")]
    out = a_batch(tmp_path / "out", class_)
    (tmp_path / "g.csv").write_bytes(gradebook(class_))
    words = ["export", str(out), "--to", "canvas", "--gradebook", str(tmp_path / "g.csv")]
    words += ["--column", "HW (777)", "--out", str(tmp_path / "up.csv")]

    dry = CliRunner().invoke(main, [*words, "--dry-run"])
    assert not (tmp_path / "up.csv").exists()
    done = CliRunner().invoke(main, words)
    unfinished = CliRunner().invoke(main, [*words[:-1], "-", "--include-unfinished"])

    assert (dry.exit_code, done.exit_code, unfinished.exit_code) == (0, 0, 0), done.output
    assert "Ann Lee" in dry.stdout
    assert "await a person" in dry.stdout
    assert "1 grades, 0 there already, 1 skipped; written" in done.stderr
    assert read_as_canvas((tmp_path / "up.csv").read_bytes(), "777") == {"7": "87.5"}
    assert read_as_canvas(unfinished.stdout.encode(), "777") == {"7": "87.5", "8": "50"}


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--to", "csv", "--column", "x"], "--column can't be used with --to csv"),
        (["--to", "canvas"], "--to canvas needs --gradebook"),
    ],
)
def test_an_option_that_means_nothing_is_wrong_usage(tmp_path, words, said):
    """Nobody believes that it did something."""
    done = CliRunner().invoke(main, ["export", str(tmp_path), *words])

    assert done.exit_code == 2
    assert said in done.stderr


def test_rows_that_canvas_puts_between_header_and_students_are_none():
    """A blank one, and one about posting by hand, since grades were added (unc-csxl#624)."""
    class_ = [Pupil("7", "Ann Lee", Decimal("87.5"))]
    head, possible, *rest = gradebook(class_).split(b"\r\n")
    between = b",,,,,,,,", b",,,,,,Manual Posting,,"
    table = b"\r\n".join([head, *between, possible, *rest])

    done = filled(class_, table=table)

    done.check(done.content)
    assert reported(done) == {"7": "set"}
