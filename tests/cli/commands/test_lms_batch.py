"""A class as Canvas gives it, from its zip to the table of grades."""

import csv
import io
import json

import pytest
from click.testing import CliRunner

from grader.assignment import bundled
from grader.cli import main
from tests.hostile.packing import GOOD, Entry, packed

pytestmark = pytest.mark.usefixtures("shared_processes")

UNDERTRAINED = (
    bundled("reference") / "digits" / "samples" / "undertrained_network.ipynb"
).read_bytes()
ROSTER = (
    "Student,ID,Section\n    Points Possible,,\nJane Doe,123,A\nMax Roe,77,B\nKim Lee,5,A\nAl "
    "Gone,99,B\n"
)


def run(*arguments) -> str:
    done = CliRunner().invoke(main, [str(one) for one in arguments])
    assert done.exit_code == 0, done.output
    return done.stdout


def zipped(folder, **files: bytes):
    path = folder / "submissions.zip"
    path.write_bytes(packed(*[Entry(name, content) for name, content in files.items()]))
    return path


def graded(folder, source, *options) -> str:
    return run(
        *(
            "batch",
            source,
            "--out",
            folder / "out",
            "-a",
            "digits",
            "--policy",
            "saved",
            "--no-pdf",
        ),
        *options,
    )


def records(folder) -> dict[str, dict]:
    found = (json.loads(path.read_text()) for path in folder.glob("out/submissions/*/grade.json"))
    return {record["submission"]["student"]["id"]: record for record in found}


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """A class of four, two of whom handed in the same; graded once without a roster, and then with
    one.
    """
    folder = tmp_path_factory.mktemp("course")
    (folder / "roster.csv").write_text(ROSTER)
    source = zipped(
        folder,
        **{
            "doejane_123_456_hw.ipynb": GOOD,
            "roemax_LATE_77_457_work.zip": packed(
                Entry("hw/hw.ipynb", GOOD), Entry("hw/data.csv", b"1")
            ),
            "leekim_5_458_hw.ipynb": UNDERTRAINED,
            "poepat_6_text.html": b"<p>done",
        },
    )
    first = graded(folder, source)
    second = graded(folder, source, "--roster", folder / "roster.csv")
    return folder, first, second


def table(folder) -> dict[str, dict[str, str]]:
    return {
        row["student_id"]: row
        for row in csv.DictReader(io.StringIO(run("export", folder / "out", "--to", "csv")))
    }


def test_every_student_has_a_row_under_the_id_that_canvas_gave(course):
    """Points land on the right student, late is late, and who handed in no notebook has no
    points.
    """
    rows = table(course[0])

    reported = {
        key: (row["name"], row["section"], row["late"], row["status"], row["points"])
        for key, row in rows.items()
    }
    assert reported == {
        "123": ("Jane Doe", "A", "no", "needs_review", "80"),
        "77": ("Max Roe", "B", "yes", "needs_review", "80"),
        "5": ("Kim Lee", "A", "no", "needs_review", "31"),
        "6": ("poepat", "", "no", "ungradable", ""),
        "99": ("Al Gone", "B", "", "not_handed_in", ""),
    }


def test_a_roster_that_comes_later_renames_and_grades_nothing_anew(course):
    """The report says what the roster says, and who is missing is told."""
    folder, first, second = course

    page = next(folder.glob("out/submissions/doejane*/report.html")).read_text()
    assert "canvas" in first
    assert "Al Gone" not in first
    assert "handed in nothing (1): Al Gone" in second
    assert "Jane Doe" in page


def test_copies_are_reported_to_the_instructor_only(course):
    """Class page and JSON name the other hand-in; a student's report shows no suspicion."""
    folder = course[0]
    page = next(folder.glob("out/submissions/doejane*/report.html")).read_text()
    record = records(folder)["123"]

    (doubt,) = record["integrity"]
    assert doubt["kind"] == "identical_submission"
    assert "roemax_LATE_77_457_work.zip" in doubt["others"][0]
    assert "word for word" not in page
    assert "roemax" not in page
    assert "Max Roe" not in page
    assert "roemax_LATE_77_457_work.zip" in (folder / "out" / "summary.html").read_text()


def test_regrading_tells_the_copies_again(course):
    """A changed rubric decides anew, and forgets nothing that comparing showed."""
    folder = course[0]

    run("regrade", folder / "out", "-a", "digits", "--no-reports")

    kinds = {
        key: [doubt["kind"] for doubt in record["integrity"]]
        for key, record in records(folder).items()
    }
    assert kinds == {
        "123": ["identical_submission"],
        "77": ["identical_submission"],
        "5": [],
        "6": [],
    }


def test_who_hands_in_again_is_graded_again_in_the_same_place(tmp_path):
    """No result of the earlier file stays behind, and a copy that is none any more is not
    reported.
    """
    graded(
        tmp_path,
        zipped(
            tmp_path,
            **{"doejane_123_456_hw.ipynb": UNDERTRAINED, "roemax_77_457_hw.ipynb": UNDERTRAINED},
        ),
    )
    before = records(tmp_path)

    graded(
        tmp_path,
        zipped(
            tmp_path, **{"doejane_123_499_hw-1.ipynb": GOOD, "roemax_77_457_hw.ipynb": UNDERTRAINED}
        ),
    )
    after = records(tmp_path)

    assert [record["points"] for record in before.values()] == ["31", "31"]
    assert {key: record["points"] for key, record in after.items()} == {"123": "80", "77": "31"}
    assert all(record["integrity"] == [] for record in after.values())
    assert len(list(tmp_path.glob("out/submissions/*"))) == 2


def test_who_is_no_longer_in_the_class_is_in_no_table(tmp_path):
    """The hand-ins of the last batch count."""
    graded(
        tmp_path,
        zipped(
            tmp_path, **{"doejane_123_456_hw.ipynb": UNDERTRAINED, "roemax_77_457_hw.ipynb": GOOD}
        ),
    )
    graded(
        tmp_path,
        zipped(
            tmp_path, **{"doejane_123_456_hw.ipynb": UNDERTRAINED, "leekim_5_458_hw.ipynb": GOOD}
        ),
    )

    assert set(table(tmp_path)) == {"123", "5"}
