"""Does the same to many items on all cores, with what this process has loaded.

For work that needs no kernel but much of the processor, as deciding a class again. Forked children
have all that their parent has loaded; what they come to goes back through a pipe.
"""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from typing import Any, TypeVar

Work = TypeVar("Work")
Done = TypeVar("Done")
FEW = 8
"""So few items are not worth a fork each."""
SHARES = 4
"""How many times each process is handed items."""

_act: Callable[[Any], Any]
"""What a child does with each item: inherited when it is forked, for it may hold a data set."""


def in_processes(
    items: Sequence[Work], act: Callable[[Work], Done], *, processes: int
) -> list[Done]:
    """What comes of `act` for each item, in their order; `act` may write files, and nothing else of
    it is seen here.

    The caller must have one thread only. What a child raises is raised here.
    """
    if processes < 2 or len(items) <= FEW:
        return [act(item) for item in items]
    fork = multiprocessing.get_context("fork")
    each = -(-len(items) // (processes * SHARES))
    with ProcessPoolExecutor(
        processes, mp_context=fork, initializer=partial(_inherit, act)
    ) as pool:
        return list(pool.map(_do, items, chunksize=each))


def _inherit(act: Callable[[Any], Any]) -> None:
    global _act  # noqa: PLW0603 - a child's own, for as long as it lives
    _act = act


def _do(item: Any) -> Any:
    return _act(item)
