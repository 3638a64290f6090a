"""The system's own bounds on a kernel's processes."""

import os
import subprocess

import psutil
import pytest

from grader.model.policy import MIB, Limits
from grader.sandbox.limits import cgroup
from grader.sandbox.limits.cgroup import MEMORY_MARGIN_BYTES, TASKS_MARGIN, ControlGroup
from tests.sandbox.notebooks import run

needs_groups = pytest.mark.skipif(
    bool(cgroup.why_none()), reason="this host lets nobody make a control group"
)


@needs_groups
def test_a_group_is_bounded_and_goes_away():
    """It has the limits with their margins, takes processes with their children, and leaves no
    folder.
    """
    group = ControlGroup.make(Limits(memory_bytes=300 * MIB, processes=50))
    sleeping = subprocess.Popen(["/bin/sh", "-c", "sleep 100 & wait"])
    group.take([sleeping.pid])
    bounds = {
        name: _read(group, name) for name in ("memory.limit_in_bytes", "memory.max", "pids.max")
    }
    members = {
        _read(group, "cgroup.procs") is not None
        and str(sleeping.pid) in _read(group, "cgroup.procs").split()
    }
    for process in (*psutil.Process(sleeping.pid).children(), sleeping):
        process.kill()
    sleeping.wait()
    group.remove()

    assert str(300 * MIB + MEMORY_MARGIN_BYTES) in bounds.values()
    assert bounds["pids.max"] == str(50 + TASKS_MARGIN)
    assert members == {True}
    assert not any(folder.exists() for folder in group.folders)


@needs_groups
def test_memory_taken_at_once_is_stopped_by_the_system(monkeypatch):
    """Faster than anybody could look: the system ends it at the bound, and the cause is named all
    the same.
    """
    monkeypatch.setattr("grader.sandbox.limits.watchdog.PERIOD_S", 3.0)
    made, make = [], ControlGroup.make
    monkeypatch.setattr(
        ControlGroup, "make", lambda limits: made.append((limits, make(limits))) or made[-1][1]
    )

    ran = run(
        "print('before')",
        "held = b'x' * 3_000_000_000; import time; time.sleep(60)",
        memory_bytes=400 * MIB,
    )

    assert ran.recording.outcome == "out_of_memory"
    assert ran.limits == ["memory"]
    assert ran.texts[0] == "before\n"
    assert "control group" in ran.recording.protections
    assert [limits.memory_bytes for limits, _ in made].count(
        400 * MIB
    ) == 1  # the others only tried whether one can be made
    assert not any(folder.exists() for _, group in made for folder in group.folders)


def test_what_a_killed_grader_left_is_removed(monkeypatch, tmp_path):
    """Empty groups of an hour ago go; what is younger or another's stays."""
    own = _version_2(monkeypatch, tmp_path, members=[os.getpid()])
    left = [own / name for name in ("grader-old", "grader-young", "another-old")]
    for folder in left:
        folder.mkdir()
    monkeypatch.setattr(cgroup.Path, "mkdir", _with_files(cgroup.Path.mkdir))
    for folder in (left[0], left[2]):
        os.utime(folder, (0, 0))

    ControlGroup.make(Limits(memory_bytes=100 * MIB, processes=10))

    assert [folder.exists() for folder in left] == [False, True, True]


def test_a_host_without_groups_is_graded_by_the_watchdog_alone(monkeypatch, tmp_path):
    """Nothing depends on it."""
    monkeypatch.setattr(cgroup, "ROOT", tmp_path)

    ran = run("print(1)")

    assert ran.outcomes == ["ok"]
    assert "control group" not in ran.recording.protections
    assert cgroup.why_none().startswith("no control group can be made: ")


def test_a_group_made_for_us_alone_is_divided(monkeypatch, tmp_path):
    """Version 2, as systemd delegates it: the grader moves into a leaf and hands on the
    controllers.
    """
    own = _version_2(monkeypatch, tmp_path, members=[os.getpid()])
    monkeypatch.setattr(cgroup.Path, "mkdir", _with_files(cgroup.Path.mkdir))

    group = ControlGroup.make(Limits(memory_bytes=100 * MIB, processes=10))

    assert (own / "grader" / "cgroup.procs").read_text() == str(os.getpid())
    assert (own / "cgroup.subtree_control").read_text() == "+memory +pids"
    assert (group.folders[0] / "memory.max").read_text() == str(100 * MIB + MEMORY_MARGIN_BYTES)
    assert (group.folders[0] / "memory.oom.group").read_text() == "1"


def test_a_group_with_others_in_it_is_left_alone(monkeypatch, tmp_path):
    """A terminal's group belongs to its shell, too."""
    own = _version_2(monkeypatch, tmp_path, members=[os.getpid(), 1])

    assert "others live in this process's control group" in cgroup.why_none()
    assert (own / "cgroup.subtree_control").read_text() == ""


def _version_2(monkeypatch, tmp_path, *, members):
    """A tree as `cgroup-v2.rst` describes it, of plain files."""
    own = tmp_path / "scope"
    own.mkdir()
    (tmp_path / "cgroup.controllers").write_text("memory pids")
    (own / "cgroup.subtree_control").write_text("")
    (own / "cgroup.procs").write_text("\n".join(map(str, members)))
    monkeypatch.setattr(cgroup, "ROOT", tmp_path)
    monkeypatch.setattr(cgroup, "_own", lambda _: own)
    return own


def _with_files(mkdir):
    def make(path, *args, **kwargs):
        mkdir(path, *args, **kwargs)
        for name in (
            "memory.max",
            "memory.swap.max",
            "memory.oom.group",
            "pids.max",
            "cgroup.procs",
        ):
            (path / name).touch()

    return make


def _read(group, name):
    found = [folder / name for folder in group.folders if (folder / name).exists()]
    return found[0].read_text().strip() if found else None
