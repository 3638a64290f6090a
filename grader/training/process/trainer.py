"""Has jobs trained by processes of ours, as many at a time as there are.

A process is started when it is first needed. It sees a read-only file system and no network, and
its memory is limited, like the scoring process, whose walls it shares.
"""

from __future__ import annotations

import itertools
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

from pydantic import JsonValue

from grader.errors import GraderError
from grader.model.training import TrainedModel, TrainingJob
from grader.scheduling import allowed_cores
from grader.scoring.process.process import ProcessKind, WorkerFailed, WorkerProcess
from grader.scoring.rebuilding.architecture import ModelRefused
from grader.text.folders import without_folders
from grader.training.kept.content import Damaged, decoded, encoded
from grader.training.kin import shortened

TRAINING = ProcessKind("grader.training.process.worker", "training", "trains")
MEMORY_BYTES = 8 * 1024**3
"""That one process may allocate."""
ALLOWED_S = 3 * 3600.0
"""For one job, whatever the arithmetic said."""
ONE_EPOCH_S = 600.0
"""That a job may take longer than it is allowed, to come to the end of an epoch."""


@dataclass(frozen=True, slots=True)
class DataFile:
    """Where an assignment's examples lie."""

    path: Path
    """An npz."""
    train: tuple[str, str]
    """The names of inputs and labels in it."""
    held_out: tuple[str, str]


class TrainerFailed(ModelRefused):
    """The process that trains ended, or can't be started: nothing is wrong with the job."""


class Trainer:
    """Some training processes for one assignment; many threads may ask."""

    def __init__(
        self,
        data: DataFile,
        *,
        processes: int = 1,
        threads: int = 2,
        memory_bytes: int = MEMORY_BYTES,
        contained: bool = True,
    ) -> None:
        """Take the limits; nothing is started yet. `contained` as for `WorkerProcess`."""
        self._data, self._cores = data, allowed_cores()
        self._free = [
            WorkerProcess(
                memory_bytes=memory_bytes, threads=threads, contained=contained, kind=TRAINING
            )
            for _ in range(processes)
        ]
        self._all = tuple(self._free)
        self._changed = threading.Condition()
        self._numbers = itertools.count(1)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def train(
        self,
        job: TrainingJob,
        *,
        earlier: TrainedModel | None = None,
        first_epochs: TrainedModel | None = None,
        all_states: bool = False,
        allowed_s: float = ALLOWED_S,
    ) -> TrainedModel:
        """What the job comes to, or what as many epochs of it come to as took `allowed_s`; its
        digest tells.

        `first_epochs` is what some were found to come to, `all_states` asks for the weights after
        every epoch. Raises `ModelRefused` with the reason where it can't be trained, and
        `TrainerFailed` where the reason is none of the job's.
        """
        with self._process() as process, _time_noted():
            number = next(self._numbers)
            given = {"earlier": earlier, "first_epochs": first_epochs}
            paths = {which: process.scratch / f"{number}-{which}" for which in (*given, "result")}
            try:
                answer = process.ask(
                    {
                        "job": job.to_json(),
                        "cores": list(self._cores),
                        "data": self._described(),
                        **{which: _laid_out(one, paths[which]) for which, one in given.items()},
                        "result": str(paths["result"]),
                        "all_states": all_states,
                        "allowed_s": min(allowed_s, ALLOWED_S),
                    },
                    timeout_s=min(allowed_s, ALLOWED_S) + ONE_EPOCH_S,
                )
                if not answer.get("ok"):
                    kind = ModelRefused if answer.get("by_the_job", True) else TrainerFailed
                    raise kind(without_folders(str(answer.get("reason")))[:300])
                done = shortened(job, _epochs(answer.get("epochs"), job))
                return decoded(paths["result"].read_bytes(), done.digest)
            except (WorkerFailed, GraderError) as failure:
                raise TrainerFailed(without_folders(str(failure))) from None
            except (OSError, Damaged) as error:
                why = without_folders(str(error))
                raise TrainerFailed(f"what was trained can't be read: {why}") from None
            finally:
                for file in paths.values():
                    with suppress(OSError):
                        file.unlink(missing_ok=True)

    def close(self) -> None:
        """End the processes."""
        for process in self._all:
            process.close()

    @contextmanager
    def _process(self) -> Iterator[WorkerProcess]:
        with self._changed:
            self._changed.wait_for(lambda: self._free)
            process = self._free.pop()
        try:
            yield process
        finally:
            with self._changed:
                self._free.append(process)
                self._changed.notify()

    def _described(self) -> dict[str, JsonValue]:
        train, held_out = self._data.train, self._data.held_out
        return {
            "path": str(self._data.path.resolve()),
            "x": [train[0], held_out[0]],
            "y": [train[1], held_out[1]],
        }


@contextmanager
def _time_noted() -> Iterator[None]:
    """How long a training took that comes to nothing is noted, whoever was at fault."""
    began = time.monotonic()
    try:
        yield
    except ModelRefused as refusal:
        refusal.spent_s = time.monotonic() - began
        raise


def _laid_out(trained: TrainedModel | None, path: Path) -> JsonValue:
    """Write a result for the process to read; where it lies."""
    if trained is None:
        return None
    path.write_bytes(encoded(trained))
    return {"path": str(path), "digest": trained.digest}


def _epochs(answered: JsonValue, job: TrainingJob) -> int:
    """How many epochs the process says that it was asked for in the end."""
    return answered if isinstance(answered, int) and 0 < answered <= job.epochs else job.epochs
