"""`make setup` says what it needs, and is not held up by what an older Python left."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

pytestmark = pytest.mark.skipif(shutil.which("make") is None, reason="make is not installed")


def made(folder, python):
    """The end of `make setup` in a folder with nothing to install."""
    (folder / ".ci").mkdir()
    (folder / ".ci" / "system-packages").write_text("exit 0\n")
    for name in ("pyproject.toml", "constraints.txt"):
        (folder / name).touch()
    shutil.copy(ROOT / "Makefile", folder)
    command = ["make", "setup", f"PYTHON={python}"]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=120)  # noqa: PLW1510 - its code is looked at


def program(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(0o755)
    return path


def test_an_older_python_is_named(tmp_path):
    """Pip would say that requirements conflict."""
    old = program(
        tmp_path / "old", 'case "$1" in -c) exit 1;; --version) echo Python 3.10.9;; esac'
    )

    done = made(tmp_path, old)

    assert done.returncode != 0
    assert "grader needs Python 3.11 or later" in done.stderr
    assert "Python 3.10.9" in done.stderr


def test_what_an_older_python_left_is_made_anew(tmp_path):
    """`python -m venv` keeps the interpreter that is there."""
    program(tmp_path / ".venv" / "bin" / "python", "exit 1")
    kept = tmp_path / ".venv" / "of the older one"
    kept.touch()
    new = program(tmp_path / "new", f'[ "$1" = -m ] && exit 0; exec "{sys.executable}" "$@"')

    done = made(tmp_path, new)

    assert done.returncode != 0  # nothing was made in which pip could run
    assert not kept.exists()
