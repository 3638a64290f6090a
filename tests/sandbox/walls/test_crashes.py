"""What Linux starts when a notebook crashes."""

from __future__ import annotations

import resource
import subprocess
import sys

import pytest

from grader.host.limits import NO_CORE_BYTES
from grader.sandbox.walls import protections
from grader.sandbox.walls.bubblewrap import START_WITHOUT_CORE

SHOW = "import resource; print(*resource.getrlimit(resource.RLIMIT_CORE))"


def started_below(hard: int) -> str:
    """The limits that a program is started with, where the operator's own hard one is this."""
    starting = (
        "import os, resource, sys; "
        f"resource.setrlimit(resource.RLIMIT_CORE, (0, {hard})); "
        "os.execv(sys.argv[1], sys.argv[1:])"
    )
    start = [sys.executable, "-c", START_WITHOUT_CORE, str(NO_CORE_BYTES)]
    command = [sys.executable, "-c", starting, *start, sys.executable, "-c", SHOW]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


@pytest.mark.parametrize("hard", [resource.RLIM_INFINITY, 10, 1])
def test_the_limit_is_1_wherever_it_may_be(hard):
    """With 1 nothing is started; soft limits of 0 are raised."""
    assert started_below(hard) == "1 1"


def test_a_hard_limit_of_0_is_raised_by_who_may_and_kept_by_others():
    """Containers and services have it."""
    assert started_below(0) == ("1 1" if protections._may_raise_limits() else "0 0")


@pytest.mark.parametrize(
    ("pattern", "hard", "may", "there"),
    [
        ("|/usr/lib/systemd/systemd-coredump %P", 0, False, False),
        ("|/usr/lib/systemd/systemd-coredump %P", 0, True, True),
        ("|/usr/lib/systemd/systemd-coredump %P", resource.RLIM_INFINITY, False, True),
        ("core", 0, False, True),
    ],
)
def test_who_cannot_keep_the_host_from_starting_a_program_is_told(
    monkeypatch, tmp_path, pattern, hard, *, may, there
):
    """`grader doctor` says what to do."""
    (tmp_path / "core_pattern").write_text(pattern)
    monkeypatch.setattr(protections, "CORE_PATTERN", tmp_path / "core_pattern")
    monkeypatch.setattr(resource, "getrlimit", lambda _: (0, hard))
    monkeypatch.setattr(protections, "_may_raise_limits", lambda: may)

    told = protections._crashes()

    assert told.available == there
    assert ("ulimit -S -c 0" in told.how_to_get) == (not there)
