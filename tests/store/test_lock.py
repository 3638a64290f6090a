"""One command at a time writes into a folder."""

import os
import subprocess
import sys

import pytest

from grader.errors import FolderInUse
from grader.store import held, holder

HOLDS = (
    "import sys; from pathlib import Path; from grader.store import held\n"
    "with held(Path(sys.argv[1]), 'grader batch'): print('held', flush=True); sys.stdin.read()"
)


def test_who_comes_second_is_told_who_is_there(tmp_path):
    """By name, and the folder is free as soon as that process is gone, however it ended."""
    first = subprocess.Popen(
        [sys.executable, "-c", HOLDS, str(tmp_path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    with first:
        assert first.stdout.readline() == b"held\n"
        with (
            pytest.raises(FolderInUse, match=f"in use by grader batch .process {first.pid} on"),
            held(tmp_path, "grader regrade"),
        ):
            pass
        assert holder(tmp_path).pid == first.pid
        first.kill()

    with held(tmp_path, "grader regrade"):
        assert str(os.getpid()) in (tmp_path / ".grader.lock").read_text()
    assert holder(tmp_path) is None


def test_a_folder_that_is_not_there_is_held_by_nobody(tmp_path):
    """Nor made by asking."""
    assert holder(tmp_path / "none") is None
    assert not (tmp_path / "none").exists()
