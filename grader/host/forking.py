"""Starts the process from which processes of ours are forked, and lets signals wait meanwhile.

Who forks from a process that has imported everything imports nothing. It is multiprocessing's
forkserver, which has no threads; a process that has some can't be forked: what they hold at that
moment nobody in the child gives back.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import tempfile
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from multiprocessing import forkserver, resource_tracker, util
from typing import Any

from grader.host.listening import MAX_SOCKET_PATH, SHORT

NAMES = "/pymp-12345678/listener-12345678"
"""As multiprocessing calls its folder and a socket in it."""
ENDING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


LOADS = "GRADER_FORKED_FOR"
"""Variable that names to those modules what they shall load as well; they remove it."""


def begin_to_import(modules: Sequence[str], *, loads: str = "") -> None:
    """Start it with these modules, where it doesn't run yet; nothing is waited for."""
    _have_short_names()
    multiprocessing.get_context("forkserver").set_forkserver_preload(list(modules))
    resource_tracker.ensure_running()  # would let signals through if it were started below
    with signals_wait():  # it, and what it forks, are interrupted neither
        os.environ[LOADS] = loads
        try:
            forkserver.ensure_running()
        finally:
            del os.environ[LOADS]


def _have_short_names() -> None:
    """Let multiprocessing's sockets lie where their paths fit into the length that the system
    leaves for them: below a long TMPDIR, as clusters give each job, they don't.
    """
    usual, chosen = tempfile.gettempdir(), tempfile.tempdir
    if len(os.fsencode(usual + NAMES)) <= MAX_SOCKET_PATH:
        return
    tempfile.tempdir = SHORT
    try:
        util.get_temp_dir()  # it keeps to the folder that it has made
    finally:
        tempfile.tempdir = chosen


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
