"""The second lock on what a kernel may write."""

import errno
import platform
import subprocess
import sys
from pathlib import Path

import pytest

from grader.recorder.start import landlock

TRY = """
import os, sys
from grader.recorder.start.landlock import give_up_further_locks, write_only_below
inside, outside = sys.argv[1:]
print(write_only_below([inside]))
give_up_further_locks()
print(write_only_below([inside]))
def attempt(act):
    try:
        act()
        print("done")
    except OSError as error:
        print(type(error).__name__)
attempt(lambda: open(f"{inside}/new", "w").write("x"))
attempt(lambda: open("/dev/null", "w").write("x"))
attempt(lambda: open(f"{outside}/new", "w"))
attempt(lambda: open(f"{outside}/there", "r+"))
attempt(lambda: os.truncate(f"{outside}/there", 0))
attempt(lambda: os.unlink(f"{outside}/there"))
attempt(lambda: os.mkdir(f"{outside}/folder"))
attempt(lambda: os.symlink("/", f"{outside}/link"))
attempt(lambda: os.link(f"{outside}/there", f"{inside}/link"))
attempt(lambda: open(f"{outside}/there").read())
print(os.spawnv(os.P_WAIT, "/bin/sh", ["sh", "-c", f"2>/dev/null > {outside}/by_a_child"]) != 0)
"""

needs_landlock = pytest.mark.skipif(
    landlock.version() < 3, reason="this system has no Landlock, or an old one"
)


@needs_landlock
def test_nothing_is_written_outside(tmp_path):
    """Making, changing, truncating, removing and linking fail there, for children too; reading goes
    on.
    """
    inside, outside = tmp_path / "inside", tmp_path / "outside"
    for folder in (inside, outside):
        folder.mkdir()
    (outside / "there").write_text("kept")

    done = subprocess.run(
        [sys.executable, "-c", TRY, str(inside), str(outside)],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).resolve().parents[3],
    )

    refused = ["PermissionError"] * 6
    lines = done.stdout.splitlines()
    assert lines.pop(1) == "False"  # there is no Landlock any more: rules are memory of nobody's
    assert lines[:3] == ["True", "done", "done"]
    assert lines[3:9] == refused
    assert lines[9] in ("PermissionError", "OSError")
    assert lines[10:] == ["done", "True"]
    assert [path.name for path in outside.iterdir()] == ["there"]
    assert (outside / "there").read_text() == "kept"


def test_a_system_without_it_is_left_as_it_is(monkeypatch):
    """An older kernel has none: that is said, and nothing is refused."""
    monkeypatch.setattr(landlock, "version", lambda: 0)

    assert landlock.write_only_below(["/nowhere"]) is False


FILTERS = """
import ctypes, os, threading
from grader.recorder.start import landlock
LIBC = landlock.LIBC
LIBC.prctl(landlock.NO_NEW_PRIVILEGES, 1, 0, 0, 0)
started, done = threading.Event(), threading.Event()
def tries():
    print(LIBC.syscall(landlock.SECCOMP[os.uname().machine], 1, 0, None), ctypes.get_errno())
def waits():
    started.wait()
    tries()
    done.set()
thread = threading.Thread(target=waits)
thread.start()
landlock.give_up_further_locks()
started.set()
thread.join()
tries()
"""


@pytest.mark.skipif(platform.machine() not in landlock.SECCOMP, reason="not known for this machine")
def test_nobody_adds_filters_afterwards():
    """Neither this thread nor one that ran before, whether the system has Landlock or not."""
    done = subprocess.run(
        [sys.executable, "-c", FILTERS],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).resolve().parents[3],
    )

    assert done.stdout.splitlines() == [f"-1 {errno.ENOSYS}"] * 2
