"""Renders reports and the page of a class beside the grading, without holding it back.

A report takes a second of one core, most of it with Python's lock held: in the process that answers
the kernels after every epoch it would hold all trainings up. So it is rendered by processes of
their own, of low priority; and so is the page of the class, by one that has drawn before: loading
what draws takes seconds.
"""

from __future__ import annotations

import threading
from concurrent.futures import Future, wait
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import Self

from grader.pipeline import LoadedAssignment
from grader.publishing.report_process import (
    REPORT_TIMEOUT_S,
    ClassPage,
    Loading,
    RenderingOutcome,
    RenderTask,
    ReportProcess,
    Reports,
)

WAITING_PER_PROCESS = 2
"""A further process is started once so many reports wait for each that runs."""


@dataclass(frozen=True, slots=True)
class Unrendered:
    """A hand-in whose reports could not be rendered."""

    name: str
    """Of its folder."""
    why: str


_RenderUnderWay = tuple[RenderTask, "Future[RenderingOutcome]"]


class Renderers:
    """Renders in up to `processes` processes; `problems` says which reports could not be rendered,
    and why.
    """

    def __init__(
        self, loaded: LoadedAssignment, *, processes: int, timeout_s: float = REPORT_TIMEOUT_S
    ) -> None:
        """Take the assignment, and how long the reports of one hand-in may take; nothing runs
        yet.
        """
        self.problems: list[Unrendered] = []
        self.undrawn: set[str] = set()
        """Scripts in the PDFs that no font here can draw."""
        self._loaded, self._most, self._timeout_s = loaded, max(1, processes), timeout_s
        self._waiting: SimpleQueue[_RenderUnderWay | None] = SimpleQueue()
        self._reports: list[Future[RenderingOutcome]] = []
        self._threads: list[threading.Thread] = []
        self._processes: list[ReportProcess] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *rest: object) -> None:
        """Wait until everything is rendered; after an error, or a signal while it waits, end at
        once.
        """
        if kind is not None:
            self.give_up()
        else:
            self.wait()
        self._end()

    def render(self, folder: Path, *, pdf: bool, for_students: Path | None = None) -> None:
        """Render the reports of the result that is kept in `folder`, some time soon: there, or what
        students read into the folder `for_students`.
        """
        self._reports.append(self._ask(Reports(self._loaded, folder, pdf, for_students)))

    def get_ready(self) -> None:
        """Start a process where none runs: loading takes seconds, in which others still grade."""
        if not self._threads:
            self._ask(Loading())

    def wait(self) -> None:
        """Wait until all reports that were asked for are rendered; after a signal, end at once."""
        try:
            wait(self._reports)
        except BaseException:
            self.give_up()
            raise

    def draw_class_page(self, page: ClassPage) -> RenderingOutcome:
        """Draw the page of a class, once a process has time, and say what came of it."""
        return self._ask(page).result()

    def give_up(self) -> None:
        """Leave unrendered what waits, and end what runs at once; it may be asked for more."""
        with suppress(Empty):
            while (asked := self._waiting.get_nowait()) is not None:
                _, future = asked
                future.cancel()
                future.set_running_or_notify_cancel()  # or who waits for it would wait for ever
        for process in self._processes:
            process.kill()
        self._end()

    def _end(self) -> None:
        for _thread in self._threads:
            self._waiting.put(None)
        for thread in self._threads:
            thread.join()
        self._threads, self._processes = [], []

    def _ask(self, task: RenderTask) -> Future[RenderingOutcome]:
        future: Future[RenderingOutcome] = Future()
        self._waiting.put((task, future))
        enough = len(self._threads) * WAITING_PER_PROCESS
        if len(self._threads) < self._most and (
            not self._threads or self._waiting.qsize() > enough
        ):
            thread = threading.Thread(target=self._feed, name="grader-reports", daemon=True)
            self._threads.append(thread)
            thread.start()
        return future

    def _feed(self) -> None:
        """Hand one task after another to a process of its own, which is started anew where it
        ended.
        """
        process = ReportProcess(timeout_s=self._timeout_s)
        self._processes.append(process)
        with process:
            while (asked := self._waiting.get()) is not None:
                task, future = asked
                if not future.set_running_or_notify_cancel():
                    continue
                try:
                    rendered = process.render(task)
                except Exception as error:  # noqa: BLE001 - who waits for it would wait for ever
                    rendered = RenderingOutcome(f"{type(error).__name__}: {error}")
                if isinstance(task, Reports):
                    self.undrawn.update(rendered.undrawn)
                    if rendered.problem:
                        self.problems.append(Unrendered(task.name, rendered.problem))
                future.set_result(rendered)
