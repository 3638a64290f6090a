"""Runs a scheduler or a worker of a cluster on this machine until it is ended."""

from __future__ import annotations

import asyncio
import errno
import importlib.util
import json
import os
import secrets
import signal
import socket
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import dask
from distributed import Nanny, Scheduler
from distributed.diagnostics.plugin import SchedulerPlugin
from distributed.security import Security

from grader.batch.cluster.connection import SETTINGS, required_security, scheduler_address
from grader.batch.cluster.steady import SteadyScheduler
from grader.batch.cluster.worker import plugin_name, resources
from grader.errors import GraderError, OutputError, PrerequisiteError
from grader.host.files import write_text
from grader.sandbox import require_protection
from grader.scheduling import allowed_cores, memory_now, slots_that_fit

FILE_TIMEOUT_S = 300.0
"""How long a worker waits for the scheduler's file: a batch system starts both at once."""
FORGET_S = 1.0
"""After a batch's connection has ended, until the workers drop what it had brought: it may come
back.
"""
END_S = 20.0
"""How long a worker may take to end its processes; Slurm kills it after 30 s."""
RETURN_S = 60.0
"""How long a worker whose scheduler is lost waits for one in its place."""
LOOK_AGAIN_S = 1.0
ONLY_HERE = "127.0.0.1"
"""Where dask's own pages may be looked at: they show names of students to whoever comes."""
PAGES = [
    "distributed.http.scheduler.info",
    "distributed.http.scheduler.json",
    "distributed.http.statics",
]


@dataclass(frozen=True, slots=True)
class NodeSettings:
    """Where a party of a cluster listens, and what it shows the others."""

    cluster: str
    """A scheduler's address, or the file that it writes."""
    keys: Path | None = None
    host: str | None = None
    """Address or name that others reach this machine by; None: as the system says."""
    worker_port: str = "0"
    """Of a worker, and of the process that watches over it: a port, FIRST:LAST, or 0 for any."""
    nanny_port: str = "0"


def run_scheduler(
    file: Path,
    place: NodeSettings,
    *,
    port: int,
    dashboard: int | None = None,
    say: Callable[[str], None],
) -> None:
    """Run a scheduler until a signal ends it; its address is written into `file`. With a port for
    dask's dashboard, that is shown to this machine.

    Raises GraderError where others could reach it and there are no certificates, or where it can't
    listen.
    """
    settings = SETTINGS
    if dashboard is not None:
        if importlib.util.find_spec("bokeh") is None:
            raise PrerequisiteError("dask's dashboard needs bokeh", hint="pip install bokeh")
        settings = SETTINGS | {"distributed.scheduler.http.routes": PAGES}
    security = required_security(place.host or "", place.keys)
    protocol = "tls" if security is not None else "tcp"

    async def serve() -> None:
        async with SteadyScheduler(
            host=place.host,
            port=port,
            protocol=protocol,
            security=security,
            dashboard=dashboard is not None,
            dashboard_address=f"{ONLY_HERE}:{dashboard or 0}",
        ) as scheduler:
            scheduler.add_plugin(ForgetsEndedBatches())
            with _announced(scheduler, file):
                say(f"the scheduler listens at {scheduler.address}; Ctrl-C ends it")
                if dashboard is not None:
                    pages = f"http://{ONLY_HERE}:{scheduler.http_server.port}/status"
                    say(f"dask's dashboard, for this machine only: {pages}")
                await _until_a_signal(scheduler.finished())

    with dask.config.set(settings), _explained(f"no scheduler can listen here, port {port}"):
        asyncio.run(serve())


def run_worker(
    place: NodeSettings, *, slots: int | None, graphics: int, say: Callable[[str], None]
) -> None:
    """Run a worker until a signal ends it. Where its scheduler is lost, it goes on with another
    one at the same address or in the same file, if one is there in time.

    Raises SandboxUnavailable where this machine can't sandbox a notebook, GraderError where its
    ports are taken, the scheduler's file doesn't come or the scheduler doesn't answer.
    """
    require_protection()
    _require_port(place.host, place.worker_port, "--worker-port")
    _require_port(place.host, place.nanny_port, "--nanny-port")
    count = slots or slots_that_fit(len(allowed_cores()), memory_now().available_bytes)
    offered = resources(count, graphics=graphics)
    lost_at = None
    while lost_at is None or time.monotonic() - lost_at < RETURN_S:
        address = _address(place.cluster, say)
        security = required_security(address, place.keys)
        work = _work(address, place, security, count, offered, say)
        try:
            with (
                dask.config.set(SETTINGS),
                _explained(f"the scheduler at {address} can't be joined"),
            ):
                if asyncio.run(work):
                    return
            lost_at = time.monotonic()
            say(f"the scheduler at {address} is lost; waits {RETURN_S:.0f} s for one in its place")
        except PrerequisiteError:
            if lost_at is None:
                raise
            time.sleep(LOOK_AGAIN_S)


def _require_port(host: str | None, ports: str, option: str) -> None:
    """Raise PrerequisiteError where none of these ports is free: of a worker, dask says only that
    it failed to start.
    """
    first, _, last = ports.partition(":")
    family = socket.AF_INET6 if ":" in (host or "") else socket.AF_INET
    why = ""
    for port in range(int(first), int(last or first) + 1):
        try:
            with socket.create_server((host or "", port), family=family):
                return
        except OSError as error:
            if error.errno not in (errno.EADDRINUSE, errno.EACCES):
                return  # a host that is not here: dask says so
            why = os.strerror(error.errno)
    raise PrerequisiteError(
        f"no worker can listen here, port {ports}: {why}",
        hint=f"give a free one with {option}, or several as FIRST:LAST",
    )


async def _work(  # noqa: PLR0917 - as the worker is started
    address: str,
    place: NodeSettings,
    security: Security | None,
    count: int,
    offered: dict[str, float],
    say: Callable[[str], None],
) -> bool:
    """Be a worker; returns whether a signal ended it."""
    async with Nanny(
        address,
        nthreads=count,
        name=f"{os.uname().nodename}-{os.getpid()}-{secrets.token_hex(2)}",  # alike in containers
        memory_limit=0,
        host=place.host,
        port=place.nanny_port,
        worker_port=place.worker_port,
        dashboard_address=f"{ONLY_HERE}:0",
        resources=offered,
        security=security,
    ) as nanny:
        say(f"{nanny.worker_address} grades {count} notebooks at a time for {address}")
        asked = await _until_a_signal(nanny.finished())
        await nanny.close(timeout=END_S)
        return asked


@contextmanager
def _announced(scheduler: Scheduler, file: Path) -> Iterator[None]:
    """Write where the scheduler is into a file, whole or not at all: workers wait for it. Raises
    OutputError where that can't be done.
    """
    said = json.dumps(scheduler.identity(), indent=2)
    try:
        write_text(file, said)
    except OSError as error:
        raise OutputError.of(error, file) from None
    try:
        yield
    finally:
        with suppress(OSError):
            if file.read_text("utf-8") == said:
                file.unlink()


class ForgetsEndedBatches(SchedulerPlugin):
    """Takes from the workers what a batch had brought that was killed, or whose machine is lost:
    one that ends does so itself.
    """

    name = "grader forgets"

    def __init__(self, *, after_s: float = FORGET_S) -> None:
        """Nothing is forgotten yet."""
        self._after_s = after_s
        self._forgetting: set[asyncio.Task[None]] = set()

    def remove_client(self, scheduler: Scheduler, client: str) -> None:
        """Hear that a connection has ended."""
        task = asyncio.get_running_loop().create_task(self._forget(scheduler, client))
        self._forgetting.add(task)
        task.add_done_callback(self._forgetting.discard)

    async def _forget(self, scheduler: Scheduler, client: str) -> None:
        await asyncio.sleep(self._after_s)
        name = plugin_name(client)
        if client not in scheduler.clients and name in scheduler.worker_plugins:
            await scheduler.unregister_worker_plugin(comm=None, name=name)


@contextmanager
def _explained(what: str) -> Iterator[None]:
    """Say in a sentence why a party of the cluster didn't start: dask wraps the reason."""
    try:
        yield
    except (OSError, RuntimeError) as error:
        reason = error.__cause__ or error
        raise PrerequisiteError(
            f"{what}: {reason}",
            hint="is the address right, the scheduler running, and are the certificates its own?",
        ) from error


def _address(cluster: str, say: Callable[[str], None]) -> str:
    """The scheduler's address; a file that isn't there yet is waited for."""
    give_up = time.monotonic() + FILE_TIMEOUT_S
    if _is_something_else(cluster):
        return scheduler_address(cluster)
    if not _is_known(cluster):
        say(
            f"waits {FILE_TIMEOUT_S:.0f} s for the scheduler's file {cluster}; an address would be "
            f"tls://HOST:PORT"
        )
    while not _is_known(cluster) and time.monotonic() < give_up:
        time.sleep(LOOK_AGAIN_S)
    return scheduler_address(cluster)


def _is_known(cluster: str) -> bool:
    """Whether it is an address, or a file that is there and holds one."""
    with suppress(GraderError):
        return bool(scheduler_address(cluster))
    return False


def _is_something_else(cluster: str) -> bool:
    """Whether a folder, or a file that no scheduler is just writing, has the name: waiting would
    change nothing.
    """
    path = Path(cluster)
    try:
        return path.is_dir() or (path.is_file() and path.read_bytes()[:1] not in (b"", b"{"))
    except OSError:
        return False


async def _until_a_signal(ended: Awaitable[Any]) -> bool:
    """Wait for the end of the party, or for the first signal that asks for it; whether one did."""
    loop, asked = asyncio.get_running_loop(), asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        loop.add_signal_handler(number, asked.set)
    waiting = [asyncio.ensure_future(ended), asyncio.create_task(asked.wait())]
    await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
    for one in waiting:
        one.cancel()
    return asked.is_set()
