"""Each row of the table of exit codes in docs/cli.md is reached by a command that is really
given.
"""

import dataclasses
import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from grader import reference
from grader.cli import main
from grader.cli.help_page import ENDINGS
from tests.cli.test_assignment_test import FOUND as SURVIVED
from tests.hostile.packing import notebook

DIGITS = Path(__file__).parents[2] / "reference" / "digits"
GRADER = Path(sys.executable).with_name("grader")
SAVED = ("-a", "digits", "--policy", "saved")


class Host:
    """Where the commands of a row find what they are given, and put what they make."""

    def __init__(self, folder, monkeypatch):
        self.folder, self.monkeypatch = folder, monkeypatch
        (folder / "tiny.ipynb").write_bytes(notebook("print(1)"))
        (folder / "bad.ipynb").write_text("{")

    def run(self, *arguments):
        return CliRunner().invoke(main, [str(argument) for argument in arguments]).exit_code

    def check(self, *arguments):
        return self.run("check", self.folder / "tiny.ipynb", *SAVED, *arguments)

    def batch(self):
        return self.run("batch", self.folder, "--out", self.folder / "out", *SAVED, "--no-pdf")

    def stopped_by(self, number):
        """Sent before the notebook is run, to a process of its own; `test_signals.py` sends them
        while it runs.
        """
        command = ["check", str(self.folder / "tiny.ipynb"), *SAVED]
        code = (
            "import signal, sys\n"
            "class Comes:\n"
            "    def find_spec(self, name, *_):\n"
            "        if name == 'grader.pipeline':\n"
            f"            signal.raise_signal({int(number)})\n"
            "sys.meta_path.insert(0, Comes())\n"
            "from grader.cli import main\n"
            f"main({command})\n"
        )
        return subprocess.run([sys.executable, "-c", code], timeout=120, check=False).returncode


def all_passed(host):
    return host.run("check", DIGITS / "solution.ipynb", *SAVED)


def one_cannot_be_read(host):
    code = host.batch()
    records = [
        json.loads(path.read_text())["status"] for path in (host.folder / "out").rglob("grade.json")
    ]
    assert sorted(records) == ["graded", "ungradable"]
    return code


def some_did_not_pass(host):
    return host.run("check", DIGITS / "starter.ipynb", *SAVED)


def a_figure_outside(host):
    real = reference.verify_founding
    host.monkeypatch.setattr(
        reference,
        "verify_founding",
        lambda *given: [dataclasses.replace(row, inside=False) for row in real(*given)],
    )
    return host.run("reference", "verify", "-a", "mnist")


def a_mutant_survives(host):
    host.monkeypatch.setattr("grader.mutation.grade_mutants", lambda *_, **__: SURVIVED)
    return host.run("assignment", "test", "digits")


def wrong_usage(host):
    return host.check("--polcy", "saved")


def no_notebook(host):
    return host.run("check", host.folder / "bad.ipynb", *SAVED)


def no_submissions(host):
    (host.folder / "class.zip").write_bytes(b"PK\x03\x04 cut off")
    return host.run("batch", host.folder / "class.zip", "--out", host.folder / "out", *SAVED)


def a_full_disk(host):
    return host.check("--html", "/dev/full")


def no_sandbox(host):
    host.monkeypatch.setenv("PATH", str(host.folder))
    host.monkeypatch.setattr("grader.host.bubblewrap.find_spec", lambda _: None)
    return host.run("check", host.folder / "tiny.ipynb", "-a", "digits", "--policy", "full")


def a_folder_in_use(host):
    assert host.batch() == 0
    held = "import sys; from pathlib import Path; from grader.store import held\n"
    held += "with held(Path(sys.argv[1]), 'a test'):\n  print('held', flush=True); input()"
    command = [sys.executable, "-c", held, host.folder / "out"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as one:
        one.stdout.readline()
        code = host.run("regrade", host.folder / "out", "-a", "digits")
        one.kill()
    return code


def a_fault_of_ours(host):
    host.monkeypatch.setattr("grader.pipeline.load_everything", lambda _: 1 / 0)
    return host.check()


def nobody_reads(host):
    """Whatever is printed: click has a code of its own for what the options print."""
    reading, writing = os.pipe()
    os.close(reading)
    asked = (["--help"], ["--version"], ["check", "--help"], ["reference", "show", "-a", "digits"])
    ended = {
        subprocess.run(
            [GRADER, *words], stdout=writing, stderr=subprocess.PIPE, timeout=120, check=False
        ).returncode
        for words in asked
    }
    os.close(writing)
    assert len(ended) == 1
    return ended.pop()


def hang_up(host):
    return host.stopped_by(signal.SIGHUP)


def ctrl_c(host):
    return host.stopped_by(signal.SIGINT)


def kill(host):
    return host.stopped_by(signal.SIGTERM)


WAYS = (
    all_passed, one_cannot_be_read, some_did_not_pass, a_figure_outside, a_mutant_survives,
    wrong_usage, no_notebook, no_submissions, a_full_disk, no_sandbox, a_folder_in_use,
    a_fault_of_ours, hang_up, ctrl_c, nobody_reads, kill,
)  # fmt: skip
"""In the order of the table's rows."""
PAIRS = list(zip(ENDINGS, WAYS, strict=True))


@pytest.mark.timeout(180)
@pytest.mark.parametrize(("row", "way"), PAIRS, ids=[way.__name__ for way in WAYS])
def test_a_row_of_the_table_is_reached(tmp_path, monkeypatch, row, way):
    """What the docs say is what a script gets."""
    assert way(Host(tmp_path, monkeypatch)) == row[0]
