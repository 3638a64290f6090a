"""Starts workers as processes of this machine, which end with the batch.

Each of them would import for two seconds. They are forked from one process that has imported
everything and does nothing else: this process has threads by then, and what they hold at the moment
of a fork nobody in the child gives back.
"""

from __future__ import annotations

import logging
import os
import signal
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from types import FrameType
from typing import Any

from distributed import Client, Nanny, SpecCluster, Worker, utils

from grader.batch.cluster.keys import keys_of_one_run
from grader.batch.cluster.steady import SteadyScheduler
from grader.host.forking import ENDING, begin_to_import, signals_wait

IMPORTED = ("grader.batch.cluster.local.ready",)
"""Before the workers are forked."""
FORKED = {"distributed.worker.multiprocessing-method": "forkserver"}
"""How dask is set here."""
HERE = "127.0.0.1"
SYNC_S = 60
"""Between two looks of dask's at what it has started."""


@contextmanager
def started_here(workers: int, resources: Mapping[str, float]) -> Iterator[Client]:
    """A client of a cluster of so many processes, each of which offers these `resources`.

    Only who holds the certificates, made for this run and kept in memory, can speak to it: other
    users of this machine can't.
    """
    begin_to_fork()
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


def begin_to_fork() -> None:
    """Start the process from which workers are forked, where it doesn't run; nothing is waited
    for.
    """
    utils._forkserver_preload_set = True  # noqa: SLF001 - dask's own list is longer, pandas on it
    begin_to_import(IMPORTED)
