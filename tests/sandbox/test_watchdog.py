"""The notebook's own clock."""

import asyncio
import time

from grader.model.policy import Limits
from grader.sandbox.limits.watchdog import Watchdog


def test_no_time_of_the_notebook_passes_while_it_waits_for_the_host():
    """A cell that waits is not interrupted; one that has had its time is."""
    interrupted = []

    async def interrupt():
        interrupted.append(True)

    limits = Limits(cell_timeout_s=0.2)
    watchdog = Watchdog(limits, 0, interrupt=interrupt, kill=lambda: None, unsafe=True)

    watchdog.begin(0)
    with watchdog.clock_stopped():
        time.sleep(0.3)
        asyncio.run(watchdog._look_at_time())
    asyncio.run(watchdog._look_at_time())
    assert not interrupted
    time.sleep(0.3)
    asyncio.run(watchdog._look_at_time())

    assert interrupted
    assert watchdog.cell_timed_out
