"""Trains the reference models of many seeds: on all cores, resumable, and ended cleanly.

Each seed is one process of the assignment's own `train.py`, which writes every role's result whole or not at all; so
a training that was interrupted goes on at the seed and role it was on.
"""

from __future__ import annotations

import json
import os
import selectors
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

import grader
from grader.errors import GraderError, PrerequisiteError
from grader.model.assignment import Assignment
from grader.reference.runs import run_path

SCRIPT = "train.py"
GRACE_S = 5.0


@dataclass(frozen=True, slots=True)
class TrainingProgress:
    """How far one seed is with one role."""

    role: str
    seed: int
    epoch: int
    """Epochs done."""
    epochs: int
    val_accuracy: float


def train(
    assignment: Assignment,
    *,
    seeds: int,
    jobs: int,
    on_progress: Callable[[TrainingProgress], None] = lambda _: None,
    runs_folder: Path | None = None,
) -> None:
    """Train every role with the seeds 0 to `seeds` - 1, as many at a time as `jobs`; finished runs are kept.

    Results go to `runs_folder`, by default `runs/` beside the assignment. Whatever ends this call, Ctrl-C included,
    ends the processes.
    """
    script = assignment.folder / SCRIPT
    if not script.is_file():
        raise PrerequisiteError(f"{script}: the assignment has no script that trains its models")
    folder = runs_folder or assignment.folder / "runs"
    waiting = [seed for seed in range(seeds) if _missing(assignment, folder, seed)]
    with _Crew(script, folder, on_progress) as crew:
        while waiting or crew.busy:
            while waiting and crew.busy < jobs:
                crew.start(waiting.pop(0))
            crew.listen()


def _missing(assignment: Assignment, folder: Path, seed: int) -> bool:
    return not all(run_path(folder, role, seed).is_file() for role in assignment.roles)


@dataclass(frozen=True, slots=True)
class _Trainee:
    """One seed's process."""

    seed: int
    process: subprocess.Popen[bytes]
    complaints: Path
    """Where its stderr goes."""
    pending: bytearray = field(default_factory=bytearray)


class _Crew:
    """The processes at work."""

    def __init__(self, script: Path, folder: Path, on_progress: Callable[[TrainingProgress], None]) -> None:
        self._script, self._folder, self._on_progress = script, folder, on_progress
        self._selector = selectors.DefaultSelector()
        self._complaints = tempfile.TemporaryDirectory(prefix="grader-training-")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for trainee in self._trainees():
            _end(trainee.process)
        self._complaints.cleanup()
        self._selector.close()

    @property
    def busy(self) -> int:
        """How many processes are at work."""
        return len(self._selector.get_map())

    def start(self, seed: int) -> None:
        """Start the training of one seed."""
        complaints = Path(self._complaints.name) / f"{seed}.txt"
        command = [sys.executable, str(self._script), "--seed", str(seed), "--out", str(self._folder)]
        with complaints.open("wb") as errors:
            process = subprocess.Popen(
                command, stdout=subprocess.PIPE, stderr=errors, stdin=subprocess.DEVNULL, env=_environment()
            )
        if process.stdout is not None:
            self._selector.register(process.stdout, selectors.EVENT_READ, _Trainee(seed, process, complaints))

    def listen(self) -> None:
        """Wait until some process says something or ends, and pass it on."""
        for key, _ in self._selector.select():
            trainee: _Trainee = key.data
            received = os.read(key.fd, 65536)
            trainee.pending.extend(received)
            for line in _whole_lines(trainee.pending):
                self._on_progress(TrainingProgress(**json.loads(line)))
            if not received:
                self._selector.unregister(key.fileobj)
                _refuse_failure(trainee)

    def _trainees(self) -> list[_Trainee]:
        return [key.data for key in self._selector.get_map().values()]


def _whole_lines(pending: bytearray) -> Iterator[bytes]:
    *lines, rest = bytes(pending).split(b"\n")
    pending[:] = rest
    yield from (line for line in lines if line.startswith(b"{"))


def _refuse_failure(trainee: _Trainee) -> None:
    code = trainee.process.wait()
    if trainee.process.stdout is not None:
        trainee.process.stdout.close()
    if code:
        last = trainee.complaints.read_text("utf-8", "replace").strip().rpartition("\n")[2]
        raise GraderError(
            f"training seed {trainee.seed} ended with exit code {code}: {last[:300]}",
            hint="mend the cause and run the same command: finished seeds are kept",
        )


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(GRACE_S)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    if process.stdout is not None:
        process.stdout.close()


def _environment() -> dict[str, str]:
    """Ours, with `grader` importable from wherever we run, and TensorFlow's chatter off."""
    package = str(Path(grader.__file__).parents[1])
    known = os.environ.get("PYTHONPATH")
    path = package if not known else f"{package}{os.pathsep}{known}"
    return {**os.environ, "PYTHONPATH": path, "TF_CPP_MIN_LOG_LEVEL": "3", "PYTHONUNBUFFERED": "1"}
