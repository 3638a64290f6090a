"""What is known of a cluster's workers, and what is said where none may get a hand-in."""

import pytest

from grader.batch.cluster.suitable import SuitableWorkers
from grader.batch.cluster.worker import same_program


@pytest.fixture
def offered():
    return {}


def test_a_cluster_without_workers_is_said_once(offered):
    """Until one joins; where that leaves again, it is said again."""
    suitable = SuitableWorkers(lambda: offered)

    first, second = suitable.missed(), suitable.missed()
    offered["tcp://a"] = {same_program(): 1}
    joined = suitable.missed()
    offered.clear()

    assert first == "no worker has joined the cluster; hand-ins wait for one (`grader worker`)"
    assert second == joined == ""
    assert suitable.missed() == first


def test_workers_of_other_versions_are_not_waited_for_in_silence(offered):
    """They joined later than the batch, so that it did not end at once."""
    offered |= {"tcp://a": {}, "tcp://b": {"grader of another version": 1}}

    assert "2 have others" in SuitableWorkers(lambda: offered).missed()
