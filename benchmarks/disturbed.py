"""Runs a scheduler, two workers and a batch as processes of the real commands, and disturbs
them.
"""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Self, TypeVar

import psutil
from distributed import Client

from grader.batch.cluster.connection import quiet
from tests.cli.timeless import says
from tests.hostile.packing import notebook

Asked = TypeVar("Asked")
WORKERS = 2
GRADER = Path(sys.executable).with_name("grader")
BATCH = ("batch", "--assignment", "digits", "--no-pdf")
PATIENCE_S = 600.0
"""For a batch, disturbed or not."""
READY_S = 120.0
"""For a party of the cluster to be there."""
LOOK_AGAIN_S = 0.1
INTAKE = "intake.json"
"""Of a batch that has begun."""
TINY = "200k"
"""Of a disk on which no assignment has room."""
AHEAD = r"""
#define _GNU_SOURCE
#include <dlfcn.h>
#include <time.h>
int clock_gettime(clockid_t clock, struct timespec *now) {
    static int (*real)(clockid_t, struct timespec *);
    if (!real) real = dlsym(RTLD_NEXT, "clock_gettime");
    int failed = real(clock, now);
    if (clock == CLOCK_REALTIME) now->tv_sec += 3600;
    return failed;
}
time_t time(time_t *where) {
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    if (where) *where = now.tv_sec;
    return now.tv_sec;
}
"""
"""A clock that is an hour ahead, for the programs that are started with it."""


def class_of(folder: Path, count: int) -> None:
    """So many hand-ins, no two of which say the same."""
    for number in range(count):
        path = folder / f"student{number:02}" / "a.ipynb"
        path.parent.mkdir(parents=True)
        path.write_bytes(notebook(f"print({number})"))


def graded_here(hand_ins: Path, out: Path, policy: str) -> None:
    """Grade a class on this machine, as it is without a cluster."""
    subprocess.run(
        [GRADER, *BATCH, "--policy", policy, hand_ins, "--out", out, "--jobs", "1"],
        check=True,
        capture_output=True,
        timeout=PATIENCE_S,
    )


def difference(one: Path, other: Path) -> list[str]:
    """The files that are not in both folders, or say something else but for times."""
    here, there = says(one), says(other)
    return sorted(
        name
        for name in here.keys() | there.keys()
        if name not in here or name not in there or here[name] != there[name]
    )


class Batch:
    """A batch that is under way."""

    def __init__(self, cluster: str, hand_ins: Path, out: Path, policy: str) -> None:
        self._out = out
        self._process = _start(
            *BATCH,
            "--policy",
            policy,
            str(hand_ins),
            "--out",
            str(out),
            "--cluster",
            cluster,
            log=out.with_suffix(".log"),
        )

    def begins(self) -> float:
        """Wait until it has looked at the hand-ins, or is over; when that was."""
        while self.is_running() and not (self._out / INTAKE).exists():
            time.sleep(LOOK_AGAIN_S)
        return time.monotonic()

    def is_running(self) -> bool:
        """Whether it is not over."""
        return self._process.poll() is None

    def done(self) -> int:
        """How many hand-ins have a result in its folder."""
        return len(list(self._out.glob("submissions/*/records/done.json")))

    def works_for(self, seconds: float, hand_ins: int) -> bool:
        """Wait; whether it runs and some of its hand-ins have no result yet."""
        until = time.monotonic() + seconds
        while self.is_running() and self.done() < hand_ins:
            if time.monotonic() > until:
                return True
            time.sleep(LOOK_AGAIN_S)
        return False

    def kill(self) -> None:
        """Kill -9."""
        self._process.kill()

    def wait(self) -> int:
        """Wait for its end; what it ended with."""
        return self._process.wait(PATIENCE_S)

    def finish(self, hand_ins: int = 1) -> tuple[float, float]:
        """Wait for its end, which is a good one; after how long its first hand-in was done, and
        after how long all were.
        """
        began = self.begins()
        self.works_for(PATIENCE_S, 1)
        first_s = time.monotonic() - began
        self.works_for(PATIENCE_S, hand_ins)
        all_s = time.monotonic() - began
        if self.wait():
            raise RuntimeError("an undisturbed batch fails")
        return first_s, all_s


class Relay:
    """Passes on what comes to an address of its own, while the network is there."""

    def __init__(self, port: int) -> None:
        self._to, self._there = port, threading.Event()
        self._there.set()
        self._listens = socket.create_server(("127.0.0.1", 0))
        self.port = self._listens.getsockname()[1]
        _in_background(self._accept)

    def drop(self, seconds: float) -> None:
        """Pass on nothing for a while; nobody is told."""
        self._there.clear()
        time.sleep(seconds)
        self._there.set()

    def close(self) -> None:
        """Nobody comes any more."""
        self._listens.close()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                comes, _ = self._listens.accept()
                self._there.wait()
                goes = socket.create_connection(("127.0.0.1", self._to))
                _in_background(self._pass_on, comes, goes)
                _in_background(self._pass_on, goes, comes)

    def _pass_on(self, source: socket.socket, target: socket.socket) -> None:
        with suppress(OSError):
            while content := source.recv(65536):
                self._there.wait()
                target.sendall(content)
        for one in (source, target):
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)


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
            first = _with_a_tiny_disk(self._folder / "disk")
            environment["TMPDIR"] = str(self._folder / "disk")
        if self._first_clock:
            environment["LD_PRELOAD"] = str(_clock_ahead(self._folder))
        for core in self._cores:
            self.start_worker(within=["taskset", "--cpu-list", str(core)])
        if not self._cores:
            self.start_worker(within=first, **environment)
            self.start_worker()
        return self

    def __exit__(self, *_: object) -> None:
        for process in (*self._workers, self._scheduler):
            if process is not None:
                _end(process)
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
        names = {_name(worker) for worker in self._workers}
        _until(lambda: names <= set(self._asked(_joined).values()))

    def first_had_a_hand_in(self) -> bool:
        """Whether the first of the workers began to grade one."""
        first = _name(self._workers[0])
        return any(name == first for name in self._asked(_began))

    def start_scheduler(self) -> None:
        """At the address of the one before; returns when it listens."""
        file = self._folder / "scheduler.json"
        file.unlink(missing_ok=True)
        words = ("cluster", "scheduler", "--scheduler-file", str(file), "--host", "127.0.0.1")
        self._scheduler = self._started(*words, "--port", str(self._port))
        _until(file.is_file)

    def start_worker(self, *, within: list[str] | None = None, **environment: str) -> None:
        """Returns when it is about to join."""
        if self._own_caches:
            environment["XDG_CACHE_HOME"] = str(self._folder / f"cache-{len(self._workers)}")
        words = ("worker", "--scheduler-file", self.address, "--slots", "1")
        worker = self._started(*words, "--host", "127.0.0.1", within=within or [], **environment)
        self._workers.append(worker)
        _until(lambda: _at_work(worker) is not None)

    def kill_a_worker(self) -> bool:
        """Kill -9 of the process that grades; its parent starts another. Whether it was there."""
        process = _at_work(self._workers[-1])
        if process is not None:
            process.kill()
        return process is not None

    def kill_a_machine(self) -> bool:
        """Kill -9 of the process that grades and of its parent; whether they were there."""
        worker = self._workers.pop()
        process = _at_work(worker)
        worker.kill()
        if process is not None:
            process.kill()
        worker.wait()
        return process is not None

    def stop_a_worker(self) -> bool:
        """SIGSTOP, and nobody sends SIGCONT; whether it was there."""
        process = _at_work(self._workers[-1])
        if process is not None:
            process.suspend()
        return process is not None

    def end_a_worker(self) -> None:
        """As a person does, or a batch system."""
        _end(self._workers.pop(0))

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
        return _start(*words, log=log, within=within or [], **environment)


def _name(worker: subprocess.Popen[bytes]) -> str:
    """What it calls itself."""
    return f"{os.uname().nodename}-{worker.pid}"


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


def _start(
    *words: str, log: Path, within: list[str] | None = None, **environment: str
) -> subprocess.Popen[bytes]:
    with log.open("ab") as stream:
        return subprocess.Popen(
            [*(within or []), str(GRADER), *words],
            env={**os.environ, "GRADER_CLUSTER_KEYS": "/nonexistent", **environment},
            stdin=subprocess.DEVNULL,
            stdout=stream,
            stderr=stream,
            start_new_session=True,
        )


def _end(process: subprocess.Popen[bytes]) -> None:
    """With everything that it has started."""
    with suppress(psutil.NoSuchProcess):
        below = psutil.Process(process.pid).children(recursive=True)
        process.send_signal(signal.SIGTERM)
        for one in below:
            with suppress(psutil.NoSuchProcess):
                one.resume()
        with suppress(subprocess.TimeoutExpired):
            process.wait(15)
        for one in below:
            with suppress(psutil.NoSuchProcess):
                one.kill()
    process.kill()
    process.wait()


def _at_work(worker: subprocess.Popen[bytes]) -> psutil.Process | None:
    """The process that grades, which another one of the worker starts and starts again."""
    with suppress(psutil.NoSuchProcess):
        for child in psutil.Process(worker.pid).children(recursive=True):
            if "spawn_main" in " ".join(child.cmdline()):
                return child
    return None


def _with_a_tiny_disk(folder: Path) -> list[str]:
    """What a command is started with so that its temporary folder has hardly any room."""
    folder.mkdir()
    mounted = f'mount -t tmpfs -o size={TINY} tmpfs "{folder}" && exec "$@"'
    return ["unshare", "--user", "--map-root-user", "--mount", "sh", "-c", mounted, "sh"]


def _clock_ahead(folder: Path) -> Path:
    """The library that puts a program's clock forward."""
    source, library = folder / "ahead.c", folder / "ahead.so"
    source.write_text(AHEAD)
    subprocess.run(["cc", "-shared", "-fPIC", "-o", library, source, "-ldl"], check=True)
    return library


def _until(there: Callable[[], bool]) -> None:
    give_up = time.monotonic() + READY_S
    while not there():
        if time.monotonic() > give_up:
            raise TimeoutError("a party of the cluster doesn't start")
        time.sleep(LOOK_AGAIN_S)


def _in_background(work: object, *arguments: object) -> None:
    threading.Thread(target=work, args=arguments, daemon=True).start()  # type: ignore[arg-type]
