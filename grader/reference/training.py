"""Trains the reference models of many seeds: on all cores, resumable, and ended cleanly.

Each seed is one process of the assignment's own `train.py`, which writes every role's result whole
or not at all; so a training that was interrupted goes on at the seed and role it was on.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Self

import grader
from grader.errors import GraderError, PrerequisiteError
from grader.host.pipes import PipeTimeout, lines_within
from grader.model.assignment import Assignment
from grader.reference.asked import asked_of
from grader.reference.runs import run_path
from grader.reference.settings import keras_as_it_comes

SCRIPT = "train.py"
FIRST = 0
"""The seed whose results are shipped."""
BUNDLE_VARIABLE = "GRADER_TRAININGS"
"""Tells the script of the first seed where to put what is shipped."""
GRACE_S = 5.0
PATIENCE_S = 4 * 3600.0
"""So long a script may train without a word: some print a line only as a role is done."""


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
    trainings: Path | None = None,
) -> None:
    """Train every role with the seeds 0 to `seeds` - 1, as many at a time as `jobs`; finished runs
    are kept. Where `trainings` names a folder, the first seed's results are written there, to be
    shipped.

    Results go to `runs_folder`, by default `runs/` beside the assignment. Whatever ends this call,
    Ctrl-C included, ends the processes.
    """
    script = assignment.folder / SCRIPT
    if not script.is_file():
        raise PrerequisiteError(f"{script}: the assignment has no script that trains its models")
    folder = runs_folder or assignment.folder / "runs"
    shipped = [FIRST] if trainings is not None else []
    waiting = [
        seed for seed in range(seeds) if seed in shipped or _missing(assignment, folder, seed)
    ]
    # The processes are ended before the pool waits for its threads.
    with (
        keras_as_it_comes() as keras,
        ThreadPoolExecutor(jobs) as pool,
        _SeedProcesses(
            script,
            folder,
            on_progress,
            _ScriptEnvironment({**asked_of(assignment), **keras}, trainings),
        ) as processes,
    ):
        for done in as_completed([pool.submit(processes.train, seed) for seed in waiting]):
            done.result()


def _missing(assignment: Assignment, folder: Path, seed: int) -> bool:
    return not all(run_path(folder, role, seed).is_file() for role in assignment.roles)


@dataclass(frozen=True, slots=True)
class _ScriptEnvironment:
    """What the scripts find in their environment beside what is ours."""

    asked: dict[str, str]
    """The data and the epochs that the assignment names, and where Keras finds its settings."""
    trainings: Path | None

    def of_seed(self, seed: int) -> dict[str, str]:
        """The whole environment of a seed's script."""
        bundle = {BUNDLE_VARIABLE: str(self.trainings)} if self.trainings else {}
        return {**_environment(), **self.asked, **(bundle if seed == FIRST else {})}


class _SeedProcesses:
    """The processes at work, each of which is listened to by a thread."""

    def __init__(
        self,
        script: Path,
        folder: Path,
        on_progress: Callable[[TrainingProgress], None],
        environment: _ScriptEnvironment,
    ) -> None:
        self._script, self._folder, self._on_progress = script, folder, on_progress
        self._environment = environment
        self._running: set[subprocess.Popen[bytes]] = set()
        self._ended = False
        self._lock = threading.Lock()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        """End what still runs; what waits is not begun any more."""
        with self._lock:
            self._ended = True
            left = tuple(self._running)
        for process in left:
            _end(process)

    def train(self, seed: int) -> None:
        """Train one seed, and pass on how far it is. Raises GraderError where the training
        fails.
        """
        command = [
            sys.executable,
            str(self._script),
            "--seed",
            str(seed),
            "--out",
            str(self._folder),
        ]
        with tempfile.TemporaryFile(prefix="grader-training-") as errors:
            process = self._started(command, errors, self._environment.of_seed(seed))
            if process is None:
                return
            with process:
                try:
                    self._listen(process, seed)
                except BaseException:
                    process.terminate()  # else leaving would wait for the training's end
                    raise
            with self._lock:
                self._running.discard(process)
                ended = self._ended
            if process.returncode and not ended:
                errors.seek(0)
                raise _failure(seed, process.returncode, errors.read().decode("utf-8", "replace"))

    def _listen(self, process: subprocess.Popen[bytes], seed: int) -> None:
        """Pass on what it says until it ends; raises GraderError where it hangs."""
        assert process.stdout is not None  # noqa: S101 - it was started with a pipe
        try:
            for line in lines_within(process.stdout.fileno(), patience_s=PATIENCE_S):
                self._pass_on(line)
            process.wait(PATIENCE_S)
        except (PipeTimeout, subprocess.TimeoutExpired):
            process.kill()
            raise GraderError(
                f"training seed {seed} has printed nothing for {PATIENCE_S / 60:g} minutes, and "
                "was ended",
                hint="let the script print a line as each epoch ends; finished seeds are kept",
            ) from None

    def _started(
        self, command: list[str], errors: IO[bytes], environment: dict[str, str]
    ) -> subprocess.Popen[bytes] | None:
        with self._lock:
            if self._ended:
                return None
            process = subprocess.Popen(
                command,
                stdout=subprocess.PIPE,
                stderr=errors,
                stdin=subprocess.DEVNULL,
                env=environment,
            )
            self._running.add(process)
            return process

    def _pass_on(self, line: bytes) -> None:
        if line.startswith(b"{") and line.endswith(
            b"\n"
        ):  # what else is printed is no concern of ours
            with self._lock:
                self._on_progress(TrainingProgress(**json.loads(line)))


def _failure(seed: int, code: int, errors: str) -> GraderError:
    last = errors.strip().rpartition("\n")[2]
    return GraderError(
        f"training seed {seed} ended with exit code {code}: {last[:300]}",
        hint="fix the cause and run the same command: finished seeds are kept",
    )


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(GRACE_S)
    except subprocess.TimeoutExpired:
        process.kill()
        with suppress(subprocess.TimeoutExpired):
            process.wait(GRACE_S)


def _environment() -> dict[str, str]:
    """Ours, with `grader` importable from wherever we run, and TensorFlow's chatter off."""
    package = str(Path(grader.__file__).parents[1])
    known = os.environ.get("PYTHONPATH")
    path = package if not known else f"{package}{os.pathsep}{known}"
    return {**os.environ, "PYTHONPATH": path, "TF_CPP_MIN_LOG_LEVEL": "3", "PYTHONUNBUFFERED": "1"}
