"""Starts processes from threads that live as long as they do.

bubblewrap's --die-with-parent is Linux' PR_SET_PDEATHSIG, whose parent is the *thread* that started
it (prctl(2)): who was started by a notebook's thread died with the notebook.
"""

from __future__ import annotations

import subprocess
import threading
from collections.abc import Callable
from concurrent.futures import Future


def started_by_a_thread_that_stays(
    start: Callable[[], subprocess.Popen[bytes]], over: threading.Event
) -> subprocess.Popen[bytes]:
    """Start a process from a thread of its own, which lives until `over`."""
    starting: Future[subprocess.Popen[bytes]] = Future()

    def start_and_stay() -> None:
        try:
            starting.set_result(start())
        except BaseException as error:  # noqa: BLE001 - handed to the thread that waits
            starting.set_exception(error)
        else:
            over.wait()

    threading.Thread(target=start_and_stay, name="grader-parent", daemon=True).start()
    try:
        return starting.result()
    except BaseException:
        over.set()
        raise
