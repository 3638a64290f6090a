"""kill -9 in the middle of a batch: the same command goes on, and the folder is as if nothing had
happened.
"""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.timeless import differences, says
from tests.hostile.packing import GOOD, notebook

PATIENCE_S = 900
GONE_S = 60


class Class:
    """A class that is graded again and again."""

    def __init__(
        self, folder: Path, hand_ins: dict[str, bytes], *options: str, jobs: int = 2
    ) -> None:
        self.folder, self.options = folder, ("--jobs", str(jobs), *options)
        for name in ("class", "tmp"):
            (folder / name).mkdir()
        for name, content in hand_ins.items():
            (folder / "class" / f"{name}.ipynb").write_bytes(content)

    def start(self, out: str) -> subprocess.Popen:
        """A batch in a process group of its own, as a shell would start it."""
        words = ["batch", self.folder / "class", "--out", self.folder / out, "-a", "digits"]
        program = Path(sys.executable).with_name("grader")
        return subprocess.Popen(
            [program, *words, "--no-pdf", *self.options],
            env={**os.environ, "TMPDIR": str(self.folder / "tmp")},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            start_new_session=True,
        )

    def finish(self, out: str) -> float:
        """Run it to its end; how long it took."""
        began = time.monotonic()
        running = self.start(out)
        _, said = running.communicate(timeout=PATIENCE_S)
        assert running.returncode == 0, said.decode()
        return time.monotonic() - began

    def done(self, out: str) -> int:
        """How many hand-ins are finished."""
        return len(list((self.folder / out).glob("submissions/*/records/done.json")))


def kill(running: subprocess.Popen, left_over) -> None:
    """SIGKILL to the whole group; whoever is elsewhere has to notice it and go."""
    os.killpg(running.pid, signal.SIGKILL)
    running.communicate()
    give_up = time.monotonic() + GONE_S
    while left := left_over():
        assert time.monotonic() < give_up, left
        time.sleep(0.05)


def until(moment: Callable[[], bool], running: subprocess.Popen) -> None:
    """Wait until it has come to that, or the batch is over."""
    give_up = time.monotonic() + PATIENCE_S
    while not moment() and running.poll() is None:
        assert time.monotonic() < give_up
        time.sleep(0.005)


def test_a_batch_that_is_killed_goes_on_as_if_nothing_had_happened(tmp_path, left_over):
    """When nothing is finished yet, when one is, and when only reports are missing."""
    hand_ins = {f"s{number}": notebook(f"print({number})") for number in range(3)}
    graded = Class(tmp_path, hand_ins, "--policy", "saved", jobs=1)
    graded.finish("undisturbed")
    moments = (
        (tmp_path / "killed" / "intake.json").exists,
        lambda: graded.done("killed") == 1,
        lambda: graded.done("killed") == 3,
    )

    for moment in moments:
        running = graded.start("killed")
        until(moment, running)
        kill(running, left_over)
    graded.finish("killed")

    assert [*differences(says(tmp_path / "undisturbed"), says(tmp_path / "killed"))] == []
    assert left_over() == []


@pytest.mark.slow
@pytest.mark.timeout(2 * 3600)
@pytest.mark.parametrize("policy", ["saved", "full"])
def test_fifty_random_moments(tmp_path, left_over, policy):
    """Killed, resumed, killed again; a folder that gets done is compared, and another is begun."""
    hand_ins = {f"s{number}": notebook(f"print({number})") for number in range(3)}
    graded = Class(tmp_path, hand_ins | {"good": GOOD}, "--policy", policy)
    lasts_s = graded.finish("undisturbed")
    expected, chance, killed = says(tmp_path / "undisturbed"), random.Random(20261126), 0
    unlike: list[str] = []

    for round_ in range(1_000):
        out = f"killed{round_}"
        while killed < 50:
            running = graded.start(out)
            try:
                running.wait(chance.uniform(0, lasts_s))
            except subprocess.TimeoutExpired:
                kill(running, left_over)
                killed += 1
            else:
                running.communicate()
                break
        graded.finish(out)
        unlike += differences(expected, says(tmp_path / out), out)
        if killed >= 50:
            break

    assert killed == 50
    assert unlike == []
    assert left_over() == []
