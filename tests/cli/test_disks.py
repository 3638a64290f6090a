"""A batch survives full disks, and kills at any moment. Needs root for the disks; slow."""

import os
import random
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.hostile.packing import notebook

GRADER = Path(sys.executable).with_name("grader")
pytestmark = pytest.mark.slow


@contextmanager
def mounted(place, options):
    """A small file system of its own; skips where none may be mounted."""
    place.mkdir(exist_ok=True)
    asked = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", options, "tmpfs", place], capture_output=True, check=False
    )
    if asked.returncode:
        pytest.skip("no file system can be mounted here")
    try:
        yield place
    finally:
        subprocess.run(["umount", "-l", place], check=True)


@pytest.fixture
def klass(tmp_path):
    """Twelve hand-ins."""
    (tmp_path / "in").mkdir()
    for number in range(12):
        (tmp_path / "in" / f"{number:02}.ipynb").write_bytes(notebook(f"x = {number}; print(x)"))
    return tmp_path / "in"


def batch(klass, out, *more):
    command = [
        GRADER,
        "batch",
        klass,
        "--out",
        out,
        "-a",
        "digits",
        "--policy",
        "saved",
        "--no-pdf",
        *more,
    ]
    return subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)


def test_a_full_disk_keeps_what_is_finished(klass, tmp_path):
    """One sentence, exit code 4, the finished ones in the table; with room the same command goes on
    from there.
    """
    with mounted(tmp_path / "small", "size=600k") as small:
        full = batch(klass, small / "out")
        kept = len(list(small.glob("out/submissions/*/records/done.json")))
        subprocess.run(["mount", "-o", "remount,size=64m", small], check=True)
        again = batch(klass, small / "out")

    assert full.returncode == 4
    assert "No space left on device" in full.stderr
    assert f"{kept} of 12 hand-ins are graded, and kept" in full.stderr or kept == 12
    assert "Traceback" not in full.stderr
    assert kept > 0
    assert again.returncode == 0


def test_a_disk_that_cannot_be_written_is_named(klass, tmp_path):
    """Before anything is graded."""
    with mounted(tmp_path / "fixed", "ro,size=1m") as fixed:
        ended = batch(klass, fixed / "out")

    assert ended.returncode == 4
    assert "Read-only file system" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_killed_at_any_moment_it_goes_on(klass, tmp_path):
    """`kill -9` fifteen times: every start takes over the lock and the finished work, and the last
    one ends well.
    """
    chance = random.Random(20_240_601)
    command = [
        GRADER,
        "batch",
        klass,
        "--out",
        tmp_path / "out",
        "-a",
        "digits",
        "--policy",
        "saved",
        "--no-pdf",
    ]
    for _ in range(15):
        running = subprocess.Popen(command, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
        time.sleep(chance.uniform(0.3, 3.0))
        os.kill(running.pid, signal.SIGKILL)
        running.wait()

    ended = batch(klass, tmp_path / "out")

    assert ended.returncode == 0, ended.stderr
    assert len(list(tmp_path.glob("out/submissions/*/report.html"))) == 12
    assert not list(tmp_path.glob("out/**/.*.part"))
