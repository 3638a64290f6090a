"""Says whether one more notebook may start without the host running out of memory."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

GIB = 1024**3
EXPECTED_BYTES = 2 * GIB
"""What a kernel with TensorFlow, the assignment's models and data takes while it trains, with room
to spare.
"""
RESERVE_BYTES = GIB
"""Left to the scorer, the reports and the rest of the host."""


def expected_bytes(stated_bytes: float) -> int:
    """What one notebook is expected to take: where its assignment states a bound (0: none), half of
    it at least.
    """
    return max(EXPECTED_BYTES, int(stated_bytes / 2))


@dataclass(frozen=True, slots=True)
class MemoryNow:
    """What the system says at one moment."""

    available_bytes: int
    """Can be had without swapping."""
    held_bytes: int
    """By everything that this process has started."""


@dataclass(frozen=True, slots=True)
class Admission:
    """Lets a notebook start only where what runs already can grow to its expected size beside
    it.
    """

    look: Callable[[], MemoryNow]
    expected_bytes: int = EXPECTED_BYTES

    def admits(self, running: int) -> bool:
        """Whether one more may start beside `running` others. One always may: nothing would ever be
        graded else.
        """
        if running == 0:
            return True
        now = self.look()
        may_still_take = max(0, running * self.expected_bytes - now.held_bytes)
        return now.available_bytes - may_still_take - RESERVE_BYTES >= self.expected_bytes


def all_memory_bytes() -> int:
    """What this machine has, whoever uses it now."""
    import psutil  # noqa: PLC0415 - only where something runs

    return int(psutil.virtual_memory().total)


def memory_now() -> MemoryNow:
    """Ask the system. Pages that processes share count once (PSS), where the system tells."""
    import psutil  # noqa: PLC0415 - only where something runs

    held = 0
    for process in psutil.Process().children(recursive=True):
        try:
            held += _proportional_bytes(process)
        except psutil.Error:
            continue
    return MemoryNow(psutil.virtual_memory().available, held)


def _proportional_bytes(process: object) -> int:
    from psutil import Process  # noqa: PLC0415

    assert isinstance(process, Process)  # noqa: S101 - psutil is imported late
    return int(getattr(process.memory_full_info(), "pss", 0) or process.memory_info().rss)
