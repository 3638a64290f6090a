"""Lets a task give up its thread among dask's while it waits, so that the worker begins another.

dask lets only the task's own thread leave (`secede`), and the thread that waits for a training is
another one: it reads what the notebook's kernel says.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future
from queue import SimpleQueue
from typing import TypeVar

from distributed import secede

Done = TypeVar("Done")


class Seats:
    """The tasks of a worker that hold one of dask's threads each."""

    def __init__(self, leave: Callable[[], None] = secede) -> None:
        """`leave` gives up the thread that calls it."""
        self._leave = leave
        self._sitting: list[SimpleQueue[bool]] = []
        self._guard = threading.Lock()

    def run(self, work: Callable[[], Done]) -> Done:
        """Do the work in a thread of its own, and wait for it in the task's."""
        done: Future[Done] = Future()
        asked: SimpleQueue[bool] = SimpleQueue()
        done.add_done_callback(lambda _: asked.put(False))
        with self._guard:
            self._sitting.append(asked)
        threading.Thread(target=_do, args=(work, done), name="grader-hand-in", daemon=True).start()
        try:
            while asked.get():
                self._leave()
        finally:
            with self._guard:
                if asked in self._sitting:
                    self._sitting.remove(asked)
        return done.result()

    def give_up(self) -> None:
        """Have one of those who sit leave: which one is all the same, for what counts is how many
        threads dask has for others.
        """
        with self._guard:
            if self._sitting:
                self._sitting.pop(0).put(True)


def _do(work: Callable[[], Done], done: Future[Done]) -> None:
    try:
        done.set_result(work())
    except BaseException as error:  # noqa: BLE001 - raised again in the task's thread
        done.set_exception(error)
