"""Renders reports beside the grading, without holding it back.

A report takes a second of one core, most of it with Python's lock held: in the process that answers
the kernels after every epoch it would hold all trainings up. So reports are rendered by processes
of their own, of low priority, within limits of time and memory: what a report shows is a student's
to choose.
"""

from __future__ import annotations

import json
import os
import resource
import sys
import threading
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import Self

from grader.errors import GraderError, OutputError
from grader.host.child import Child, ChildFailed, Start, serve
from grader.model.policy import GIB

LOW_PRIORITY = 10
WAITING_PER_PROCESS = 2
"""A further process is started once so many reports wait for each that runs."""
START_TIMEOUT_S = 120.0
REPORT_TIMEOUT_S = 120.0
"""For one hand-in, HTML and PDF. A long honest report takes some seconds where all cores are busy.
"""
MEMORY_BYTES = 4 * GIB
MAX_ANSWER_BYTES = 1 << 20
START = "from grader.publishing.renderers import render_requests; render_requests()"


@dataclass(frozen=True, slots=True)
class Unrendered:
    """A hand-in whose reports could not be rendered."""

    name: str
    """Of its folder."""
    why: str


@dataclass(frozen=True, slots=True)
class RenderTask:
    """What a process is asked to render."""

    folder: Path
    pdf: bool
    for_students: Path | None
    """Where what students read goes; None renders the reports of the batch in their place."""

    def as_json(self) -> dict[str, object]:
        """The request."""
        into = str(self.for_students) if self.for_students else ""
        return {"folder": str(self.folder), "pdf": self.pdf, "for_students": into}


class Renderers:
    """Renders reports in up to `processes` processes; `problems` says what could not be rendered,
    and why.
    """

    def __init__(
        self, assignment: Path, *, processes: int, timeout_s: float = REPORT_TIMEOUT_S
    ) -> None:
        """Take the assignment's folder, and how long the reports of one hand-in may take; nothing
        runs yet.
        """
        self.problems: list[Unrendered] = []
        self.undrawn: set[str] = set()
        """Scripts in the PDFs that no font here can draw."""
        self._assignment, self._most, self._timeout_s = assignment, processes, timeout_s
        self._waiting: SimpleQueue[RenderTask | None] = SimpleQueue()
        self._threads: list[threading.Thread] = []
        self._processes: list[ReportProcess] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *rest: object) -> None:
        """Wait until everything is rendered; after an error, or a signal while it waits, end at
        once.
        """
        if kind is not None:
            self._give_up()
        else:
            self._say_all_is_asked()
        try:
            for thread in self._threads:
                thread.join()
        except BaseException:
            self._give_up()
            raise

    def _give_up(self) -> None:
        with suppress(Empty):
            while True:
                self._waiting.get_nowait()
        for process in self._processes:
            process.kill()
        self._say_all_is_asked()

    def _say_all_is_asked(self) -> None:
        for _thread in self._threads:
            self._waiting.put(None)

    def render(self, folder: Path, *, pdf: bool, for_students: Path | None = None) -> None:
        """Render the reports of the result that is kept in `folder`, some time soon: there, or what
        students read into the folder `for_students`.
        """
        self._waiting.put(RenderTask(folder, pdf, for_students))
        enough = len(self._threads) * WAITING_PER_PROCESS
        if len(self._threads) < self._most and (
            not self._threads or self._waiting.qsize() > enough
        ):
            thread = threading.Thread(target=self._feed, name="grader-reports", daemon=True)
            self._threads.append(thread)
            thread.start()

    def _feed(self) -> None:
        """Hand one folder after another to a process of its own, which is started anew where it
        ended.
        """
        process = ReportProcess(self._assignment, timeout_s=self._timeout_s)
        self._processes.append(process)
        with process:
            while (task := self._waiting.get()) is not None:
                problem, undrawn = process.render(task)
                self.undrawn.update(undrawn)
                if problem:
                    self.problems.append(Unrendered(task.folder.name, problem))


class ReportProcess:
    """One process that renders reports; started with its first report, and anew where it ended."""

    def __init__(self, assignment: Path, *, timeout_s: float = REPORT_TIMEOUT_S) -> None:
        """Take the assignment's folder, and how long the reports of one hand-in may take."""
        self._timeout_s = timeout_s
        command = [sys.executable, "-P", "-c", START, str(assignment)]
        self._child = Child(Start(command, shows_errors=True), max_answer_bytes=MAX_ANSWER_BYTES)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._child.end()

    def kill(self) -> None:
        """End it at once, whatever it does."""
        self._child.kill()

    def render(self, task: RenderTask) -> tuple[str, list[str]]:
        """Render the reports of one hand-in; return what went wrong, empty where it was done, and
        the scripts that could not be drawn.
        """
        try:
            self._child.start(timeout_s=START_TIMEOUT_S)
            answer = self._child.ask(json.dumps(task.as_json()).encode(), timeout_s=self._timeout_s)
        except (ChildFailed, OSError) as failure:
            return f"the process that renders reports failed: {failure}", []
        done = json.loads(answer)
        return str(done["problem"]), list(done["undrawn"])


def render_requests() -> None:
    """Render what the requests name; runs in a process of its own."""
    os.nice(LOW_PRIORITY)
    resource.setrlimit(resource.RLIMIT_DATA, (MEMORY_BYTES, resource.RLIM_INFINITY))
    from grader.pipeline import load_everything  # noqa: PLC0415 - the parent imports this module, too
    from grader.publishing.reports import (  # noqa: PLC0415 - the parent imports this module, too
        render_for_students,
        render_kept,
    )

    loaded = load_everything(sys.argv[1])

    def answer(request: bytes) -> bytes:
        task = json.loads(request)
        try:
            folder, into, pdf = Path(task["folder"]), task["for_students"], bool(task["pdf"])
            if into:
                undrawn = render_for_students(loaded, folder, Path(into), pdf=pdf)
            else:
                undrawn = render_kept(loaded, folder, pdf=pdf)
        except Exception as error:  # noqa: BLE001 - one report that can't be rendered stops no other
            return json.dumps({"problem": _words(error), "undrawn": []}).encode()
        return json.dumps({"problem": "", "undrawn": undrawn}).encode()

    serve(answer)


def _words(error: Exception) -> str:
    match error:
        case GraderError():
            return error.message
        case MemoryError():
            return f"it needs more than the {MEMORY_BYTES / GIB:g} GiB that it may use"
        case OSError():
            return OutputError.of(error).message
        case _:
            return f"{type(error).__name__}: {error}"
