"""Sockets find room in a long TMPDIR, as clusters give to each job, and in one with umlauts."""

import os
import socket
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from grader.host.listening import short_folder

LONG = [f"{'x' * 90}", f"{'ü' * 45}"]
FORKS = "from grader.host.forking import begin_to_import; begin_to_import(())"


@pytest.fixture(params=LONG, ids=["long", "umlauts"])
def temporary(request, tmp_path, monkeypatch):
    """A folder for temporary files in whose folders no socket fits."""
    folder = tmp_path / request.param
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


def test_a_kernel_s_sockets_fit(temporary: Path):
    """They lie elsewhere then."""
    folder = short_folder()
    (folder / "host").mkdir()
    try:
        with socket.socket(socket.AF_UNIX) as one:
            one.bind(str(folder / "host" / "k-1"))
            assert not folder.is_relative_to(temporary)
    finally:
        for path in (folder / "host" / "k-1", folder / "host", folder):
            path.unlink() if path.is_socket() else path.rmdir()


def test_the_process_that_workers_are_forked_from_starts(temporary: Path):
    """`--workers` ended in a traceback: AF_UNIX path too long."""
    environment = {**os.environ, "TMPDIR": str(temporary)}

    done = subprocess.run(
        [sys.executable, "-c", FORKS], env=environment, capture_output=True, text=True, check=False
    )

    assert (done.returncode, done.stderr) == (0, "")
