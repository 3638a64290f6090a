"""Renders reports beside the grading, without holding it back.

A report takes a second of one core, most of it with Python's lock held: in the process that answers the kernels after
every epoch it would hold all trainings up. So reports are rendered by processes of their own, of low priority. Each gets a
line for every folder, answers with a line, and ends when its input does: when the grader is gone, so are they.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import Self, TextIO

from grader.errors import GraderError, OutputError

LOW_PRIORITY = 10
WAITING_PER_PROCESS = 2
"""A further process is started once so many reports wait for each that runs."""
START = "from grader.rendering import serve; serve()"


@dataclass(frozen=True, slots=True)
class Unrendered:
    """A hand-in whose reports could not be rendered."""

    name: str
    """Of its folder."""
    why: str


class Renderers:
    """Renders reports in up to `processes` processes; `problems` says what could not be rendered, and why."""

    def __init__(self, assignment: Path, *, processes: int) -> None:
        """Take the assignment's folder; nothing runs yet."""
        self.problems: list[Unrendered] = []
        self.undrawn: set[str] = set()
        """Scripts in the PDFs that no font here can draw."""
        self._assignment, self._most = assignment, processes
        self._waiting: SimpleQueue[tuple[Path, bool] | None] = SimpleQueue()
        self._threads: list[threading.Thread] = []
        self._children: list[subprocess.Popen[str]] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *rest: object) -> None:
        """Wait until everything is rendered; after an error, or a signal while it waits, end at once."""
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
        for child in self._children:
            child.kill()
        self._say_all_is_asked()

    def _say_all_is_asked(self) -> None:
        for _thread in self._threads:
            self._waiting.put(None)

    def render(self, folder: Path, *, pdf: bool) -> None:
        """Render the reports of the result that is kept in `folder`, some time soon."""
        self._waiting.put((folder, pdf))
        enough = len(self._threads) * WAITING_PER_PROCESS
        if len(self._threads) < self._most and (not self._threads or self._waiting.qsize() > enough):
            thread = threading.Thread(target=self._feed, name="grader-reports", daemon=True)
            self._threads.append(thread)
            thread.start()

    def _feed(self) -> None:
        """Hand one folder after another to a process of its own, and start that anew where it ended."""
        child: subprocess.Popen[str] | None = None
        while (task := self._waiting.get()) is not None:
            folder, pdf = task
            if child is None or child.poll() is not None:
                child = self._start()
            problem, undrawn = _asked(child, {"folder": str(folder), "pdf": pdf})
            self.undrawn.update(undrawn)
            if problem:
                self.problems.append(Unrendered(folder.name, problem))
        if child is not None and child.stdin is not None:
            with suppress(OSError):
                child.stdin.close()
            child.wait()
        if child is not None and child.stdout is not None:
            child.stdout.close()

    def _start(self) -> subprocess.Popen[str]:
        child = subprocess.Popen(
            [sys.executable, "-P", "-c", START, str(self._assignment)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        self._children.append(child)
        return child


def serve() -> None:
    """Render what the lines of the input name; runs in a process of its own."""
    os.nice(LOW_PRIORITY)
    tell = _speak_alone()
    from grader.desk import open_desk  # noqa: PLC0415 - the parent imports this module, too
    from grader.pages import render_kept  # noqa: PLC0415 - the parent imports this module, too

    desk = open_desk(sys.argv[1])
    for task in _tasks(sys.stdin):
        try:
            undrawn = render_kept(desk, Path(str(task["folder"])), pdf=bool(task["pdf"]))
        except Exception as error:  # noqa: BLE001 - one report that can't be rendered stops no other
            tell({"problem": _words(error), "undrawn": []})
        else:
            tell({"problem": "", "undrawn": undrawn})


def _words(error: Exception) -> str:
    match error:
        case GraderError():
            return error.message
        case OSError():
            return OutputError.of(error).message
        case _:
            return f"{type(error).__name__}: {error}"


def _speak_alone() -> Callable[[object], None]:
    """Keep the output for the answers: whatever a library prints goes to the errors."""
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)

    def tell(answer: object) -> None:
        answers.write(json.dumps(answer) + "\n")
        answers.flush()

    return tell


def _tasks(lines: TextIO) -> Iterator[dict[str, object]]:
    for line in lines:
        yield json.loads(line)


def _asked(child: subprocess.Popen[str], task: dict[str, object]) -> tuple[str, list[str]]:
    """What went wrong with the task, empty where it was done, and the scripts that could not be drawn."""
    assert child.stdin is not None  # noqa: S101 - both are pipes
    assert child.stdout is not None  # noqa: S101
    try:
        child.stdin.write(json.dumps(task) + "\n")
        child.stdin.flush()
        answer = child.stdout.readline()
    except OSError:
        answer = ""
    if not answer:
        return "the process that renders reports ended", []
    told = json.loads(answer)
    return str(told["problem"]), list(told["undrawn"])
