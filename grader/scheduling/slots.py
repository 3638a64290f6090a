"""Decides how many notebooks run at a time, and on which cores each of them.

Two trainings of one thread each are done sooner than one after the other on two threads
(docs/decisions/0058), so there are as many slots as cores, and each slot keeps its kernels on cores
of its own.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass

from grader.scheduling.memory import EXPECTED_BYTES, RESERVE_BYTES


@dataclass(frozen=True, slots=True)
class Slot:
    """Room for one notebook at a time."""

    number: int
    """From 0."""
    cores: tuple[int, ...]
    """By the system's numbers; several slots share one where there are more slots than cores."""

    def bind_this_thread(self) -> None:
        """Keep the calling thread, and every process that it starts from now on, on the slot's
        cores.
        """
        bind_this_thread(self.cores)


def bind_this_thread(cores: Collection[int]) -> None:
    """Keep the calling thread, and every process that it starts from now on, on these cores.

    Children inherit it, so that nothing in a sandbox has to be asked. Where the system has no such
    call, or refuses, nothing is bound: it costs time and changes no result.
    """
    if hasattr(os, "sched_setaffinity"):
        with suppress(OSError):
            os.sched_setaffinity(0, cores)


def allowed_cores() -> tuple[int, ...]:
    """The cores that the calling thread may use."""
    if hasattr(os, "sched_getaffinity"):
        return tuple(sorted(os.sched_getaffinity(0)))
    return tuple(range(os.cpu_count() or 1))


def slots_that_fit(cores: int, available_bytes: int) -> int:
    """As many notebooks at a time as cores and memory allow, and one at least."""
    by_memory = max(0, available_bytes - RESERVE_BYTES) // EXPECTED_BYTES
    return max(1, min(cores, by_memory))


def plan_slots(jobs: int, cores: Sequence[int]) -> tuple[Slot, ...]:
    """Share out the cores among `jobs` slots, as evenly as it goes."""
    shares = [tuple(cores[number::jobs]) or (cores[number % len(cores)],) for number in range(jobs)]
    return tuple(Slot(number, share) for number, share in enumerate(shares))


def cores_of(slots: Iterable[Slot]) -> tuple[int, ...]:
    """The cores of all of them together."""
    return tuple(sorted({core for slot in slots for core in slot.cores}))
