"""Ctrl-C in the middle of a batch, as a terminal sends it."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from click.testing import CliRunner

from grader.cli import main
from tests.hostile.packing import notebook

pytestmark = pytest.mark.usefixtures("shared_processes")
PATIENCE_S = 300


def command(folder: Path, *, jobs: int) -> list[str]:
    """For a batch of three hand-ins."""
    words = ["batch", folder / "class", "--out", folder / "out", "-a", "digits", "--no-pdf"]
    return [*map(str, words), "--jobs", str(jobs)]


def started(folder: Path, *, jobs: int) -> subprocess.Popen:
    """In a process group of its own as a shell would start it."""
    return subprocess.Popen(
        [Path(sys.executable).with_name("grader"), *command(folder, jobs=jobs)],
        env={**os.environ, "TMPDIR": str(folder / "tmp")},
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )


def until(condition) -> None:
    give_up = time.monotonic() + PATIENCE_S
    while not condition():
        assert time.monotonic() < give_up, "it never came to that"
        time.sleep(0.1)


def verdicts(folder: Path) -> dict[str, float]:
    """Which hand-ins are finished, and since when."""
    found = folder.glob("out/submissions/*/records/done.json")
    return {path.parent.parent.name.partition("-")[0]: path.stat().st_mtime for path in found}


def test_ctrl_c_ends_a_batch_and_the_same_command_goes_on(tmp_path, left_over):
    """Nothing is left running or lying about, what was finished is kept, and the rest is done the
    next time.
    """
    (tmp_path / "class").mkdir()
    (tmp_path / "tmp").mkdir()
    (tmp_path / "class" / "quick.ipynb").write_bytes(notebook("print(1)"))
    for name in ("slow", "slower"):
        (tmp_path / "class" / f"{name}.ipynb").write_bytes(
            notebook(f"import time; time.sleep(900); print('{name}')")
        )

    running = started(tmp_path, jobs=2)
    until(
        lambda: (
            "quick" in verdicts(tmp_path)
            and len(list(tmp_path.glob("out/submissions/slow*/*/events.jsonl"))) == 2
        )
    )
    os.killpg(running.pid, signal.SIGINT)
    _, reported = running.communicate(timeout=PATIENCE_S)
    kept = verdicts(tmp_path)

    assert running.returncode == 130
    assert "stopped: 1 of 3 hand-ins are graded, and kept" in reported
    assert "the same command" in reported
    assert "Traceback" not in reported
    assert set(kept) == {"quick"}
    assert left_over() == []
    assert list((tmp_path / "tmp").iterdir()) == []

    for name in ("slow", "slower"):
        (tmp_path / "class" / f"{name}.ipynb").write_bytes(notebook(f"print('{name}')"))
    again = CliRunner().invoke(main, command(tmp_path, jobs=1))

    assert again.exit_code == 0
    assert set(verdicts(tmp_path)) == {"quick", "slow", "slower"}
    assert verdicts(tmp_path)["quick"] == kept["quick"]
    outcomes = [
        json.loads(path.read_text())["execution"]["outcome"]
        for path in tmp_path.glob("out/submissions/*/grade.json")
    ]
    assert outcomes == ["completed"] * 3
