"""Starts and ends the processes of a cluster, on a poor machine where that is asked for."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import psutil

GRADER = Path(sys.executable).with_name("grader")
READY_S = 120.0
"""For a party of the cluster to be there."""
LOOK_AGAIN_S = 0.1
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


def name_of(worker: subprocess.Popen[bytes]) -> str:
    """How what it calls itself begins."""
    return f"{os.uname().nodename}-{worker.pid}-"


def start(
    *words: str, log: Path, within: list[str] | None = None, **environment: str
) -> subprocess.Popen[bytes]:
    """One of the real commands, in a session of its own, which writes into `log`."""
    with log.open("ab") as stream:
        return subprocess.Popen(
            [*(within or []), str(GRADER), *words],
            env={**os.environ, "GRADER_CLUSTER_KEYS": "/nonexistent", **environment},
            stdin=subprocess.DEVNULL,
            stdout=stream,
            stderr=stream,
            start_new_session=True,
        )


def end(process: subprocess.Popen[bytes]) -> None:
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


def process_at_work(worker: subprocess.Popen[bytes]) -> psutil.Process | None:
    """The process that grades, which another one of the worker starts and starts again."""
    with suppress(psutil.NoSuchProcess):
        for child in psutil.Process(worker.pid).children(recursive=True):
            if "spawn_main" in " ".join(child.cmdline()):
                return child
    return None


def with_a_tiny_disk(folder: Path) -> list[str]:
    """What a command is started with so that its temporary folder has hardly any room."""
    folder.mkdir()
    mounted = f'mount -t tmpfs -o size={TINY} tmpfs "{folder}" && exec "$@"'
    return ["unshare", "--user", "--map-root-user", "--mount", "sh", "-c", mounted, "sh"]


def clock_ahead_library(folder: Path) -> Path:
    """The library that puts a program's clock forward."""
    source, library = folder / "ahead.c", folder / "ahead.so"
    source.write_text(AHEAD)
    subprocess.run(["cc", "-shared", "-fPIC", "-o", library, source, "-ldl"], check=True)
    return library


def wait_until(there: Callable[[], bool]) -> None:
    """Wait for it, for as long as a party may take to start."""
    give_up = time.monotonic() + READY_S
    while not there():
        if time.monotonic() > give_up:
            raise TimeoutError("a party of the cluster doesn't start")
        time.sleep(LOOK_AGAIN_S)
