"""How a cluster's parties are set."""

import dask
from dask.utils import parse_timedelta

from grader.batch.cluster.connection import SETTINGS


def test_every_setting_is_one_of_dasks():
    """Another version may call it something else, and would pass it over without a word."""
    for name in SETTINGS:
        dask.config.get(name)


def test_parties_that_wait_cost_next_to_nothing():
    """As dask is set by itself, each of them looks at its own threads a hundred times a second."""
    assert SETTINGS["distributed.worker.profile.enabled"] is False
    assert parse_timedelta(SETTINGS["distributed.admin.tick.interval"]) >= 0.5
