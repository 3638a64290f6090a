"""How a cluster's parties are set."""

import asyncio

import dask
from dask.utils import parse_timedelta
from distributed import Nanny

from grader.batch.cluster.connection import SETTINGS


def test_every_setting_is_one_of_dasks():
    """Another version may call it something else, and would pass it over without a word."""
    for name in SETTINGS:
        dask.config.get(name)


def test_parties_that_wait_cost_next_to_nothing():
    """As dask is set by itself, each of them looks at its own threads a hundred times a second."""
    assert SETTINGS["distributed.worker.profile.enabled"] is False
    assert parse_timedelta(SETTINGS["distributed.admin.tick.interval"]) >= 0.5


def test_what_a_worker_starts_has_the_environment_of_any_batch():
    """Dask's own has every process that examines, measures or renders give memory back to the
    system whenever 64 KB are free, and ask for it again at once.
    """

    async def of_a_worker():
        return Nanny("tcp://127.0.0.1:1").env

    with dask.config.set(SETTINGS):
        added = asyncio.run(of_a_worker())

    assert set(added) <= {"PYTHONHASHSEED"}
