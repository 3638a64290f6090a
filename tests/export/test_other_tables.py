"""The table for Excel, nbgrader's columns, and all records in one file."""

import csv
import io
import json
import shutil
import subprocess
from decimal import Decimal

import pytest
from click.testing import CliRunner

from grader.cli import main
from grader.export import as_nbgrader, awards_of, for_excel, ungraded
from grader.intake.rosters.table import read_table
from grader.model.submission import Student
from tests.export.lms.people import Pupil, a_batch, a_class, awards

pytestmark = pytest.mark.usefixtures("shared_processes")


def test_nbgraders_columns_hold_every_student():
    """In nbgrader's order; who has no grade has no score, and not the score 0."""
    absent = awards_of([], list(ungraded([], [Student("9", "Doe, Kim", "k@x.edu")])))
    table = as_nbgrader(
        [*awards([Pupil("07", "Ann Mary Lee", Decimal("87.5"))]), *absent], assignment="hw3"
    )

    rows = list(csv.DictReader(io.StringIO(table)))

    assert list(rows[0]) == [
        "assignment", "duedate", "timestamp", "student_id", "last_name", "first_name", "email",
        "raw_score", "late_submission_penalty", "score", "max_score",
    ]  # fmt: skip
    reported = [
        (row["student_id"], row["last_name"], row["first_name"], row["score"]) for row in rows
    ]
    assert reported == [("07", "Lee", "Ann Mary", "87.5"), ("9", "Doe", "Kim", "")]
    assert rows[0]["max_score"] == "100"


def test_a_table_for_excel_says_the_same():
    """In UTF-16 with its mark, with tabs; nothing becomes a formula on the way."""
    text = as_nbgrader(awards(a_class()), assignment="hw3")

    lines = read_table(for_excel(text), known=len).lines

    assert for_excel(text).startswith(b"\xff\xfe")
    assert [list(line) for line in lines] == list(csv.reader(io.StringIO(text)))


def test_records_stand_one_a_line(tmp_path):
    """As they lie in the folder."""
    out = a_batch(tmp_path / "out", [Pupil("7", "Ann"), Pupil("8", "Bo")])
    for place in out.glob("submissions/*/grade.json"):
        place.write_text(json.dumps({"text": "a\nb \u2028 c", "of": place.parent.name}, indent=2))

    done = CliRunner().invoke(main, ["export", str(out), "--to", "json"])

    records = [json.loads(line) for line in done.stdout_bytes.split(b"\n") if line]
    assert [record["text"] for record in records] == ["a\nb \u2028 c"] * 2


def test_nbgrader_and_excel_from_the_command_line(tmp_path):
    """The options reach the writer."""
    out = a_batch(tmp_path / "out", [Pupil("7", "Ünal Öz", status="needs_review")])
    words = ["export", str(out), "--to", "nbgrader", "--excel"]

    closed = CliRunner().invoke(main, words).stdout_bytes.decode("utf-16")
    opened = CliRunner().invoke(main, [*words, "--include-unfinished"])

    assert '"7"\t"Öz"\t"Ünal"' in closed
    assert '"50"' not in closed
    assert '"50"' in opened.stdout_bytes.decode("utf-16")


@pytest.mark.slow
@pytest.mark.skipif(not shutil.which("soffice"), reason="needs LibreOffice")
def test_libreoffice_shows_names_and_ids_as_they_are(tmp_path):
    """Opened with the separator and the encoding that its dialog proposes: letters of all scripts
    are there, and no cell was calculated.
    """
    class_ = [*a_class(), Pupil("007", "Agent")]
    text = as_nbgrader(awards(class_), assignment="hw3")
    (tmp_path / "g.csv").write_bytes(for_excel(text))
    to_csv = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false"
    command = ["soffice", "--headless", "--infilter=CSV:9,34,65535,1,4/2", "--convert-to", to_csv]

    subprocess.run([*command, "--outdir", "o", "g.csv"], cwd=tmp_path, check=True, timeout=240)

    shown = (tmp_path / "o" / "g.csv").read_text("utf-8")
    rows = list(csv.DictReader(io.StringIO(shown)))
    wanted = list(csv.DictReader(io.StringIO(text)))
    for column in ("student_id", "last_name", "first_name"):
        assert [row[column] for row in rows] == [row[column] for row in wanted]
