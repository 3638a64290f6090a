"""Runs a coroutine that Ctrl-C ends where it waits, so that whatever it began is put away in order.

A signal is answered between any two steps of Python: what its answer raises may strike a coroutine
just before its `finally`, a task that nobody awaits, or the event loop itself.
"""

from __future__ import annotations

import asyncio
import contextlib
import signal
import threading
from collections.abc import Callable, Coroutine, Iterable, Iterator
from types import FrameType
from typing import Any, TypeVar

Returned = TypeVar("Returned")
SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def run_stoppable(running: Coroutine[Any, Any, Returned]) -> Returned:
    """What comes of it. Where the program's own answer to a signal raises meanwhile, the coroutine
    is cancelled, and that is raised once it has ended; what a second one raises strikes anywhere.

    Signals come in the main thread only.
    """
    stop = _Stop()

    async def with_its_end() -> Returned | None:
        task = asyncio.ensure_future(running)
        stop.ends(task)
        await asyncio.wait((task,))
        if stop.raised is None:
            return task.result()
        if not task.cancelled():
            task.exception()  # looked at: else asyncio complains at the end of the program
        return None

    with _answered_by(stop):
        result = asyncio.run(with_its_end())
    if stop.raised is not None:
        raise stop.raised
    return result  # type: ignore[return-value]  # None stands for what was stopped


async def ended(tasks: Iterable[asyncio.Task[None]]) -> None:
    """Cancel tasks and wait for their end; raises what one of them raised."""
    tasks = tuple(tasks)
    for task in tasks:
        task.cancel()
    await asyncio.wait(tasks)
    for task in tasks:
        with contextlib.suppress(asyncio.CancelledError):
            task.result()


class _Stop:
    """What a signal's answer raised, and the task that ends for it."""

    def __init__(self) -> None:
        self.raised: KeyboardInterrupt | None = None
        self._task: asyncio.Task[Any] | None = None

    def ends(self, task: asyncio.Task[Any]) -> None:
        """Of all tasks `task`; at once where the signal has come."""
        self._task = task
        if self.raised is not None:
            task.cancel()

    def answering(self, answer: Callable[[int, FrameType | None], Any]) -> Callable[..., None]:
        """The same answer, but that what it raises for the first time ends the task."""

        def asked(number: int, frame: FrameType | None) -> None:
            try:
                answer(number, frame)
            except KeyboardInterrupt as raised:
                if self.raised is not None:
                    raise
                self.raised = raised
                if self._task is not None and not self._task.done():
                    self._task.cancel()
                    # Wakes the loop where it waits for the system.
                    self._task.get_loop().call_soon_threadsafe(lambda: None)

        return asked


@contextlib.contextmanager
def _answered_by(stop: _Stop) -> Iterator[None]:
    """Let what the answers to signals raise come to `stop`."""
    before = {}
    if threading.current_thread() is threading.main_thread():
        before = {number: signal.getsignal(number) for number in SIGNALS}
    try:
        for number, answer in before.items():
            if callable(answer):
                signal.signal(number, stop.answering(answer))
        yield
    finally:
        for number, answer in before.items():
            if callable(answer):
                signal.signal(number, answer)
