"""Lets joblib do in the kernel what it would hand to processes of its own: what is trained there
nobody sees, and it comes back as a copy that nobody has seen being trained.

scikit-learn's `n_jobs` goes through joblib. Results are those of `n_jobs=1`; as in a process, what
a task is handed over is its own, so that one model that several tasks train comes back as several.
"""

from __future__ import annotations

import contextlib
import copy
import functools
from collections.abc import Iterable, Iterator
from types import ModuleType
from typing import Any

MODULE = "joblib.parallel"
BY_PROCESSES = ("loky", "multiprocessing")
"""What joblib calls its own ways to start some."""
SHARED = frozenset({"ndarray", "memmap", "DataFrame", "Series", "csr_matrix", "csc_matrix"})
"""Types of data that are large and handed over to be read: a process mostly sees them as they are,
too.
"""


def install(module: ModuleType) -> None:
    """Exchange both ways, after the import of `joblib.parallel`."""
    joblib: Any = module

    class InPlace(joblib.SequentialBackend):
        """Works like one process, whatever is asked for, and says of itself what theirs do."""

        uses_threads = False
        supports_sharedmem = False
        supports_inner_max_num_threads = True
        supports_return_generator = True

    stock = joblib.Parallel.__call__

    @functools.wraps(stock)
    def call(parallel: Any, iterable: Iterable[Any]) -> Any:
        if isinstance(getattr(parallel, "_backend", None), InPlace) and _asks_for_several(parallel):
            iterable = _with_their_own(iterable)
        return stock(parallel, iterable)

    joblib.Parallel.__call__ = call
    for name in BY_PROCESSES:
        joblib.BACKENDS[name] = InPlace


def _asks_for_several(parallel: Any) -> bool:
    return getattr(parallel, "n_jobs", None) not in (None, 1)


def _with_their_own(tasks: Iterable[Any]) -> Iterator[Any]:
    """Each task, a function and its arguments, with arguments of its own."""
    for function, arguments, named in tasks:
        own = [_own(value) for value in arguments]
        yield function, own, {name: _own(value) for name, value in named.items()}


def _own(value: Any) -> Any:
    """A copy where it can be copied, but of data."""
    if type(value).__name__ in SHARED:
        return value
    with contextlib.suppress(Exception):
        return copy.deepcopy(value)
    return value
