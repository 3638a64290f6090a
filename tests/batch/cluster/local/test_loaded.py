"""The assignment is loaded before workers are forked."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from grader.assignment import bundled
from grader.batch.cluster.local import loaded as before
from grader.host.forking import LOADS
from grader.pipeline import load_everything

FORKED = """
import json, multiprocessing, os, threading
from pathlib import Path
from grader.host.forking import LOADS, begin_to_import


def look(connection):
    from grader.batch.cluster.local.loaded import _before

    threads = Path(f"/proc/{os.getppid()}/status").read_text().split("Threads:")[1].split()[0]
    connection.send((list(map(str, _before)), LOADS in os.environ, int(threads)))


if __name__ == "__main__":
    begin_to_import(("grader.batch.cluster.local.ready",), loads="digits")
    context = multiprocessing.get_context("forkserver")
    here, there = context.Pipe()
    child = context.Process(target=look, args=(there,))
    child.start()
    print(json.dumps([*here.recv(), LOADS in os.environ]))
    child.join()
"""


def test_a_forked_worker_finds_it_loaded(tmp_path):
    """And no variable that what it starts would inherit; a process that forks has no threads."""
    script = tmp_path / "forked.py"
    script.write_text(FORKED)

    done = subprocess.run(
        [sys.executable, script], capture_output=True, text=True, timeout=120, check=False
    )

    folder = str(load_everything("digits").assignment.folder.resolve())
    assert json.loads(done.stdout or "0") == [[folder], False, 1, False], done.stderr


def test_what_can_not_be_loaded_is_left_to_who_reports_it(tmp_path, monkeypatch):
    """A worker that finds nothing loads, and says then what is wrong."""
    monkeypatch.setattr(before, "_before", {})
    monkeypatch.setenv(LOADS, str(tmp_path / "none"))

    before.load_before_forking()

    digits = load_everything("digits").assignment.folder
    assert before.loaded_for_workers(digits).assignment.folder == digits
    assert not before._before


@pytest.mark.parametrize(
    ("imports", "loaded"), [("", True), ("import json", True), ("import wave", False)]
)
def test_own_checks_that_import_more_are_left_to_the_workers(
    imports, loaded, tmp_path, monkeypatch
):
    """What they import may start threads, and a process that has some can't be forked."""
    folder = Path(shutil.copytree(bundled("reference") / "digits", tmp_path / "digits"))
    with (folder / "checks.py").open("a") as checks:
        checks.write(f"\n\n{imports}\n")
    monkeypatch.setattr(before, "_before", {})
    monkeypatch.delitem(sys.modules, "wave", raising=False)
    monkeypatch.setenv(LOADS, str(folder))

    before.load_before_forking()

    assert bool(before._before) is loaded
