"""Ends what is running of a class, and keeps none of it."""

from __future__ import annotations

import time
from contextlib import suppress
from typing import Any

from grader.scheduling import Workers

END_TIMEOUT_S = 20
LOOK_AGAIN_S = 0.1


def end_all(workers: Workers[Any, Any, Any]) -> None:
    """End what is running without keeping any of it: Ctrl-C, or an error that concerns all
    notebooks.

    Waits until every slot has put away its folders; what one of them still starts meanwhile is
    ended, too.
    """
    import psutil  # noqa: PLC0415 - only then

    workers.stop()
    give_up = time.monotonic() + END_TIMEOUT_S
    while True:
        for process in psutil.Process().children(recursive=True):
            with suppress(psutil.Error):
                process.kill()
        if not workers.busy or time.monotonic() > give_up:
            return
        time.sleep(LOOK_AGAIN_S)
