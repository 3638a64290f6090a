"""Grades hand-ins on a worker: the program of the machine that submits, in folders of its own.

What a worker keeps from one to the next (an assignment, warm kernels, processes that measure, train
and render) is a `Workplace`; there is one for each assignment and policy.
"""

from __future__ import annotations

import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from grader.batch.cluster.asking import LentCores, TrainingDesk, WorkerLink
from grader.batch.cluster.parcels import AssignmentParcel, files_below, packed, unpack
from grader.batch.cluster.requests import GradedParcel, RequestParcel, policy_of, received
from grader.batch.saving import save
from grader.model.hand_in import HandIn
from grader.model.policy import GIB
from grader.pipeline import Examination, NotebookGrader, load_everything
from grader.publishing import RenderTask, ReportProcess
from grader.scheduling import Admission, CoreTurns, Slot, TurnKind, expected_bytes, memory_now
from grader.store import BatchFolder, keep_readers
from grader.training.trainings import Trains

LOOK_AGAIN_S = 2.0
"""After how long a hand-in that memory holds back is tried again."""

OnCell = Callable[[HandIn, int, int], None]


@dataclass(frozen=True, slots=True)
class _Tools:
    """What a hand-in is graded with; kept for the next one."""

    slot: Slot
    examination: Examination
    reports: ReportProcess


class Workplace:
    """What a worker has at hand to grade the hand-ins of one batch; threads may share it."""

    def __init__(
        self,
        assignment: AssignmentParcel,
        policy: bytes,
        slots: tuple[Slot, ...],
        link: WorkerLink,
    ) -> None:
        """Take the assignment, the policy as JSON, where notebooks may run, and the worker; nothing
        is started.

        Raises ConfigError where the assignment can't be loaded here.
        """
        self._held = ExitStack()
        self._folder = Path(self._held.enter_context(tempfile.TemporaryDirectory(prefix="grader-")))
        try:
            unpack(assignment.content, self._folder)
            self._loaded = load_everything(self._folder / assignment.folder)
            self._notebooks = self._held.enter_context(
                NotebookGrader(self._loaded, policy_of(policy))
            )
            self._warm = self._held.enter_context(self._notebooks.warm_kernels())
        except BaseException:
            self._held.close()
            raise
        self._turns = CoreTurns(len(slots))
        self._turns.on_lent = link.seats.give_up
        trainings = self._notebooks.trainings
        trainings.turns = self._turns
        self.desk: TrainingDesk | None = None
        """What trains by the cluster; None where everybody trains for themselves."""
        trainings.done_by(partial(self._desk, link))
        memory = self._loaded.assignment.memory or 0.0
        self._admission = Admission(memory_now, expected_bytes(memory * GIB))
        self._slots, self._made = slots, 0
        self._free: list[_Tools] = []
        self._running, self._changed = 0, threading.Condition()
        self._used = time.monotonic()

    def close(self) -> None:
        """End every process, and drop what was unpacked."""
        self._held.close()

    def idle_s(self) -> float:
        """How long nothing was graded here."""
        return 0.0 if self._running else time.monotonic() - self._used

    def grade(self, sent: RequestParcel, *, worker: str, on_cell: OnCell) -> GradedParcel:
        """Grade a hand-in; the answer holds its folder as it will lie in the batch."""
        with self._tools() as tools, self._turns.held(TurnKind.NEW):
            return self._graded(sent, tools, worker=worker, on_cell=on_cell)

    def _graded(
        self, sent: RequestParcel, tools: _Tools, *, worker: str, on_cell: OnCell
    ) -> GradedParcel:
        began = time.monotonic()
        with tempfile.TemporaryDirectory(prefix="grader-") as scratch:
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
                examination=tools.examination,
            )
            save(folder, result, request.key, content=request.content)
            problem, undrawn = (
                tools.reports.render(RenderTask(folder.path, request.pdf, None))
                if request.reports
                else ("", [])
            )
            content = packed(folder.path, files_below(folder.path))
        return GradedParcel(content, problem, tuple(undrawn), worker, time.monotonic() - began)

    def _desk(self, link: WorkerLink, own: Trains) -> Trains:
        self.desk = TrainingDesk(own, self._turns, link)
        self._notebooks.trainings.turns = LentCores(self._turns)
        return self.desk

    @contextmanager
    def _tools(self) -> Iterator[_Tools]:
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
                self._used = time.monotonic()
                self._free = sorted([*self._free, tools], key=lambda one: one.slot.number)
                self._changed.notify_all()

    def _more_tools(self) -> _Tools:
        """Of a slot; where all have some, of one that may use all cores while another waits."""
        number, self._made = self._made, self._made + 1
        cores = tuple(sorted({core for slot in self._slots for core in slot.cores}))
        return _Tools(
            self._slots[number] if number < len(self._slots) else Slot(number, cores),
            self._held.enter_context(self._notebooks.examination()),
            self._held.enter_context(ReportProcess(self._loaded.assignment.folder)),
        )
