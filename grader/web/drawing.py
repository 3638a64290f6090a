"""Draws curves and matrices for the page, in a process of its own.

What draws takes 160 MiB and two seconds to load, and few answers need it: the process is started
when the first grader asks, and the page itself stays small and quick.
"""

from __future__ import annotations

import json
import resource
import sys
import threading
from collections.abc import Callable
from functools import partial
from pathlib import Path

import numpy as np

from grader.assignment import bundled
from grader.errors import GraderError
from grader.host.child import Child, ChildFailed, Start, serve
from grader.model.assignment import Assignment
from grader.model.policy import GIB
from grader.model.reference import RoleReference
from grader.pipeline import open_assignment
from grader.reference import load_reference
from grader.report.reporter import drawn
from grader.report.templating import Inline, environment
from grader.report.views.models.mistakes import Examples
from grader.report.views.models.model import model_views
from grader.store import SubmissionFolder

START_TIMEOUT_S, DRAWING_TIMEOUT_S = 120.0, 60.0
MEMORY_BYTES = 2 * GIB
MAX_ANSWER_BYTES = 16 << 20
START = "from grader.web.drawing import draw_requests; draw_requests()"

DrawModels = Callable[[Path], str]
"""Makes the part of the page that shows the models of the hand-in in a folder."""


class Drawer:
    """Draws what is asked for, one after another. For several threads."""

    def __init__(self, assignment: Path) -> None:
        """Take the assignment's folder; nothing runs yet."""
        command = [sys.executable, "-P", "-c", START, str(assignment)]
        self._child = Child(Start(command, shows_errors=True), max_answer_bytes=MAX_ANSWER_BYTES)
        self._lock = threading.Lock()

    def models(self, folder: Path) -> str:
        """The models of the hand-in in `folder`; a sentence where they can't be drawn."""
        with self._lock:
            try:
                self._child.start(timeout_s=START_TIMEOUT_S)
                request = json.dumps(str(folder)).encode()
                return self._child.ask(request, timeout_s=DRAWING_TIMEOUT_S).decode()
            except (ChildFailed, OSError) as failure:
                return str(_page([], f"They can't be drawn: {failure}"))

    def end(self) -> None:
        """End the process."""
        with self._lock:
            self._child.end()


def draw_models(assignment: Assignment, folder: Path) -> str:
    """The same, in this process."""
    try:
        result = SubmissionFolder(folder).load(events=False)
    except GraderError as error:
        return str(_page([], error.message))
    no_pictures = Examples(np.empty((0, 1)), 0.0, 1.0, assignment.dataset.classes)
    found = model_views(result, assignment, _references(assignment), no_pictures)
    return _page([one for one in found if one.found], "")


def draw_requests() -> None:
    """Answer requests; runs in a process of its own."""
    resource.setrlimit(resource.RLIMIT_DATA, (MEMORY_BYTES, resource.RLIM_INFINITY))
    assignment, _ = open_assignment(sys.argv[1])

    def answer(request: bytes) -> bytes:
        try:
            return draw_models(assignment, Path(json.loads(request))).encode("utf-8", "replace")
        except Exception as error:  # noqa: BLE001 - one that can't be drawn stops no other
            return _page([], f"They can't be drawn: {type(error).__name__}").encode()

    serve(answer)


def _page(models: list[object], problem: str) -> str:
    templates = bundled("templates")
    template = environment(templates).get_template("review/models.html.j2")
    return template.render(models=models, problem=problem, show=Inline(partial(drawn, templates)))


def _references(assignment: Assignment) -> dict[str, RoleReference]:
    try:
        return load_reference(assignment).roles
    except GraderError:
        return {}
