"""One process that renders: the reports of hand-ins, and the page of a class.

It runs within limits of time and memory: what is shown is a student's to choose.
"""

from __future__ import annotations

import json
import os
import pickle
import resource
import sys
from collections.abc import Callable
from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal, Protocol, Self

from grader.errors import GraderError, OutputError, concerns_all
from grader.host.child import Child, ChildFailed, ChildStart, serve
from grader.host.limits import limit
from grader.model.policy import GIB

if TYPE_CHECKING:
    from grader.pipeline import LoadedAssignment
    from grader.report import SummaryView

LOW_PRIORITY = 10
START_TIMEOUT_S = 120.0
REPORT_TIMEOUT_S = 120.0
"""For one hand-in, HTML and PDF. A long honest report takes some seconds where all cores are busy.
"""
CLASS_PAGE_TIMEOUT_S = 600.0
"""For one class, HTML and PDF. One of 10,000 hand-ins takes a quarter of a minute."""
TRIAL_TIMEOUT_S = 60.0
MEMORY_BYTES = 4 * GIB
MAX_ANSWER_BYTES = 1 << 20
START = "from grader.publishing.report_process import render_requests; render_requests()"


class RenderTask(Protocol):
    """What a process is asked to render."""

    @property
    def name(self) -> str:
        """What it is of."""

    def request(self) -> bytes:
        """A line of JSON, and what else it takes."""


@dataclass(frozen=True, slots=True)
class Reports:
    """The reports of one hand-in."""

    loaded: LoadedAssignment
    folder: Path
    pdf: bool
    for_students: Path | None = None
    """Where what students read goes; None renders the reports of the batch in their place."""

    @property
    def name(self) -> str:
        """Of its folder."""
        return self.folder.name

    def request(self) -> bytes:
        """What the process reads."""
        task = {
            "assignment": str(self.loaded.assignment.folder),
            "version": [self.loaded.fingerprint, self.loaded.examination],
            "folder": str(self.folder),
            "pdf": self.pdf,
            "for_students": str(self.for_students) if self.for_students else "",
        }
        return json.dumps(task).encode()


ClassPageForm = Literal["html", "pdf", "trial"]
"""A trial is drawn for a browser, and not written."""


@dataclass(frozen=True, slots=True)
class ClassPage:
    """The page of a class, with what it says."""

    folder: Path
    """Of the batch."""
    summary: SummaryView
    language: str
    what: ClassPageForm

    @property
    def name(self) -> str:
        """Of its folder."""
        return self.folder.name

    def request(self) -> bytes:
        """What the process reads."""
        task = {"class_page": str(self.folder), "what": self.what, "language": self.language}
        return json.dumps(task).encode() + b"\n" + pickle.dumps(self.summary)


@dataclass(frozen=True, slots=True)
class Loading:
    """What rendering takes, loaded ahead of the first task."""

    name = "loading"

    def request(self) -> bytes:
        """What the process reads."""
        return json.dumps({"load": True}).encode()


@dataclass(frozen=True, slots=True)
class RenderingOutcome:
    """What came of a task."""

    problem: str = ""
    """What went wrong; empty where it was done."""
    hint: str = ""
    undrawn: tuple[str, ...] = ()
    """Scripts that no font here can draw."""


class ReportProcess:
    """Started with what it renders first, and anew where it ended."""

    def __init__(self, *, timeout_s: float = REPORT_TIMEOUT_S) -> None:
        """Take how long the reports of one hand-in may take."""
        self._timeout_s = timeout_s
        command = [sys.executable, "-P", "-c", START]
        self._child = Child(
            ChildStart(command, shows_errors=True), max_answer_bytes=MAX_ANSWER_BYTES
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._child.end()

    def kill(self) -> None:
        """End it at once, whatever it does."""
        self._child.kill()

    def render(self, task: RenderTask) -> RenderingOutcome:
        """Render what is asked for into the folder that the task names."""
        timeout_s = self._timeout_s
        if isinstance(task, ClassPage):
            timeout_s = TRIAL_TIMEOUT_S if task.what == "trial" else CLASS_PAGE_TIMEOUT_S
        try:
            self._child.start(timeout_s=START_TIMEOUT_S)
            answer = self._child.ask(task.request(), timeout_s=timeout_s)
        except (ChildFailed, OSError) as failure:
            return RenderingOutcome(f"the process that renders reports failed: {failure}")
        done = json.loads(answer)
        return RenderingOutcome(str(done["problem"]), str(done["hint"]), tuple(done["undrawn"]))


def render_requests() -> None:
    """Render what the requests name; runs in a process of its own."""
    os.nice(LOW_PRIORITY)
    limit(resource.RLIMIT_DATA, MEMORY_BYTES)
    serve(lambda request: _answered(lambda: _render(request)))


def _render(request: bytes) -> tuple[str, ...]:
    """Render one request; return the scripts that no font here can draw."""
    from grader.publishing.class_page import render_class_page  # noqa: PLC0415 - it imports this module
    from grader.publishing.reports import (  # noqa: PLC0415 - the parent imports this module, too
        load_drawing,
        render_for_students,
        render_kept,
    )

    line, _, rest = request.partition(b"\n")
    task = json.loads(line)
    if "load" in task:
        load_drawing()
        return ()
    if "class_page" in task:
        summary: SummaryView = pickle.loads(rest)  # noqa: S301 - the process that started this one wrote it
        render_class_page(Path(task["class_page"]), summary, task["language"], task["what"])
        return ()
    pdf = bool(task["pdf"])
    loaded = _loaded(task["assignment"], *task["version"])
    folder, into = Path(task["folder"]), task["for_students"]
    if into:
        return render_for_students(loaded, folder, Path(into), pdf=pdf)
    return render_kept(loaded, folder, pdf=pdf)


@lru_cache(maxsize=2)
def _loaded(folder: str, *_version: str) -> LoadedAssignment:
    """The assignment, loaded once for all its reports; anew where it has changed."""
    from grader.pipeline import load_everything  # noqa: PLC0415 - the parent imports this module, too

    return load_everything(folder)


def _answered(render: Callable[[], tuple[str, ...]]) -> bytes:
    try:
        done = RenderingOutcome(undrawn=render())
    except Exception as error:  # noqa: BLE001 - one report that can't be rendered stops no other
        done = RenderingOutcome(*_words(error))
    return json.dumps(asdict(done)).encode()


def _words(error: Exception) -> tuple[str, str]:
    """What went wrong, and what helps."""
    match error:
        case GraderError():
            return error.message, error.hint
        case MemoryError():
            return f"it needs more than the {MEMORY_BYTES / GIB:g} GiB that it may use", ""
        case OSError():
            # One sentence for the whole class, however many reports it concerns.
            failed = OutputError.of(error, "the folder" if concerns_all(error) else "")
            return failed.message, failed.hint
        case _:
            return f"{type(error).__name__}: {error}", ""
