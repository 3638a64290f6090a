"""Grades hand-ins on a worker: the program of the machine that submits, in folders of its own.

What a worker keeps from one to the next (an assignment, warm kernels, processes that measure, train
and render) is a `Workplace`; there is one for each assignment and policy.
"""

from __future__ import annotations

import os
import secrets
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from grader.batch.cluster.local.loaded import loaded_for_workers
from grader.batch.cluster.local.sharing import OnThisMachine
from grader.batch.cluster.local.training import BorrowedTrainer
from grader.batch.cluster.parcels import (
    AssignmentParcel,
    files_below,
    packed,
    unpack,
)
from grader.batch.cluster.requests import GradedParcel, RequestParcel, policy_of, received
from grader.batch.cluster.trainings.asking import ClusterTrainer, LentCores, WorkerLink
from grader.batch.saving import save
from grader.environment import environment_of
from grader.errors import ConfigError, GraderError
from grader.model.hand_in import HandIn
from grader.model.policy import GIB
from grader.pipeline import ExaminedInTurns, LoadedAssignment, NotebookGrader
from grader.publishing import RenderingOutcome, ReportProcess, Reports
from grader.scheduling import (
    Admission,
    CoreTurns,
    Slot,
    TurnKind,
    all_memory_bytes,
    cores_of,
    expected_bytes,
    memory_now,
)
from grader.store import BatchFolder, keep_readers
from grader.training.trainings import Trains

LOOK_AGAIN_S = 2.0
"""After how long a hand-in that memory holds back is tried again."""

OnCellOf = Callable[[HandIn, int, int], None]


@dataclass(frozen=True, slots=True)
class Purpose:
    """What a workplace is for: batches that differ in nothing of it may use the same one."""

    assignment: str
    """Digest of its parcel."""
    policy: bytes
    slots: tuple[Slot, ...]


@dataclass(frozen=True, slots=True)
class _GradingSlot:
    """What a hand-in is graded with; kept for the next one."""

    slot: Slot
    reports: ReportProcess


class Workplace:
    """What a worker has at hand to grade the hand-ins of one batch; threads may share it."""

    def __init__(
        self,
        assignment: AssignmentParcel,
        policy: bytes,
        slots: tuple[Slot, ...],
        link: WorkerLink,
        *,
        here: OnThisMachine | None = None,
    ) -> None:
        """Take the assignment, the policy as JSON, where notebooks may run, the worker, and what it
        shares with others of its machine; nothing is started.

        Raises ConfigError where the assignment can't be loaded here, GraderError where this machine
        lacks what it needs.
        """
        self._here = here or OnThisMachine(1)
        self.purpose = Purpose(assignment.digest, policy, slots)
        self._held = ExitStack()
        self._scratch = link.folder
        self._travels = here is None
        self._folder = Path(
            self._held.enter_context(tempfile.TemporaryDirectory(prefix="grader-", dir=link.folder))
        )
        try:
            if assignment.content:
                unpack(assignment.content, self._folder)
            self._loaded = _with_environment(
                loaded_for_workers(self._folder / assignment.folder), assignment
            )
            _require_memory(self._loaded.assignment.memory or 0.0)
            self._notebooks = self._held.enter_context(
                NotebookGrader(self._loaded, policy_of(policy))
            )
            self._warm = self._held.enter_context(
                self._notebooks.warm_kernels(
                    Path(self._here.kernels) if self._here.kernels else None
                )
            )
            self._examination = self._held.enter_context(
                ExaminedInTurns([self._notebooks.examination() for _ in slots], cores_of(slots))
            )
        except BaseException:
            self._held.close()
            raise
        self._turns = CoreTurns(len(slots))
        trainings = self._notebooks.trainings
        trainings.turns = self._turns
        self.trainer: ClusterTrainer | None = None
        """What trains by the cluster; None where everybody trains for themselves."""
        trainings.done_by(partial(self._by_the_cluster, link))
        self.serve(link)
        memory = self._loaded.assignment.memory or 0.0
        self._admission = Admission(memory_now, expected_bytes(memory * GIB))
        self._slots, self._made = slots, 0
        self._free: list[_GradingSlot] = []
        self._running, self._changed = 0, threading.Condition()

    def serve(self, link: WorkerLink) -> None:
        """Grade for another batch, which is spoken to by `link`."""
        self._turns.on_lent = link.seats.give_up
        if self.trainer is not None:
            self.trainer.link = link

    def close(self) -> None:
        """End every process, and drop what was unpacked."""
        self._held.close()

    @property
    def is_busy(self) -> bool:
        """Whether anything is graded here now."""
        return self._running > 0

    def grade(self, sent: RequestParcel, *, worker: str, on_cell: OnCellOf) -> GradedParcel:
        """Grade a hand-in; the answer holds its folder as it will lie in the batch."""
        with self._tools() as tools, self._turns.held(TurnKind.NEW):
            return self._graded(sent, tools, worker=worker, on_cell=on_cell)

    def _graded(
        self, sent: RequestParcel, tools: _GradingSlot, *, worker: str, on_cell: OnCellOf
    ) -> GradedParcel:
        began = time.monotonic()
        with tempfile.TemporaryDirectory(prefix="grader-", dir=self._scratch) as scratch:
            files = Path(scratch, "handed-in")
            files.mkdir()
            request = received(sent, files)
            batch = BatchFolder(Path(scratch))
            keep_readers(
                batch, audience=request.readers.audience, language=request.readers.language
            )
            folder = batch.for_hand_in(request.hand_in.key)
            folder.prepare()
            result = self._notebooks.grade_or_explain(
                request.hand_in,
                folder=folder.recording,
                on_cell=lambda done, cells: on_cell(request.hand_in, done, cells),
                warm=self._warm,
                examination=self._examination,
            )
            save(folder, result, request.key, content=request.content)
            rendered = (
                tools.reports.render(Reports(self._loaded, folder.path, request.pdf))
                if request.reports
                else RenderingOutcome()
            )
            content, place = b"", ""
            if self._travels:
                content = packed(folder.path, files_below(folder.path))
            else:
                place = str(folder.path.rename(self._scratch / f"graded-{secrets.token_hex(4)}"))
        took_s = time.monotonic() - began
        return GradedParcel(content, rendered.problem, rendered.undrawn, worker, took_s, place)

    def _by_the_cluster(self, link: WorkerLink, own: Trains) -> Trains:
        if self._here.trainer:
            own = BorrowedTrainer(Path(self._here.trainer), own)
        self.trainer = ClusterTrainer(own, self._turns, link)
        self._notebooks.trainings.turns = LentCores(self._turns)
        return self.trainer

    @contextmanager
    def _tools(self) -> Iterator[_GradingSlot]:
        """What a hand-in is graded with, once memory allows for one more; the calling thread is
        bound to its cores.
        """
        with self._changed:
            while not self._admission.admits(self._running):
                self._changed.wait(LOOK_AGAIN_S)
            self._running += 1
            tools = self._free.pop(0) if self._free else self._more_tools()
        try:
            tools.slot.bind_this_thread()
            yield tools
        finally:
            with self._changed:
                self._running -= 1
                self._free = sorted([*self._free, tools], key=lambda one: one.slot.number)
                self._changed.notify_all()

    def _more_tools(self) -> _GradingSlot:
        """Of a slot; where all have some, of one that may use all cores while another waits."""
        number, self._made = self._made, self._made + 1
        spare = Slot(number, cores_of(self._slots))
        return _GradingSlot(
            self._slots[number] if number < len(self._slots) else spare,
            self._held.enter_context(ReportProcess()),
        )


def _require_memory(gib: float) -> None:
    """Raise GraderError where this machine has less than the assignment says that a notebook may
    take: the system would end it, as if that were the student's doing.
    """
    there = all_memory_bytes() / GIB
    if there < gib:
        raise GraderError(
            f"{os.uname().nodename} has {there:.1f} GiB of memory, and a notebook of this "
            f"assignment may take {gib:g}",
            hint="give its hand-ins to larger machines, or lower `memory:` in its assignment.yaml",
        )


def _with_environment(loaded: LoadedAssignment, parcel: AssignmentParcel) -> LoadedAssignment:
    """The assignment with its environment where it is on the machine that submits.

    Raises GraderError where that can't be used here, or has other packages.
    """
    if not parcel.interpreter:
        return loaded
    assignment = replace(loaded.assignment, environment=parcel.interpreter)
    try:
        found = environment_of(assignment)
        problem = "" if found is None else "it has other packages there than here"
        if found is not None and found.fingerprint == parcel.packages:
            return replace(loaded, assignment=assignment)
    except ConfigError as error:
        problem = error.problems[0].message
    raise GraderError(
        f"notebooks run in {parcel.interpreter}, which can't be used on {os.uname().nodename}: "
        f"{problem}",
        hint="environments don't travel: keep the assignment, with its environment, on a file "
        "system that all workers see at the same path, or make it there on each of them",
    )
