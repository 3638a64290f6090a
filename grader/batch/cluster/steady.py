"""A scheduler that doesn't mind when its machine's clock is put forward or back.

dask holds when a worker was last heard against the time of day: where that is put forward by an
hour, each of them was silent for an hour, and all that they were doing is lost.
"""

from __future__ import annotations

import time
from typing import Any

from distributed import Scheduler
from distributed.metrics import time as time_of_day

SET_S = 2.0
"""By how much a clock that was set differs from one that merely drifts, between two looks."""


class SteadyScheduler(Scheduler):
    """dask's, that counts the silence of workers anew when the clock was set."""

    def __init__(self, *given: Any, **named: Any) -> None:
        """As dask's."""
        super().__init__(*given, **named)
        self._day_began_s = _day_began_s()
        """When the day began by the steady clock, as it was at the last look."""

    async def check_worker_ttl(self) -> None:
        """Restart workers that were silent for too long, as dask does from time to time."""
        before, self._day_began_s = self._day_began_s, _day_began_s()
        if abs(self._day_began_s - before) > SET_S:
            for worker in self.workers.values():
                worker.last_seen = time_of_day()
        await super().check_worker_ttl()


def _day_began_s() -> float:
    return time.monotonic() - time_of_day()
