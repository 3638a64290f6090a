"""Lets joblib and `ProcessPoolExecutor` do in the kernel what they would hand to processes: what is
trained there nobody sees, and it comes back as a copy that nobody has seen being trained.

scikit-learn's `n_jobs` goes through joblib. Results are those of `n_jobs=1`; as in a process, what
a task is handed over is its own, so that one model that several tasks train comes back as several.
"""

from __future__ import annotations

import concurrent.futures
import contextlib
import copy
import functools
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, Future
from types import ModuleType
from typing import Any

JOBLIB = "joblib.parallel"
POOL = "concurrent.futures.process"
BY_PROCESSES = ("loky", "multiprocessing")
"""What joblib calls its own ways to start some."""
SHARED = frozenset({"ndarray", "memmap", "DataFrame", "Series", "csr_matrix", "csc_matrix"})
"""Types of data that are large and handed over to be read: a process mostly sees them as they are,
too.
"""


def hooks() -> dict[str, Callable[[ModuleType], None]]:
    """What is done after which module's import."""
    return {JOBLIB: into_joblib, POOL: into_pools}


def into_pools(module: ModuleType) -> None:
    """Exchange `ProcessPoolExecutor`, after its module's import."""
    stock: Any = module.ProcessPoolExecutor

    class ProcessPoolExecutor(stock):
        """Calls each function as it is submitted; starts no process."""

        def __init__(self, *args: Any, **kwargs: Any) -> None:
            super().__init__(*args, **kwargs)
            self._initializes = self._initializer

        def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Any:
            if self._shutdown_thread:
                raise RuntimeError("cannot schedule new futures after shutdown")
            initialize, self._initializes = self._initializes, None
            if initialize is not None:
                initialize(*self._initargs)
            future: Any = Future()
            future.set_running_or_notify_cancel()
            try:
                arguments = [_own(value) for value in args]
                future.set_result(fn(*arguments, **{key: _own(kwargs[key]) for key in kwargs}))
            except Exception as error:
                future.set_exception(error)
            return future

        map = Executor.map

    module.ProcessPoolExecutor = ProcessPoolExecutor  # type: ignore[attr-defined]
    if hasattr(concurrent.futures, "ProcessPoolExecutor"):
        concurrent.futures.ProcessPoolExecutor = ProcessPoolExecutor  # type: ignore[misc]


def into_joblib(module: ModuleType) -> None:
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
