"""Shares out cores among notebooks and trainings: the longest training first, then notebooks that
wait to go on, then new ones.

A notebook that waits for a training lends its core to others. So what waits takes memory only, and
a training finds a core as soon as anything waits.
"""

from __future__ import annotations

import itertools
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import IntEnum

LONG_S = 10.0
"""A further notebook needs processes of its own, which take as long to start."""


def nothing() -> None:
    """Do nothing."""


class TurnKind(IntEnum):
    """What a core is wanted for; the smallest has the first turn."""

    TRAINING = 0
    GOES_ON = 1
    NEW = 2


class CoreTurns:
    """So many cores, each of which one thread holds at a time."""

    def __init__(self, cores: int, *, long_s: float = LONG_S) -> None:
        """Nobody holds any of them; `long_s` is how long a wait lasts that is worth beginning
        another notebook for.
        """
        self._free, self._changed = cores, threading.Condition()
        self._numbers = itertools.count()
        self._waiting: list[tuple[TurnKind, float, int]] = []
        self.on_lent: Callable[[], None] = nothing
        """Called when a notebook has waited for long: another one may begin."""
        self._long_s = long_s

    @contextmanager
    def held(self, kind: TurnKind, *, work: float = 0.0) -> Iterator[None]:
        """Wait for a core and hold it; of one kind, who has the most work is first."""
        self._take(kind, work)
        try:
            yield
        finally:
            self._give_back()

    @contextmanager
    def lent(self) -> Iterator[None]:
        """Give back the core that this thread's notebook holds, and wait for one in the end."""
        self._give_back()
        tells = threading.Timer(self._long_s, self.on_lent)
        tells.daemon = True
        tells.start()
        try:
            yield
        finally:
            tells.cancel()
            self._take(TurnKind.GOES_ON, 0.0)

    def _take(self, kind: TurnKind, work: float) -> None:
        turn = (kind, -work, next(self._numbers))
        with self._changed:
            self._waiting.append(turn)
            self._changed.wait_for(lambda: self._free > 0 and turn == min(self._waiting))
            self._waiting.remove(turn)
            self._free -= 1
            self._changed.notify_all()

    def _give_back(self) -> None:
        with self._changed:
            self._free += 1
            self._changed.notify_all()
