"""Gives `grader batch` to a cluster, and says how far it is."""

from __future__ import annotations

import subprocess
import time
from pathlib import Path

from benchmarks.cluster.parties import GRADER, LOOK_AGAIN_S, start
from tests.cli.timeless import says
from tests.hostile.packing import notebook

BATCH = ("batch", "--assignment", "digits", "--no-pdf")
PATIENCE_S = 600.0
"""For a batch, disturbed or not."""
INTAKE = "intake.json"
"""Of a batch that has begun."""


def class_of(folder: Path, count: int) -> None:
    """So many hand-ins, no two of which say the same."""
    for number in range(count):
        path = folder / f"student{number:02}" / "a.ipynb"
        path.parent.mkdir(parents=True)
        path.write_bytes(notebook(f"print({number})"))


def graded_here(hand_ins: Path, out: Path, policy: str) -> None:
    """Grade a class on this machine, as it is without a cluster."""
    subprocess.run(
        [GRADER, *BATCH, "--policy", policy, hand_ins, "--out", out, "--jobs", "1"],
        check=True,
        capture_output=True,
        timeout=PATIENCE_S,
    )


def difference(one: Path, other: Path) -> list[str]:
    """The files that are not in both folders, or say something else but for times."""
    here, there = says(one), says(other)
    return sorted(
        name
        for name in here.keys() | there.keys()
        if name not in here or name not in there or here[name] != there[name]
    )


class Batch:
    """A batch that is under way."""

    def __init__(self, cluster: str, hand_ins: Path, out: Path, policy: str) -> None:
        self._out = out
        self._process = start(
            *BATCH,
            "--policy",
            policy,
            str(hand_ins),
            "--out",
            str(out),
            "--cluster",
            cluster,
            log=out.with_suffix(".log"),
        )

    def begins(self) -> float:
        """Wait until it has looked at the hand-ins, or is over; when that was."""
        while self.is_running() and not (self._out / INTAKE).exists():
            time.sleep(LOOK_AGAIN_S)
        return time.monotonic()

    def is_running(self) -> bool:
        """Whether it is not over."""
        return self._process.poll() is None

    def done(self) -> int:
        """How many hand-ins have a result in its folder."""
        return len(list(self._out.glob("submissions/*/records/done.json")))

    def works_for(self, seconds: float, hand_ins: int) -> bool:
        """Wait; whether it runs and some of its hand-ins have no result yet."""
        until = time.monotonic() + seconds
        while self.is_running() and self.done() < hand_ins:
            if time.monotonic() > until:
                return True
            time.sleep(LOOK_AGAIN_S)
        return False

    def kill(self) -> None:
        """Kill -9."""
        self._process.kill()

    def wait(self) -> int:
        """Wait for its end; what it ended with."""
        return self._process.wait(PATIENCE_S)

    def finish(self, hand_ins: int = 1) -> tuple[float, float]:
        """Wait for its end, which is a good one; after how long its first hand-in was done, and
        after how long all were.
        """
        began = self.begins()
        self.works_for(PATIENCE_S, 1)
        first_s = time.monotonic() - began
        self.works_for(PATIENCE_S, hand_ins)
        all_s = time.monotonic() - began
        if self.wait():
            raise RuntimeError("an undisturbed batch fails")
        return first_s, all_s
