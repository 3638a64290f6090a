"""A scheduler and workers on loopback, processes of the real commands, which can be disturbed."""

from __future__ import annotations

import socket
import subprocess
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Self, TypeVar

from distributed import Client

from benchmarks.cluster.batch import Batch
from benchmarks.cluster.parties import (
    READY_S,
    clock_ahead_library,
    end,
    name_of,
    process_at_work,
    start,
    wait_until,
    with_a_tiny_disk,
)
from benchmarks.cluster.relay import Relay
from grader.batch.cluster.connection import quiet

Asked = TypeVar("Asked")
WORKERS = 2


class Cluster:
    """A scheduler and workers on loopback, two unless it is said; everything ends with it."""

    def __init__(
        self,
        folder: Path,
        *,
        relayed: bool = False,
        full_disk: bool = False,
        clock_ahead: bool = False,
        own_caches: bool = False,
        cores: Sequence[int] = (),
    ) -> None:
        """Start nothing yet; `full_disk` and `clock_ahead` concern the first of the workers. With
        `own_caches` no worker has what another one keeps; with `cores` there is one on each.
        """
        folder.mkdir()
        self._folder, self._first_disk, self._first_clock = folder, full_disk, clock_ahead
        with socket.create_server(("127.0.0.1", 0)) as free:
            self._port = free.getsockname()[1]
        self._relay = Relay(self._port) if relayed else None
        self._scheduler: subprocess.Popen[bytes] | None = None
        self._workers: list[subprocess.Popen[bytes]] = []
        self._logs, self._own_caches, self._cores = 0, own_caches, cores

    def __enter__(self) -> Self:
        self.start_scheduler()
        first: list[str] = []
        environment = {}
        if self._first_disk:
            first = with_a_tiny_disk(self._folder / "disk")
            environment["TMPDIR"] = str(self._folder / "disk")
        if self._first_clock:
            environment["LD_PRELOAD"] = str(clock_ahead_library(self._folder))
        for core in self._cores:
            self.start_worker(within=["taskset", "--cpu-list", str(core)])
        if not self._cores:
            self.start_worker(within=first, **environment)
            self.start_worker()
        return self

    def __exit__(self, *_: object) -> None:
        for process in (*self._workers, self._scheduler):
            if process is not None:
                end(process)
        if self._relay is not None:
            self._relay.close()

    @property
    def address(self) -> str:
        """For workers and batches."""
        port = self._relay.port if self._relay is not None else self._port
        return f"tcp://127.0.0.1:{port}"

    def batch(self, hand_ins: Path, out: Path, policy: str) -> Batch:
        """Begin one."""
        return Batch(self.address, hand_ins, out, policy)

    def wait_for_workers(self) -> None:
        """Until all are there that were started and not ended; those in place of lost ones, too."""
        while len(self._workers) < (len(self._cores) or WORKERS):
            self.start_worker()
        names = {name_of(worker) for worker in self._workers}
        wait_until(lambda: all(map(self._has_joined, names)))

    def _has_joined(self, name: str) -> bool:
        return any(joined.startswith(name) for joined in self._asked(_joined).values())

    def first_had_a_hand_in(self) -> bool:
        """Whether the first of the workers began to grade one."""
        first = name_of(self._workers[0])
        return any(name.startswith(first) for name in self._asked(_began))

    def start_scheduler(self) -> None:
        """At the address of the one before; returns when it listens."""
        file = self._folder / "scheduler.json"
        file.unlink(missing_ok=True)
        words = ("cluster", "scheduler", "--scheduler-file", str(file), "--host", "127.0.0.1")
        self._scheduler = self._started(*words, "--port", str(self._port))
        wait_until(file.is_file)

    def start_worker(self, *, within: list[str] | None = None, **environment: str) -> None:
        """Returns when it is about to join."""
        if self._own_caches:
            environment["XDG_CACHE_HOME"] = str(self._folder / f"cache-{len(self._workers)}")
        words = ("worker", "--scheduler-file", self.address, "--slots", "1")
        worker = self._started(*words, "--host", "127.0.0.1", within=within or [], **environment)
        self._workers.append(worker)
        wait_until(lambda: process_at_work(worker) is not None)

    def kill_a_worker(self) -> bool:
        """Kill -9 of the process that grades; its parent starts another. Whether it was there."""
        process = process_at_work(self._workers[-1])
        if process is not None:
            process.kill()
        return process is not None

    def kill_a_machine(self) -> bool:
        """Kill -9 of the process that grades and of its parent; whether they were there."""
        worker = self._workers.pop()
        process = process_at_work(worker)
        worker.kill()
        if process is not None:
            process.kill()
        worker.wait()
        return process is not None

    def stop_a_worker(self) -> bool:
        """SIGSTOP, and nobody sends SIGCONT; whether it was there."""
        process = process_at_work(self._workers[-1])
        if process is not None:
            process.suspend()
        return process is not None

    def end_a_worker(self) -> None:
        """As a person does, or a batch system."""
        end(self._workers.pop(0))

    def kill_scheduler(self) -> None:
        """Kill -9."""
        assert self._scheduler is not None
        self._scheduler.kill()
        self._scheduler.wait()

    def drop_network(self, seconds: float) -> None:
        """Pass on no byte to the scheduler or from it."""
        assert self._relay is not None
        self._relay.drop(seconds)

    def _asked(self, what: Callable[[Client], Asked]) -> Asked:
        """Ask the scheduler."""
        with (
            quiet(),
            Client(
                f"tcp://127.0.0.1:{self._port}", timeout=READY_S, set_as_default=False
            ) as client,
        ):
            return what(client)

    def _started(
        self, *words: str, within: list[str] | None = None, **environment: str
    ) -> subprocess.Popen[bytes]:
        self._logs += 1
        log = self._folder / f"{self._logs}.log"
        return start(*words, log=log, within=within or [], **environment)


def _joined(client: Client) -> dict[str, str]:
    """Names of the workers, by their addresses."""
    workers = client.scheduler_info(n_workers=-1)["workers"]
    return {address: str(one["name"]) for address, one in workers.items()}


def _began(client: Client) -> list[str]:
    """Names of the workers that began a hand-in, for each of them."""
    names = _joined(client)
    return [
        names.get(said["worker"], "")
        for events in client.get_events().values()
        for _, said in events
        if isinstance(said, dict) and said.get("what") == "begun"
    ]
