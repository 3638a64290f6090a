"""Lets one at a time do a job: of all threads and processes that share a folder."""

from __future__ import annotations

import fcntl
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

SUFFIX = ".lock"
PATIENCE_S = 4 * 3600.0
"""Longer than any training may take."""
LOOK_AGAIN_S, LONGEST_PAUSE_S = 0.01, 0.3


class Locks:
    """One lock a name; who comes second waits.

    Where the folder can't be written or its file system knows no locks, only the threads of this
    process wait for each other: then two processes may do the same, and both do it right. So they
    may where one has waited for longer than the other may take.
    """

    def __init__(self, folder: Path | None, *, patience_s: float = PATIENCE_S) -> None:
        """Take the folder for the lock files, which is made when it is needed; None where only
        threads are to wait for each other. `patience_s` is how long another process is waited for.
        """
        self._folder, self._patience_s = folder, patience_s
        self._of_threads: dict[str, threading.Lock] = {}
        self._guard = threading.Lock()

    @contextmanager
    def held(self, name: str) -> Iterator[None]:
        """Hold the lock `name`."""
        with self._guard:
            of_threads = self._of_threads.setdefault(name, threading.Lock())
        with of_threads, self._of_processes(name):
            yield

    @contextmanager
    def _of_processes(self, name: str) -> Iterator[None]:
        stream = self._opened(name)
        if stream is None:
            yield
            return
        with stream:  # closing it gives the lock up, and so does the end of the process
            self._wait(stream)
            yield

    def _wait(self, stream: IO[bytes]) -> None:
        """Wait for the lock, but not for ever: who holds it may have been stopped by Ctrl-Z."""
        give_up, pause_s = time.monotonic() + self._patience_s, LOOK_AGAIN_S
        while True:
            try:
                fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                if time.monotonic() > give_up:
                    return
                time.sleep(pause_s)
                pause_s = min(2 * pause_s, LONGEST_PAUSE_S)
            except OSError:
                return
            else:
                return

    def _opened(self, name: str) -> IO[bytes] | None:
        if self._folder is None:
            return None
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            return (self._folder / f"{name}{SUFFIX}").open("ab")
        except OSError:
            return None

    def names(self) -> list[str]:
        """Of all locks that have a file."""
        files = self._folder.glob(f"*{SUFFIX}") if self._folder else ()
        return sorted(path.stem for path in files)

    def unused(self, names: Iterable[str] | None = None) -> Iterator[Path]:
        """The files of locks, of those with `names`, that nobody holds just now; each is held while
        it is looked at.
        """
        if self._folder is None:
            return
        for name in self.names() if names is None else names:
            path = self._folder / f"{name}{SUFFIX}"
            with suppress(OSError), path.open("ab") as stream:
                fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
                yield path
