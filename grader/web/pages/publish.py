"""Writes grades and reports that are behind what people decided, one time after another."""

from __future__ import annotations

import threading
from collections.abc import Callable

from starlette.responses import Response

from grader.errors import GraderError
from grader.web.pages.page import Page


class Publisher:
    """Writes grades, reports and the page of the class beside the page for graders."""

    def __init__(self, write: Callable[[], str]) -> None:
        """Take what writes them; it returns what became of it, a sentence."""
        self._write = write
        self._lock = threading.Lock()
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
                self.said = self._write()
            except GraderError as error:
                self.said = str(error)

    def begin(self) -> None:
        """Write in a thread of its own, unless one does."""
        if not self.busy:
            threading.Thread(target=self.write, name="grader-publish").start()


def publish(page: Page) -> Response:
    """Begin to write, and say so."""
    page.state.publisher.begin()
    return page.go("/written")


def written(page: Page) -> Response:
    """What became of it."""
    publisher: Publisher = page.state.publisher
    return page.render("written", busy=publisher.busy, said=publisher.said)
