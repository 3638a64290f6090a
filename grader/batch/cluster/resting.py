"""Keeps what a batch was graded with for the next batch of the same assignment, for a while.

Loading an assignment and starting the processes that run, measure and render takes longer than a
small class does; and a command that was killed is given again at once.
"""

from __future__ import annotations

import asyncio
import threading
from typing import TYPE_CHECKING

from distributed.diagnostics.plugin import WorkerPlugin

from grader.batch.cluster.grading import Purpose, Workplace

if TYPE_CHECKING:
    from distributed import Worker

REST_S = 600.0
"""How long nobody has to want it until it is ended."""


class RestingWorkplace(WorkerPlugin):
    """The last one of a worker that is not in use: one only, for it holds memory."""

    name = "grader resting"

    def __init__(self, *, rest_s: float = REST_S) -> None:
        """Nothing rests yet."""
        self._rest_s = rest_s
        self._guard = threading.Lock()
        self._resting: Workplace | None = None
        self._timer: threading.Timer | None = None
        self._over = False

    def put(self, workplace: Workplace) -> None:
        """Keep one that is not in use any more; one that still is has nobody left to work for, and
        is ended.
        """
        with self._guard:
            keeps = not (self._over or workplace.is_busy)
            before = self._swapped(workplace) if keeps else workplace
        if before is not None:
            before.close()

    def take(self, purpose: Purpose) -> Workplace | None:
        """What can be used for this, if it is that which rests; another one is ended."""
        with self._guard:
            resting = self._swapped(None)
        if resting is None or resting.purpose == purpose:
            return resting
        resting.close()
        return None

    async def teardown(self, worker: Worker) -> None:
        """End it with its worker."""
        del worker
        await asyncio.to_thread(self.end)

    def end(self) -> None:
        """End what rests, and whatever is to rest from now on."""
        with self._guard:
            self._over = True
            resting = self._swapped(None)
        if resting is not None:
            resting.close()

    def _swapped(self, workplace: Workplace | None) -> Workplace | None:
        """Put it in the place of the one that rests, which is returned."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        before, self._resting = self._resting, workplace
        if workplace is not None:
            self._timer = threading.Timer(self._rest_s, self._end, [workplace])
            self._timer.daemon = True
            self._timer.start()
        return before

    def _end(self, workplace: Workplace) -> None:
        with self._guard:
            if self._resting is not workplace:
                return
            self._swapped(None)
        workplace.close()
