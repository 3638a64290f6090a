"""Later rooms again, on a class that has changed since: withdrawn, damaged, unfinished, decided
otherwise.
"""

import json
import os
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from grader.assignment import bundled
from grader.cli import main
from grader.cli.screen import unrendered_lines
from grader.publishing.renderers import Unrendered
from grader.store import BatchFolder
from tests.hostile.packing import notebook

pytestmark = pytest.mark.usefixtures("shared_processes")

SAVED = ("--policy", "saved", "--no-pdf")


def run(*arguments):
    return CliRunner().invoke(main, list(map(str, arguments)))


@pytest.fixture
def assignment(tmp_path):
    """The bundled digits, to be changed."""
    return Path(shutil.copytree(bundled("reference") / "digits", tmp_path / "digits"))


@pytest.fixture(scope="module")
def class_folder(tmp_path_factory):
    """Three hand-ins in `in`, graded into `out` by `digits`, of which one is withdrawn and the
    batch run again; and a copy of it all.
    """
    folder, first = tmp_path_factory.mktemp("class"), tmp_path_factory.mktemp("first") / "class"
    shutil.copytree(bundled("reference") / "digits", folder / "digits")
    (folder / "in").mkdir()
    for name in ("ann", "bob", "cem"):
        (folder / "in" / f"{name}.ipynb").write_bytes(notebook(f"print('{name}')"))
    again = ("batch", folder / "in", "--out", folder / "out", "-a", folder / "digits", *SAVED)
    assert run(*again).exit_code == 0
    (folder / "in" / "cem.ipynb").unlink()
    assert run(*again).exit_code == 0
    shutil.copytree(folder, first)
    return folder, first


@pytest.fixture
def klass(class_folder):
    """The graded class as it was at first, in its place."""
    folder, first = class_folder
    shutil.rmtree(folder)
    shutil.copytree(first, folder)
    return folder / "out"


@pytest.mark.parametrize("command", ["regrade", "report"])
def test_a_withdrawn_hand_in_stays_away(klass, command):
    """The class page shows those whom the last batch was given, whoever wrote it."""
    ended = run(command, klass, "-a", klass.parent / "digits")

    page = (klass / "summary.html").read_text()
    assert ended.exit_code == 0
    assert "ann.ipynb" in page
    assert "cem.ipynb" not in page


def test_other_models_are_looked_for_again(klass):
    """`regrade` heeds changed roles as `batch` does, and records that it did."""
    asked = klass.parent / "digits" / "assignment.yaml"
    asked.write_text(asked.read_text().replace("title: Keras network", "title: The Keras net"))

    ended = run("regrade", klass, "-a", klass.parent / "digits", "--no-reports")
    again = run("regrade", klass, "-a", klass.parent / "digits", "--no-reports")

    messages = [
        json.loads(path.read_text())["findings"]
        for path in klass.glob("submissions/ann-*/grade.json")
    ]
    assert ended.exit_code == again.exit_code == 0, ended.output
    assert "The Keras net" in json.dumps(messages)


@pytest.mark.parametrize(("record", "content"), [("done.json", None), ("seen.json", "{")])
def test_what_has_no_result_is_named(klass, record, content):
    """Unfinished and damaged hand-ins are reported by every command, stop none, and the next batch
    makes them anew.
    """
    path = next(klass.glob(f"submissions/ann-*/records/{record}"))
    path.unlink() if content is None else path.write_bytes(content.encode("latin-1"))

    regraded = run("regrade", klass, "-a", klass.parent / "digits", "--no-reports")
    exported = run("export", klass, "--to", "csv")

    assert "Traceback" not in regraded.output
    assert "ann" in regraded.stderr
    assert regraded.exit_code == (4 if record == "seen.json" else 0)
    assert exported.exit_code == 0
    assert record == "seen.json" or "ann.ipynb" in exported.stderr


def test_reports_are_counted_as_they_came_out(klass):
    """One that can't be rendered is named, the others are there, and the exit code says that one is
    missing.
    """
    next(klass.glob("submissions/ann-*/records/seen.json")).write_text("{")

    ended = run("report", klass, "-a", klass.parent / "digits")

    assert ended.exit_code == 4
    assert "1 of 2 reports rendered" in ended.stdout
    assert "no report" in ended.stderr


def test_one_broken_template_is_one_line():
    """However many reports it concerns."""
    broken = [
        Unrendered(f"student-{number}", "report.html.j2:3: unexpected '}'") for number in range(500)
    ]

    assert list(unrendered_lines(broken)) == [
        "no report: report.html.j2:3: unexpected '}' (student-0, student-1, student-2 and 497 more)"
    ]


def test_an_ungradable_has_no_points_in_the_table(tmp_path, assignment):
    """Nothing was measured: a dash, not a nought."""
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "bad.ipynb").write_text("{")

    ended = run("batch", tmp_path / "in", "--out", tmp_path / "out", "-a", assignment, *SAVED)

    assert ended.exit_code == 0
    assert "–/100" in ended.stdout


def test_an_edited_starter_is_kept(assignment):
    """What a person changed by hand is overwritten only when that is asked for; a changed source is
    no such change.
    """
    path = assignment / "starter.ipynb"
    edited = path.read_text().replace("import numpy as np", "import numpy as np  # mine", 1)
    assert edited != path.read_text()
    path.write_text(edited)

    refused = run("assignment", "starter", assignment)
    kept = path.read_text()
    forced = run("assignment", "starter", assignment, "--force")
    (assignment / "notebook.md").write_text(
        (assignment / "notebook.md").read_text().replace("digits", "figures", 1)
    )
    from_source = run("assignment", "starter", assignment)

    assert refused.exit_code == 2
    assert "starter.ipynb: was edited by hand" in refused.stderr
    assert kept == edited
    assert forced.exit_code == 0
    assert from_source.exit_code == 0


NAMES = [
    b"L\xf6sung.ipynb",
    b"new\nline.ipynb",
    b"a" * 249 + b".ipynb",
    b"...ipynb",
    b"-rf.ipynb",
    b"--help.ipynb",
    "\u202egnp.ipynb".encode(),
    b"\x1b[31mred.ipynb",
    b"d\xe4r/h\xe4.ipynb",
    b"\xed\xb3\xb6.ipynb",
    "\u2028.ipynb".encode(),
    b"%s%n{}.ipynb",
    b"[red]x[/red].ipynb",
    b"DOMAIN\\ann.ipynb",
    b"A: Smith/hw.ipynb",
    ("ü" * 124).encode() + b".ipynb",
]


def test_no_name_stops_a_batch(tmp_path):
    """Whatever a file is called: each is graded, has a report, and stands in the tables."""
    for name in NAMES:
        path = tmp_path / "in" / os.fsdecode(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(notebook("print(1)"))

    ended = run("batch", tmp_path / "in", "--out", tmp_path / "out", "-a", "digits", *SAVED)
    exported = run("export", tmp_path / "out", "--to", "csv")

    assert ended.exit_code == 0, ended.output
    assert len(list((tmp_path / "out").glob("submissions/*/report.html"))) == len(NAMES)
    assert exported.stdout.count('"graded"') == len(NAMES)
    assert "L%F6sung.ipynb" in exported.stdout
    assert len(BatchFolder(tmp_path / "out").read_intake().hand_ins) == len(NAMES)
