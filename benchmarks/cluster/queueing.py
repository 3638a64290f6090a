"""Simulates jobs that ask for one thing after another, each of which serves so many at a time."""

from __future__ import annotations

import heapq
from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Need:
    """One thing that a job asks for, and how long it has it."""

    what: str
    seconds: float


@dataclass(frozen=True, slots=True)
class Day:
    """How a simulation went."""

    seconds: float
    """Until the last job was done."""
    waited_s: tuple[float, ...]
    """By job: from its coming to its end, less what it was served."""
    busy: Mapping[str, float]
    """By thing: the share of its time in which it served."""


@dataclass(slots=True)
class _Thing:
    free: int
    queue: deque[int] = field(default_factory=deque)
    served_s: float = 0.0


def simulated(
    jobs: Sequence[Sequence[Need]],
    servers: Mapping[str, int],
    *,
    window: int | None = None,
    coming_s: Sequence[float] | None = None,
) -> Day:
    """Serve jobs in the order in which they come (all at once unless told), no more than `window`
    of them begun at a time; what `servers` doesn't name serves one at a time.
    """
    return _Simulation(jobs, servers, window or len(jobs), coming_s or [0.0] * len(jobs)).run()


class _Simulation:
    def __init__(
        self,
        jobs: Sequence[Sequence[Need]],
        servers: Mapping[str, int],
        window: int,
        coming_s: Sequence[float],
    ) -> None:
        self._jobs, self._room, self._coming_s = jobs, window, coming_s
        self._servers = servers
        names = dict.fromkeys(need.what for job in jobs for need in job)
        self._things = {name: _Thing(servers.get(name, 1)) for name in names}
        self._at = [0] * len(jobs)
        """Which of its needs a job has come to."""
        self._ended_s = [0.0] * len(jobs)
        self._outside: deque[int] = deque()
        self._events: list[tuple[float, int, int, bool]] = []
        """Moment, running number, job, whether it comes (else it was served)."""
        self._number = 0

    def run(self) -> Day:
        for job, moment in enumerate(self._coming_s):
            self._later(moment, job, comes=True)
        now = 0.0
        while self._events:
            now, _, job, comes = heapq.heappop(self._events)
            if comes:
                self._outside.append(job)
            else:
                self._served(job, now)
            while self._room and self._outside:
                self._room -= 1
                self._asks(self._outside.popleft(), now)
        waited = tuple(
            end - came - sum(need.seconds for need in job)
            for job, came, end in zip(self._jobs, self._coming_s, self._ended_s, strict=True)
        )
        busy = {
            name: thing.served_s / (now * self._servers.get(name, 1)) if now else 0.0
            for name, thing in self._things.items()
        }
        return Day(now, waited, busy)

    def _later(self, moment: float, job: int, *, comes: bool) -> None:
        self._number += 1
        heapq.heappush(self._events, (moment, self._number, job, comes))

    def _asks(self, job: int, now: float) -> None:
        """Begin the next need of a job, or end it."""
        if self._at[job] == len(self._jobs[job]):
            self._ended_s[job] = now
            self._room += 1
            return
        thing = self._things[self._jobs[job][self._at[job]].what]
        if thing.free:
            self._serve(thing, job, now)
        else:
            thing.queue.append(job)

    def _serve(self, thing: _Thing, job: int, now: float) -> None:
        seconds = self._jobs[job][self._at[job]].seconds
        thing.free -= 1
        thing.served_s += seconds
        self._later(now + seconds, job, comes=False)

    def _served(self, job: int, now: float) -> None:
        thing = self._things[self._jobs[job][self._at[job]].what]
        thing.free += 1
        self._at[job] += 1
        if thing.queue:
            self._serve(thing, thing.queue.popleft(), now)
        self._asks(job, now)
