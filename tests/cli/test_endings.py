"""Every way in which a command can end, and the exit code that the docs name for it."""

import errno
import json
import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from grader.cli import main
from grader.store import held
from tests.hostile.packing import notebook

GRADER = Path(sys.executable).with_name("grader")
SAVED = ("-a", "digits", "--policy", "saved")
FULL = Path("/dev/full")


@pytest.fixture(scope="module")
def tiny(tmp_path_factory):
    """A notebook in which nothing is right."""
    path = tmp_path_factory.mktemp("in") / "tiny.ipynb"
    path.write_bytes(notebook("print(1)"))
    return path


@pytest.fixture
def graded(tiny, tmp_path):
    """The output of a batch of one."""
    assert run("batch", tiny, "--out", tmp_path / "out", *SAVED, "--no-pdf").exit_code == 0
    return tmp_path / "out"


def run(*arguments):
    return CliRunner().invoke(main, list(map(str, arguments)))


def as_program(*arguments, **streams):
    """Run it as a shell does, where streams can be full or closed."""
    asked = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, **streams}
    return subprocess.run(
        [GRADER, *map(str, arguments)], text=True, timeout=120, check=False, **asked
    )


@pytest.mark.parametrize("target", [FULL, "a folder"])
@pytest.mark.parametrize("option", ["--html", "--pdf", "--json"])
def test_a_report_that_cannot_be_written_loses_no_grade(tiny, tmp_path, target, option):
    """The grade is printed, the file named, and the exit code says that something is missing."""
    target = tmp_path if target == "a folder" else target

    ended = run("check", tiny, *SAVED, option, target)

    assert ended.exit_code == 4
    assert "0 of 100 points" in ended.stdout
    assert f"{target}: can't be written" in ended.stderr
    assert "Traceback" not in ended.output


def test_one_report_that_cannot_be_written_stops_no_other(tiny, tmp_path):
    """The record is there although the page is not."""
    ended = run("check", tiny, *SAVED, "--html", FULL, "--json", tmp_path / "grade.json")

    assert ended.exit_code == 4
    assert json.loads((tmp_path / "grade.json").read_text())["status"] == "graded"


def test_a_report_is_never_written_over_the_notebook(tiny):
    """A typing mistake in a script costs no hand-in."""
    before = tiny.read_bytes()

    assert run("check", tiny, *SAVED, "--json", tiny).exit_code == 2
    assert tiny.read_bytes() == before


def test_what_is_no_notebook_gets_its_record_and_its_reports(tmp_path):
    """After exit code 3 no file of an earlier run passes for this one's."""
    (tmp_path / "bad.ipynb").write_text("{")
    (tmp_path / "old.html").write_text("100 of 100")

    ended = run(
        "check", tmp_path / "bad.ipynb", *SAVED, "--html", tmp_path / "old.html", "--json", "-"
    )

    assert ended.exit_code == 3
    assert json.loads(ended.stdout)["status"] == "ungradable"
    assert "Could not be graded" in (tmp_path / "old.html").read_text()


@pytest.mark.parametrize("command", ["check", "export", "help"])
def test_a_full_standard_output_is_reported(tiny, graded, command):
    """One sentence and exit code 4 where Python would print a traceback, or nothing."""
    arguments = {
        "check": ("check", tiny, *SAVED),
        "export": ("export", graded, "--to", "csv"),
        "help": ("--help",),
    }

    with FULL.open("w") as full:
        ended = as_program(*arguments[command], stdout=full)

    assert ended.returncode == 4
    assert "standard output: can't be written" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_a_reader_that_goes_away_is_no_error_of_ours(graded):
    """`| head -1` ends the program as shells expect, without a word."""
    reading, writing = os.pipe()
    os.close(reading)

    ended = as_program("export", graded, "--to", "csv", stdout=writing)
    os.close(writing)

    assert ended.returncode == 128 + signal.SIGPIPE
    assert ended.stderr == ""


def test_closed_streams_get_no_file_of_ours(tiny, tmp_path):
    """With all three closed the report is written, and nothing is printed into it."""
    page = tmp_path / "page.html"
    line = f"exec 0<&- 1>&- 2>&-; {GRADER} check {tiny} -a digits --policy saved --html {page}"

    ended = subprocess.run(["sh", "-c", line], timeout=120, check=False)

    assert ended.returncode == 4
    assert page.read_text().startswith("<!")
    assert page.read_text().rstrip().endswith("</html>")


def test_a_folder_in_use_says_by_whom(tiny, graded):
    """Two batches never write into one folder; who holds it is named, and reading is allowed."""
    code = (
        f"from pathlib import Path; from grader.store import held\nwith "
        f"held(Path({str(graded)!r}), 'grader batch'):"
    )
    code += "\n  print('held', flush=True); input()"
    with subprocess.Popen(
        [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as one:
        one.stdout.readline()
        refused = [
            run("batch", tiny, "--out", graded, *SAVED),
            run("regrade", graded, "-a", "digits"),
            run("report", graded, "-a", "digits"),
        ]
        read = run("export", graded, "--to", "csv")
        one.kill()
    taken_over = run("batch", tiny, "--out", graded, *SAVED, "--no-pdf")

    assert [ended.exit_code for ended in refused] == [4, 4, 4]
    assert all(
        f"in use by grader batch (process {one.pid} on " in ended.stderr for ended in refused
    )
    assert read.exit_code == 0
    assert "in use by" in read.stderr
    assert taken_over.exit_code == 0


def test_a_lock_on_a_folder_that_does_not_exist_yet_makes_it(tmp_path):
    """The first batch into a folder is locked like the next one."""
    with held(tmp_path / "a" / "b", "a test"):
        assert (tmp_path / "a" / "b" / ".grader.lock").is_file()


@pytest.mark.parametrize(
    ("in_the_way", "place"),
    [("file", "submissions"), ("folder", "summary.html"), ("folder", "intake.json")],
)
def test_what_is_in_the_way_is_named(tiny, tmp_path, in_the_way, place):
    """A file where a folder should be, or the other way round: a sentence, not a traceback."""
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / place).write_text("") if in_the_way == "file" else (
        tmp_path / "out" / place
    ).mkdir()

    ended = run("batch", tiny, "--out", tmp_path / "out", *SAVED, "--no-pdf")

    assert ended.exit_code == 4
    assert place in ended.stderr
    assert "Traceback" not in ended.output


@pytest.mark.parametrize("option", ["--memory", "--timeout", "--cell-timeout", "--audit"])
@pytest.mark.parametrize("value", ["nan", "inf", "-inf", "-1", "1e400", "1e300", "ten", ""])
def test_amounts_that_are_none_are_refused(option, value):
    """Every number option of every command says what it takes."""
    ended = run("check", "x.ipynb", option, value)

    assert ended.exit_code == 2
    assert option in ended.stderr


def test_too_little_memory_names_the_least():
    """In a quarter of a GiB no library can be imported: the student would pay for that."""
    ended = run("batch", ".", "--out", "x", "--memory", "0.25")

    assert ended.exit_code == 2
    assert "the least is 0.75 GiB" in ended.stderr


@pytest.mark.parametrize(
    ("option", "value", "expected"),
    [
        ("--timeout", "soon", "expected a number of seconds, or as in '30 min', got 'soon'"),
        ("--memory", "6 GBs", "expected a number of GiB, or as in '6 GiB', got '6 GBs'"),
        ("--disk", "0", "the least is 0.0625 GiB"),
        ("--audit", "101", "the most is 100 %"),
    ],
)
def test_an_amount_that_is_refused_is_told_what_it_counts(option, value, expected):
    """With its unit, and in whole words."""
    ended = run("check", "x.ipynb", option, value)

    assert expected in " ".join(ended.stderr.split())


@pytest.mark.parametrize(
    "command",
    [("batch", ".", "--out", "x", "--policy", "saved"), ("regrade", "."), ("report", ".")],
)
def test_an_empty_folder_is_refused_by_the_name_of_its_argument(command, tmp_path, monkeypatch):
    """Who reads it knows which of the things typed is meant."""
    monkeypatch.chdir(tmp_path)

    ended = run(*command)

    assert ended.exit_code == 2
    assert re.search("Invalid value for (FOLDER|SUBMISSIONS): ", ended.stderr)


def test_a_fault_of_ours_shows_where_and_is_no_verdict(monkeypatch, tiny):
    """Exit code 1 means that checks did not pass; an error of the program must not look like
    that.
    """
    monkeypatch.setattr("grader.pipeline.load_everything", lambda _: 1 / 0)

    ended = run("check", tiny)

    assert ended.exit_code == 4
    assert "ZeroDivisionError" in ended.stderr
    assert "fault of the program" in ended.stderr


def test_a_file_that_may_not_be_read_is_not_one_to_be_written(monkeypatch, tiny, tmp_path):
    """`can't be written: name a place that can be` was said of the thresholds."""
    closed = tmp_path / "thresholds.json"
    closed.write_text("{}")
    refused = PermissionError(errno.EACCES, "Permission denied", str(closed))

    def load(_):
        raise refused

    monkeypatch.setattr("grader.pipeline.load_everything", load)
    monkeypatch.setattr(os, "access", lambda path, mode: str(path) != str(closed))

    ended = run("check", tiny)

    assert ended.exit_code == 4
    assert f"{closed}: can't be read: Permission denied" in ended.stderr
    assert "chmod" in ended.stderr
