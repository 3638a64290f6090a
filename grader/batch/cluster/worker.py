"""Grades on a dask worker: a plugin owns the workplaces, and a task uses them."""

from __future__ import annotations

import asyncio
import hashlib
import threading
from functools import cache, partial
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from distributed import get_worker
from distributed.diagnostics.plugin import WorkerPlugin

from grader.batch.cluster.grading import Purpose, Workplace
from grader.batch.cluster.local.sharing import OnThisMachine
from grader.batch.cluster.parcels import AssignmentParcel
from grader.batch.cluster.requests import GradedParcel, RequestParcel, WorkerFault
from grader.batch.cluster.resting import RestingWorkplace
from grader.batch.cluster.trainings.asking import ClusterTrainer, TrainedParcel, Word, WorkerLink
from grader.batch.cluster.trainings.seats import Seats
from grader.errors import GraderError
from grader.model.hand_in import HandIn
from grader.sandbox import require_protection
from grader.scheduling import allowed_cores, memory_now, plan_slots
from grader.store import versions

if TYPE_CHECKING:
    from distributed import Worker

SLOT, MEMORY, GRAPHICS = "SLOT", "MEM", "GPU"
"""Resources of a worker: notebooks at a time, GiB, graphics processors."""
SHARE = 1 / 4
"""Of a slot, that a hand-in takes: while some wait for trainings, so many are begun in one."""
NO_BOUND = 1e6
HAND_IN = "hand-in-"
"""How the key of a task begins that grades one."""


def hand_in_key(folder: str, run: str, tries: int) -> str:
    """The key of a task: no other run of a batch has the same, nor has another try. dask takes the
    words before the first number for a kind of task, whose time it learns.
    """
    return f"{HAND_IN}{run}-{tries}-{folder}"


def hand_in_folder(key: str) -> str:
    """The name of the folder that the hand-in of a key is graded into."""
    return key.removeprefix(HAND_IN).split("-", 2)[-1]


@cache
def same_program() -> str:
    """The resource that only workers have whose program and libraries are those of this machine: a
    hand-in asks for it, so that another worker gets none. Found out once: reading the versions of
    installed packages takes longer than all else that sending a hand-in does.
    """
    said = repr((versions(), dask_versions()))
    return f"grader {hashlib.sha256(said.encode()).hexdigest()[:12]}"


def dask_versions() -> dict[str, str]:
    """Of what the parties of a cluster speak to each other with."""
    return {name: version(name) for name in ("dask", "distributed")}


def resources(slots: int, *, graphics: int = 0) -> dict[str, float]:
    """What a worker on this machine offers."""
    gib = memory_now().available_bytes / 1024**3
    offered = {SLOT: float(slots), MEMORY: gib, same_program(): NO_BOUND}
    return offered | ({GRAPHICS: float(graphics)} if graphics else {})


def plugin_name(run: str) -> str:
    """The name under which a run's plugin is known, and its words go."""
    return f"grader {run}"


class GradesHandIns(WorkerPlugin):
    """Brings an assignment and a policy to every worker, once, and keeps what grading needs."""

    idempotent = True

    def __init__(
        self,
        assignment: AssignmentParcel,
        policy: bytes,
        *,
        unsafe: bool,
        run: str,
        here: OnThisMachine | None = None,
    ) -> None:
        """Take the name of the batch's run, since another one may end before it, and what those
        workers are told that end with it; None for a cluster that stays.
        """
        self.name = plugin_name(run)
        self._assignment, self._policy, self._unsafe = assignment, policy, unsafe
        self._here = here

    def __getstate__(self) -> dict[str, Any]:
        """What travels."""
        return {
            "name": self.name,
            "_assignment": self._assignment,
            "_policy": self._policy,
            "_unsafe": self._unsafe,
            "_here": self._here,
        }

    def setup(self, worker: Worker) -> None:
        """Look whether a notebook can be sandboxed here; nothing is started yet.

        Raises SandboxUnavailable where it can't: the worker is turned away with its words.
        """
        if not self._unsafe:
            require_protection()
        cores = allowed_cores()
        if self._here is not None and self._here.workers > 1:
            place = int(worker.name) if str(worker.name).isdecimal() else 0
            cores = cores[place % len(cores) :: self._here.workers] or cores[:1]
        self._slots = plan_slots(worker.state.nthreads, cores)
        self._guard = threading.Lock()
        self._workplace: Workplace | None = None
        self._over = False
        resting = worker.plugins.setdefault(RestingWorkplace.name, RestingWorkplace())
        assert isinstance(resting, RestingWorkplace)  # noqa: S101 - nobody else has the name
        self._resting = resting
        self.link = WorkerLink(
            worker.address,
            partial(worker.log_event, self.name),
            partial(_task_state, worker),
            Seats(),
            Path(worker.local_directory),
        )

    async def teardown(self, worker: Worker) -> None:
        """Let go of the batch; ending processes takes a while, and others are heard meanwhile."""
        del worker
        await asyncio.to_thread(self.end)

    def end(self) -> None:
        """Leave what was graded with to a batch that comes soon, on a cluster that stays: this one
        is over.
        """
        with self._guard:
            self._over = True
            left, self._workplace = self._workplace, None
        if left is not None and self._here is not None:
            left.close()
        elif left is not None:
            self._resting.put(left)

    def workplace(self) -> Workplace:
        """What to grade with; made when it is first asked for, unless that of an earlier batch can
        be had. Raises LookupError where the batch is over.
        """
        with self._guard:
            if self._over:
                raise LookupError("the batch is over")
            if self._workplace is None:
                self._workplace = self._rested_workplace() or Workplace(
                    self._assignment,
                    self._policy,
                    self._slots,
                    self.link,
                    here=self._here,
                )
            return self._workplace

    def _rested_workplace(self) -> Workplace | None:
        left = self._resting.take(Purpose(self._assignment.digest, self._policy, self._slots))
        if left is not None:
            left.serve(self.link)
        return left


def grade_hand_in(plugin: str, sent: RequestParcel) -> GradedParcel:
    """The task: grade one hand-in with the plugin of this name. Raises WorkerFault."""
    worker = get_worker()
    task = str(worker.get_current_task())
    try:
        grades = _plugin(worker, plugin)
        tell = grades.link.tell
        tell({"what": "begun", "task": task})
        workplace = grades.workplace()
    except GraderError as error:
        raise WorkerFault(worker.address, error.message, error.hint) from error
    except Exception as error:
        raise WorkerFault(worker.address, f"{type(error).__name__}: {error}") from error

    def on_cell(hand_in: HandIn, done: int, cells: int) -> None:
        tell({"what": "cell", "task": task, "hand_in": hand_in.key, "done": done, "cells": cells})

    try:
        return grades.link.seats.run(
            lambda: workplace.grade(sent, worker=str(worker.name), on_cell=on_cell)
        )
    except Exception as error:
        raise WorkerFault(worker.address, f"{type(error).__name__}: {error}") from error


def train_here(plugin: str, key: str) -> TrainedParcel:
    """The task: train what a hand-in of this worker waits for."""
    return _trainer(get_worker(), plugin).train_here(key)


def hear(plugin: str, key: str, word: Word, dask_worker: Any = None) -> None:
    """Tell those who wait here for a training; called beside the worker's tasks."""
    _trainer(dask_worker, plugin).hear(key, word)


def _plugin(worker: Worker, name: str) -> GradesHandIns:
    plugin = worker.plugins[name]
    assert isinstance(plugin, GradesHandIns)  # noqa: S101 - nobody else has the name
    return plugin


def _trainer(worker: Worker, name: str) -> ClusterTrainer:
    trainer = _plugin(worker, name).workplace().trainer
    assert trainer is not None  # noqa: S101 - a hand-in here asked through it
    return trainer


def _task_state(worker: Worker, key: str) -> str:
    task = worker.state.tasks.get(key)
    return task.state if task is not None else ""
