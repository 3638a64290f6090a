"""Reaches a cluster: one that is there, or one of processes that are started here."""

from __future__ import annotations

import ipaddress
import json
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import dask
from distributed import Client, LocalCluster
from distributed.security import Security

from grader.batch.cluster.keys import security_of
from grader.batch.cluster.worker import alike, resources
from grader.errors import GraderError, PrerequisiteError

CONNECT_TIMEOUT_S = 30
SETTINGS = {
    "distributed.scheduler.allowed-failures": 0,  # the engine counts, and says why
    "distributed.scheduler.worker-saturation": 1.0,  # a hand-in waits at the scheduler
    "distributed.worker.memory.target": False,  # a watchdog of ours bounds sandboxed children
    "distributed.worker.memory.spill": False,
    "distributed.worker.memory.pause": False,
    "distributed.worker.memory.terminate": False,
    "distributed.worker.daemon": False,  # it starts processes
    "distributed.scheduler.worker-ttl": "90s",  # a worker that hangs is lost
    "distributed.comm.timeouts.tcp": "90s",  # a network that drops for half a minute is not
    "distributed.admin.large-graph-warning-threshold": "1GiB",
    "distributed.scheduler.http.routes": [],  # they name hand-ins, and ask for no certificate
    "distributed.worker.http.routes": [],
    "distributed.worker.profile.enabled": False,  # a hundred looks a second, in every party
    "distributed.admin.tick.interval": "500ms",  # fifty
    "distributed.admin.system-monitor.interval": "5s",
}
"""How dask is set for this program's schedulers, workers and clients."""


@dataclass(frozen=True, slots=True)
class ClusterAddress:
    """Which cluster a batch runs on."""

    cluster: str = ""
    """A scheduler's address, or the file that it wrote."""
    workers: int = 0
    """How many processes to start here instead."""
    keys: Path | None = None
    """Folder of the certificates; None for the user's own, where they are there."""


@contextmanager
def connected(address: ClusterAddress) -> Iterator[Client]:
    """A client of the cluster; one that was started here ends with it.

    Raises GraderError where it can't be reached, or would be reached without certificates.
    """
    with dask.config.set(SETTINGS), quiet():
        if address.workers:
            with _started_here(address.workers) as client:
                yield client
            return
        with client_of(address) as client:
            _look_at_workers(client)
            yield client


@contextmanager
def quiet() -> Iterator[None]:
    """Keep what dask says of lost connections to itself: the batch says what matters."""
    loggers = [logging.getLogger(name) for name in ("distributed", "distributed.client")]
    before = [logger.level for logger in loggers]
    for logger in loggers:
        logger.setLevel(logging.CRITICAL + 1)
    try:
        yield
    finally:
        for logger, level in zip(loggers, before, strict=True):
            logger.setLevel(level)


@contextmanager
def client_of(address: ClusterAddress) -> Iterator[Client]:
    """A client of a cluster that is there. Raises GraderError where it can't be reached."""
    where = scheduler_address(address.cluster)
    security = required_security(where, address.keys)
    with dask.config.set(SETTINGS), quiet():
        try:
            client = Client(
                where, security=security, timeout=CONNECT_TIMEOUT_S, set_as_default=False
            )
        except (OSError, TimeoutError, ValueError) as error:
            raise PrerequisiteError(
                f"the cluster at {where} can't be reached: {_reason(error)}",
                hint="is its scheduler running, and are the certificates its own?",
            ) from None
        with client:
            yield client


@contextmanager
def _started_here(workers: int) -> Iterator[Client]:
    """Only who holds the certificates, made for this run and kept in memory, can speak to it: other
    users of this machine can't.
    """
    security = Security.temporary()
    with (
        LocalCluster(
            n_workers=workers,
            threads_per_worker=1,
            memory_limit=0,
            protocol="tls://",
            security=security,
            dashboard_address=None,
            silence_logs=logging.CRITICAL,
            resources=resources(1),
        ) as cluster,
        Client(cluster, security=security) as client,
    ):
        yield client


def scheduler_address(cluster: str) -> str:
    """The address that was given, or that stands in the scheduler's file. Raises GraderError."""
    path = Path(cluster)
    if not path.is_file():
        if "://" not in cluster:
            raise GraderError(
                f"{cluster}: neither a scheduler's file nor an address",
                hint="an address is tls://HOST:PORT; a file is what --scheduler-file wrote",
            )
        return cluster
    try:
        written = json.loads(path.read_bytes())["address"]
    except (OSError, ValueError, KeyError, TypeError):
        raise GraderError(
            f"{cluster}: not a scheduler's file", hint="start the scheduler with --scheduler-file"
        ) from None
    return str(written)


def is_loopback(address: str) -> bool:
    """Whether an address can be reached from this machine only."""
    host = urlsplit(address).hostname or ""
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def required_security(where: str, keys: Path | None) -> Security | None:
    """The certificates for an address or a host, which only one that no other machine can reach may
    do without. Raises GraderError where there are none.
    """
    security = security_of(keys)
    if "://" not in where:
        where = f"{'tcp' if security is None else 'tls'}://{where or 'every-address'}"
    encrypted = where.startswith("tls://")
    if encrypted and security is not None:
        return security
    if encrypted or not is_loopback(where):
        raise GraderError(
            f"{where}: a scheduler that others can reach needs certificates, and speaks tls://",
            hint="`grader cluster keys` makes them; docs/cluster.md says how they are used",
        )
    return None


def _look_at_workers(client: Client) -> None:
    """Raises GraderError where workers are there and none of them has this program."""
    workers: dict[str, Any] = client.scheduler_info(n_workers=-1)["workers"]
    strangers = [
        str(one["name"]) for one in workers.values() if alike() not in one.get("resources", {})
    ]
    if workers and len(strangers) == len(workers):
        raise PrerequisiteError(
            "no worker of the cluster has the versions that this machine has: "
            + ", ".join(strangers[:5]),
            hint="`grader cluster status` names them; install the same versions everywhere",
        )


def _reason(error: BaseException) -> str:
    return str(error).splitlines()[0][:200] if str(error) else type(error).__name__
