"""Runs a scheduler or a worker of a cluster on this machine until it is ended."""

from __future__ import annotations

import asyncio
import os
import signal
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import dask
from distributed import Nanny, Scheduler

from grader.batch.cluster.connection import SETTINGS, required_security, scheduler_address
from grader.batch.cluster.worker import resources
from grader.sandbox import require_protection
from grader.scheduling import allowed_cores, memory_now, slots_that_fit

FILE_TIMEOUT_S = 300.0
"""How long a worker waits for the scheduler's file: a batch system starts both at once."""
LOOK_AGAIN_S = 1.0


@dataclass(frozen=True, slots=True)
class NodeSettings:
    """Where a party of a cluster listens, and what it shows the others."""

    cluster: str
    """A scheduler's address, or the file that it writes."""
    keys: Path | None = None
    host: str | None = None
    """ClusterAddress or name that others reach this machine by; None: as the system says."""


def run_scheduler(
    file: Path, place: NodeSettings, *, port: int, say: Callable[[str], None]
) -> None:
    """Run a scheduler until a signal ends it; its address is written into `file`.

    Raises GraderError where others could reach it and there are no certificates.
    """
    security = required_security(place.host or "", place.keys)
    protocol = "tls" if security is not None else "tcp"

    async def serve() -> None:
        async with Scheduler(
            host=place.host,
            port=port,
            protocol=protocol,
            security=security,
            dashboard=False,
            scheduler_file=str(file),
        ) as scheduler:
            say(f"the scheduler listens at {scheduler.address}; Ctrl-C ends it")
            await _until_a_signal(scheduler.finished())

    with dask.config.set(SETTINGS):
        asyncio.run(serve())


def run_worker(
    place: NodeSettings, *, slots: int | None, graphics: int, say: Callable[[str], None]
) -> None:
    """Run a worker until a signal ends it, or its scheduler does.

    Raises SandboxUnavailable where this machine can't keep a notebook in, GraderError where the
    scheduler's file doesn't come.
    """
    require_protection()
    count = slots or slots_that_fit(len(allowed_cores()), memory_now().available_bytes)

    address = _address(place.cluster)
    security = required_security(address, place.keys)

    async def work() -> None:
        async with Nanny(
            address,
            nthreads=count,
            name=f"{os.uname().nodename}-{os.getpid()}",
            memory_limit=0,
            host=place.host,
            resources=resources(count, graphics=graphics),
            security=security,
        ) as nanny:
            say(f"{nanny.worker_address} grades {count} notebooks at a time for {address}")
            await _until_a_signal(nanny.finished())

    with dask.config.set(SETTINGS):
        asyncio.run(work())


def _address(cluster: str) -> str:
    """The scheduler's address; a file that isn't there yet is waited for."""
    give_up = time.monotonic() + FILE_TIMEOUT_S
    while "://" not in cluster and not Path(cluster).is_file() and time.monotonic() < give_up:
        time.sleep(LOOK_AGAIN_S)
    return scheduler_address(cluster)


async def _until_a_signal(ended: Awaitable[Any]) -> None:
    """Wait for the end of the party, or for the first signal that asks for it."""
    loop, asked = asyncio.get_running_loop(), asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        loop.add_signal_handler(number, asked.set)
    waiting = [asyncio.ensure_future(ended), asyncio.create_task(asked.wait())]
    await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
    for one in waiting:
        one.cancel()
