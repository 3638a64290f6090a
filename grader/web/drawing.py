"""Draws curves, matrices and formulas for the page, in a process of its own.

What draws takes 160 MiB and two seconds to load, and few answers need it: the process is started
when the first grader asks, and the page itself stays small and quick.
"""

from __future__ import annotations

import json
import resource
import sys
import threading
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Protocol

import numpy as np

from grader.assignment import bundled
from grader.errors import GraderError
from grader.host.child import Child, ChildFailed, ChildStart, own_output, serve
from grader.host.limits import limit
from grader.model.assignment import Assignment
from grader.model.policy import GIB
from grader.model.reference import RoleReference
from grader.pipeline import open_assignment
from grader.reference import load_reference
from grader.report.reporter import drawn
from grader.report.templating import Inline, environment
from grader.report.typesetting import formula_of
from grader.report.views.models.mistakes import Examples
from grader.report.views.models.model import model_views
from grader.store import SubmissionFolder

START_TIMEOUT_S, DRAWING_TIMEOUT_S = 120.0, 60.0
MEMORY_BYTES = 2 * GIB
MAX_ANSWER_BYTES = 16 << 20
LONGEST_FORMULA = 1_000
MOST_KEPT = 5_000
"""Formulas whose drawings are kept, about 4 kB each."""
START = "from grader.web.drawing import draw_requests; draw_requests()"


class DrawsForPages(Protocol):
    """What the pages have drawn."""

    def models(self, folder: Path) -> str:
        """The part of the page that shows the models of the hand-in in `folder`."""

    def formulas(self, written: Sequence[str], *, display: bool) -> Sequence[str]:
        """The elements of formulas given as they were written; empty where one stays so."""


class Drawer:
    """Draws what is asked for, one after another. For several threads."""

    def __init__(self, assignment: Path) -> None:
        """Take the assignment's folder; nothing runs yet."""
        command = [sys.executable, "-P", "-c", START, str(assignment)]
        self._child = Child(
            ChildStart(command, shows_errors=True), max_answer_bytes=MAX_ANSWER_BYTES
        )
        self._lock = threading.Lock()
        self._typeset: dict[tuple[str, bool], str] = {}

    def models(self, folder: Path) -> str:
        """The models of the hand-in in `folder`; a sentence where they can't be drawn."""
        try:
            return self._ask({"models": str(folder)})
        except (ChildFailed, OSError) as failure:
            return str(_page([], f"They can't be drawn: {failure}"))

    def formulas(self, written: Sequence[str], *, display: bool) -> Sequence[str]:
        """The elements of formulas given as they were written; empty where one stays so."""
        asked = [(tex, display) for tex in written]
        known = {one: self._typeset[one] for one in asked if one in self._typeset}
        new = [one for one in asked if one not in known and len(one[0]) <= LONGEST_FORMULA]
        if new:
            known.update(zip(new, self._typeset_now(new), strict=False))
            if len(self._typeset) > MOST_KEPT:
                self._typeset.clear()
            self._typeset.update(known)
        return [known.get(one, "") for one in asked]

    def _typeset_now(self, written: Sequence[tuple[str, bool]]) -> Sequence[str]:
        """Nothing where it fails: the next grader who opens the answer has it tried again."""
        try:
            return [str(one) for one in json.loads(self._ask({"formulas": written}))]
        except (ChildFailed, OSError, ValueError):
            return ()

    def _ask(self, request: object) -> str:
        with self._lock:
            self._child.start(timeout_s=START_TIMEOUT_S)
            sent = json.dumps(request).encode()
            return self._child.ask(sent, timeout_s=DRAWING_TIMEOUT_S).decode()

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


def element(tex: str, display: bool) -> str:  # noqa: FBT001 - as it comes from the other process
    """The element of a formula given as it was written; empty where it can't be typeset."""
    found = formula_of(tex, display=display)
    return str(found.svg()) if found else ""


def draw_requests() -> None:
    """Answer requests; runs in a process of its own."""
    answers = own_output()  # an instructor's checks are loaded now, and may print
    limit(resource.RLIMIT_DATA, MEMORY_BYTES)
    assignment, _ = open_assignment(sys.argv[1])

    def answer(request: bytes) -> bytes:
        asked = json.loads(request)
        try:
            if "formulas" in asked:
                return json.dumps([element(*one) for one in asked["formulas"]]).encode()
            return draw_models(assignment, Path(asked["models"])).encode("utf-8", "replace")
        except Exception as error:  # noqa: BLE001 - one that can't be drawn stops no other
            return _page([], f"They can't be drawn: {type(error).__name__}").encode()

    serve(answer, answers)


def _page(models: list[object], problem: str) -> str:
    templates = bundled("templates")
    template = environment(templates).get_template("review/models.html.j2")
    return template.render(models=models, problem=problem, show=Inline(partial(drawn, templates)))


def _references(assignment: Assignment) -> dict[str, RoleReference]:
    try:
        return load_reference(assignment).roles
    except GraderError:
        return {}
