"""Reaches a cluster: one that is there, or one of processes that are started here."""

from __future__ import annotations

import ipaddress
import json
import logging
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import dask
from distributed import Client
from distributed.security import Security
from distributed.versions import VersionMismatchWarning

from grader.batch.cluster.keys import security_of
from grader.batch.cluster.local.processes import FORKED, begin_to_fork, started_here
from grader.batch.cluster.worker import dask_versions, resources, same_program
from grader.errors import GraderError, PrerequisiteError
from grader.host.files import read_whole

CONNECT_TIMEOUT_S = 30
MAX_FILE_BYTES = 10 * 1024**2
"""Of the scheduler's file, which tells of its workers, too."""
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
    "distributed.nanny.pre-spawn-environ": {},  # memory given back at every turn, to be zeroed anew
}
"""How dask is set for this program's schedulers, workers and clients."""


FORM = "an address is tls://HOST:PORT; a file is what --scheduler-file wrote"
"""Of what names a cluster."""


@dataclass(frozen=True, slots=True)
class ClusterAddress:
    """Which cluster a batch runs on."""

    cluster: str = ""
    """A scheduler's address, or the file that it wrote."""
    workers: int = 0
    """How many processes to start here instead."""
    keys: Path | None = None
    """Folder of the certificates; None for the user's own, where they are there."""


def prepare(address: ClusterAddress) -> None:
    """Begin with what takes a while and needs nothing else yet.

    Raises GraderError where the address is none, or would be reached without certificates.
    """
    if address.workers:
        begin_to_fork()
    else:
        required_security(scheduler_address(address.cluster), address.keys)


@contextmanager
def connected(address: ClusterAddress) -> Iterator[Client]:
    """A client of the cluster; one that was started here ends with it.

    Raises GraderError where it can't be reached, or would be reached without certificates.
    """
    with dask.config.set(SETTINGS), quiet():
        if address.workers:
            with dask.config.set(FORKED), started_here(address.workers, resources(1)) as client:
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
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", VersionMismatchWarning)  # said below, in a sentence
                client = Client(
                    where, security=security, timeout=CONNECT_TIMEOUT_S, set_as_default=False
                )
        except (OSError, TimeoutError, ValueError) as error:
            raise PrerequisiteError(
                f"the cluster at {where} can't be reached: {_reason(error)}",
                hint="is its scheduler running, and are the certificates its own?",
            ) from None
        with client:
            _require_same_dask(client, where)
            yield client


def _require_same_dask(client: Client, where: str) -> None:
    """Raise PrerequisiteError where the scheduler has another version of dask: the two understand
    each other in part only, and what goes wrong then says nothing.
    """
    scheduler: Any = client.scheduler
    there = client.sync(scheduler.versions)["packages"]
    different = [
        f"{name} {there.get(name)} (here {have})"
        for name, have in dask_versions().items()
        if there.get(name) != have
    ]
    if different:
        raise PrerequisiteError(
            f"the scheduler at {where} has {' and '.join(different)}",
            hint="install the same versions on all machines of the cluster",
        )


def scheduler_address(cluster: str) -> str:
    """The address that was given, or that stands in the scheduler's file. Raises GraderError."""
    path = Path(cluster)
    if not path.is_file():
        if "://" not in cluster:
            raise GraderError(f"{cluster}: neither a scheduler's file nor an address", hint=FORM)
        return _address(cluster)
    try:
        written = json.loads(read_whole(path, most_bytes=MAX_FILE_BYTES))["address"]
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        raise GraderError(
            f"{cluster}: not a scheduler's file", hint="start the scheduler with --scheduler-file"
        ) from None
    return _address(str(written))


def _address(said: str) -> str:
    """What was said, where it is an address. Raises GraderError."""
    try:
        parts = urlsplit(said)
        if parts.scheme in ("tcp", "tls") and parts.hostname and parts.port:
            return said
    except ValueError:  # a port that is no number
        pass
    raise GraderError(f"{said}: no scheduler's address", hint=FORM)


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
        str(one["name"])
        for one in workers.values()
        if same_program() not in one.get("resources", {})
    ]
    if workers and len(strangers) == len(workers):
        raise PrerequisiteError(
            "no worker of the cluster has the versions that this machine has: "
            + ", ".join(strangers[:5]),
            hint="`grader cluster status` names them; install the same versions everywhere",
        )


def _reason(error: BaseException) -> str:
    return str(error).splitlines()[0][:200] if str(error) else type(error).__name__
