"""A scheduler whose machine's clock is put forward or back while workers are at work."""

import asyncio
import time
from types import SimpleNamespace

import pytest

from grader.batch.cluster import steady
from grader.batch.cluster.steady import SteadyScheduler

HOUR_S = 3600.0


@pytest.fixture
def restarted(monkeypatch):
    """The workers that are restarted when the time of day is as much ahead as it is said, and one
    of them was last heard so long ago.
    """
    ahead = SimpleNamespace(s=0.0)
    for place in (steady.__name__ + ".time_of_day", "distributed.scheduler.time"):
        monkeypatch.setattr(place, lambda: time.time() + ahead.s)

    async def look(ahead_s, silent_s):
        async with SteadyScheduler(port=0, host="127.0.0.1", dashboard=False) as scheduler:
            lost = []

            async def restart(workers, **_):
                lost.extend(workers)

            heard = time.time() - silent_s
            worker = SimpleNamespace(last_seen=heard, address="tcp://a", nanny="tcp://n")
            with monkeypatch.context() as patched:
                patched.setattr(scheduler, "restart_workers", restart)
                patched.setattr(scheduler, "worker_ttl", 90.0)
                patched.setattr(scheduler, "workers", {"tcp://a": worker})
                for ahead.s in (0.0, ahead_s) if not silent_s else (0.0,):
                    await scheduler.check_worker_ttl()
            return lost

    return lambda *, ahead_s=0.0, silent_s=0.0: asyncio.run(look(ahead_s, silent_s))


@pytest.mark.parametrize("ahead_s", [HOUR_S, -HOUR_S])
def test_a_clock_that_is_set_ends_no_worker(restarted, ahead_s):
    """By an hour: dask would take all workers for silent, and lose what they do."""
    assert restarted(ahead_s=ahead_s) == []


def test_a_worker_that_is_silent_is_still_restarted(restarted):
    """As dask does by itself."""
    assert restarted(silent_s=100.0) == ["tcp://a"]
