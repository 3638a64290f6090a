"""The notebook's own clock."""

import asyncio
import os

import pytest

from grader.model.policy import Limits
from grader.sandbox.limits import handles
from grader.sandbox.limits import watchdog as watching
from grader.sandbox.limits.watchdog import Watchdog


class Clock:
    """Stands still but where it is moved."""

    now = 100.0

    @classmethod
    def monotonic(cls):
        return cls.now


def test_no_time_of_the_notebook_passes_while_it_waits_for_the_host(monkeypatch):
    """A cell that waits is not interrupted; one that has had its time is."""
    monkeypatch.setattr(watching, "time", Clock)
    interrupted = []

    async def interrupt():
        interrupted.append(True)

    limits = Limits(cell_timeout_s=20)
    watchdog = Watchdog(limits, 0, interrupt=interrupt, kill=lambda: None, unsafe=True)

    watchdog.begin(0)
    with watchdog.clock_stopped():
        Clock.now += 30
        asyncio.run(watchdog._look_at_time())
    asyncio.run(watchdog._look_at_time())
    assert not interrupted
    Clock.now += 30
    asyncio.run(watchdog._look_at_time())

    assert interrupted
    assert watchdog.cell_timed_out


@pytest.mark.parametrize("look", range(1, 2 * watching.LOOKS_PER_COUNT))
def test_sockets_are_counted_at_each_look(monkeypatch, look):
    """Who makes, fills and closes them between two counts of everything would never be seen."""
    counted, killed = [], []
    monkeypatch.setattr(handles, "_is_inside", lambda _: True)
    monkeypatch.setattr(handles, "_sockets", lambda _: 10_000 if len(counted) + 1 == look else 0)
    watchdog = Watchdog(
        Limits(), os.getpid(), interrupt=None, kill=lambda: killed.append(1), unsafe=False
    )

    while not killed and len(counted) < look:
        watchdog._look_at_processes()
        counted.append(1)

    assert len(counted) == look
    assert killed == [1]
    assert "10,000 open sockets" in watchdog.hits[0].message
