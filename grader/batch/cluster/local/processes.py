"""Starts workers as processes of this machine, which end with the batch.

Each of them would import for two seconds. They are forked from one process that has imported
everything and does nothing else: this process has threads by then, and what they hold at the moment
of a fork nobody in the child gives back.
"""

from __future__ import annotations

import logging
import multiprocessing
import os
import signal
import threading
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from multiprocessing import forkserver, resource_tracker
from types import FrameType
from typing import Any

from distributed import Client, Nanny, SpecCluster, Worker, utils

from grader.batch.cluster.keys import keys_of_one_run
from grader.batch.cluster.steady import SteadyScheduler

IMPORTED = ("distributed.nanny", "distributed.worker", "grader.batch.cluster.worker")
"""Before the workers are forked."""
FORKED = {"distributed.worker.multiprocessing-method": "forkserver"}
"""How dask is set here."""
ENDING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
HERE = "127.0.0.1"
SYNC_S = 60
"""Between two looks of dask's at what it has started."""


@contextmanager
def started_here(workers: int, resources: Mapping[str, float]) -> Iterator[Client]:
    """A client of a cluster of so many processes, each of which offers these `resources`.

    Only who holds the certificates, made for this run and kept in memory, can speak to it: other
    users of this machine can't.
    """
    begin_to_import()
    security = keys_of_one_run()
    common = {"security": security, "dashboard": False}
    places = {"protocol": ["tls://", "inproc://"], "host": [HERE, None], "port": [0, 0]}
    """Where the scheduler listens: for workers, and for this process, in which it is itself."""
    worker = {
        **common,
        "host": HERE,
        "protocol": "tls://",
        "nthreads": 1,
        "memory_limit": 0,
        "silence_logs": logging.CRITICAL,
        "worker_class": WorkerHere,
        "resources": dict(resources),
        "env": dict(os.environ),
    }
    with ExitStack() as held:
        with signals_wait():
            cluster = held.enter_context(
                SpecCluster(
                    workers={
                        number: {"cls": Nanny, "options": worker} for number in range(workers)
                    },
                    scheduler={"cls": SteadyScheduler, "options": common | places},
                    security=security,
                    silence_logs=logging.CRITICAL,
                    scheduler_sync_interval=SYNC_S,
                )
            )
            client = held.enter_context(
                Client(
                    cluster.scheduler.listeners[1].contact_address,
                    loop=cluster.loop,
                    security=security,
                    set_as_default=False,
                )
            )
        yield client


class WorkerHere(Worker):
    """dask's, to which Ctrl-C means nothing: a terminal sends it to every process, and the one that
    started the others ends them.
    """

    def __init__(self, *given: Any, **named: Any) -> None:
        """As dask's; in the main thread of a process of its own."""
        super().__init__(*given, **named)
        signal.signal(signal.SIGINT, _let_pass)  # ignored, it would be by all that is started, too
        signal.pthread_sigmask(signal.SIG_UNBLOCK, ENDING)


def _let_pass(number: int, frame: FrameType | None) -> None:
    del number, frame


@contextmanager
def signals_wait() -> Iterator[None]:
    """Hold back what asks for the end of this program until it can be ended in order: dask leaves
    processes and tracebacks behind where it is interrupted while it starts.

    The mask is this thread's and what it starts inherits it; a signal that another thread of ours
    takes is kept and raised again.
    """
    kept: list[int] = []
    before: dict[int, Any] = {}
    if threading.current_thread() is threading.main_thread():
        for number in ENDING:
            handler = signal.getsignal(number)
            if handler not in (signal.SIG_IGN, None):
                before[number] = handler
                signal.signal(number, lambda number, _: kept.append(number))
    mask = signal.pthread_sigmask(signal.SIG_BLOCK, ENDING)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, mask)
        for asked, handler in before.items():
            signal.signal(asked, handler)
        if kept:
            signal.raise_signal(kept[0])


def begin_to_import() -> None:
    """Start the process from which workers are forked, where it doesn't run; nothing is waited
    for.
    """
    multiprocessing.get_context("forkserver").set_forkserver_preload(list(IMPORTED))
    utils._forkserver_preload_set = True  # noqa: SLF001 - its own list is longer, pandas on it
    resource_tracker.ensure_running()  # would let signals through if it were started below
    with signals_wait():  # it, and what it forks, are interrupted neither
        forkserver.ensure_running()
