"""Grades hand-ins on a worker: the program of the machine that submits, in folders of its own.

What a worker keeps from one to the next (an assignment, warm kernels, processes that measure, train
and render) is a `Workplace`; there is one for each assignment and policy.
"""

from __future__ import annotations

import tempfile
import threading
import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

from grader.batch.cluster.parcels import AssignmentParcel, files_below, packed, unpack
from grader.batch.cluster.requests import GradedParcel, RequestParcel, policy_of, received
from grader.batch.saving import save
from grader.model.hand_in import HandIn
from grader.pipeline import Examination, NotebookGrader, load_everything
from grader.publishing import RenderTask, ReportProcess
from grader.scheduling import Slot
from grader.store import BatchFolder, keep_readers

OnCell = Callable[[HandIn, int, int], None]


class Workplace:
    """What a worker has at hand to grade the hand-ins of one batch; threads may share it."""

    def __init__(
        self, assignment: AssignmentParcel, policy: bytes, slots: tuple[Slot, ...]
    ) -> None:
        """Take the assignment, the policy as JSON, and where notebooks may run; nothing is started.

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
        self._free_slots = list(slots)
        self._guard = threading.Lock()
        self._own = threading.local()

    def close(self) -> None:
        """End every process, and drop what was unpacked."""
        self._held.close()

    def grade(self, sent: RequestParcel, *, worker: str, on_cell: OnCell) -> GradedParcel:
        """Grade a hand-in; the answer holds its folder as it will lie in the batch."""
        began = time.monotonic()
        examination, reports = self._tools()
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
                examination=examination,
            )
            save(folder, result, request.key, content=request.content)
            problem, undrawn = (
                reports.render(RenderTask(folder.path, request.pdf, None))
                if request.reports
                else ("", [])
            )
            content = packed(folder.path, files_below(folder.path))
        return GradedParcel(content, problem, tuple(undrawn), worker, time.monotonic() - began)

    def _tools(self) -> tuple[Examination, ReportProcess]:
        """What the calling thread works with; it is bound to a slot's cores when it first asks."""
        kept = getattr(self._own, "tools", None)
        if kept is None:
            with self._guard:
                if self._free_slots:
                    self._free_slots.pop(0).bind_this_thread()
                examination = self._held.enter_context(self._notebooks.examination())
                reports = self._held.enter_context(ReportProcess(self._loaded.assignment.folder))
            kept = self._own.tools = (examination, reports)
        return kept
