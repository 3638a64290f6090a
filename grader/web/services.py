"""Bundles what the pages need beside the class: writing reports, drawing, templates."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from grader.errors import GraderError
from grader.web.comparing import Grouping
from grader.web.drawing import DrawsForPages


class Publisher:
    """Writes grades, reports and the page of the class beside the page for graders."""

    def __init__(self, write: Callable[[], str]) -> None:
        """Take what writes them; it returns what became of it, a sentence."""
        self._write = write
        self._lock = threading.Lock()
        self.failed = False
        """Whether the last time could not do it."""
        self.said = ""
        """What became of the last time; empty before the first."""

    @property
    def busy(self) -> bool:
        """Whether it is writing now."""
        return self._lock.locked()

    def write(self) -> None:
        """Write now; where another thread does, after it."""
        with self._lock:
            try:
                self.said, self.failed = self._write(), False
            except GraderError as error:
                self.said, self.failed = str(error), True

    def begin(self) -> None:
        """Write in a thread of its own, unless one does."""
        if not self.busy:
            threading.Thread(target=self.write, name="grader-publish").start()


@dataclass(frozen=True, slots=True)
class Services:
    """What the pages of one folder use."""

    templates: Path
    publisher: Publisher
    drawing: DrawsForPages
    grouping: Grouping
