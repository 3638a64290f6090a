"""What a batch was graded with rests for the next one, and ends where none comes."""

import asyncio
import threading
import time
from types import SimpleNamespace

import pytest
from distributed import Client

from grader.batch.cluster import worker
from grader.batch.cluster.connection import ClusterAddress
from grader.batch.cluster.engine import ClusterEngine
from grader.batch.cluster.grading import Purpose, Workplace
from grader.batch.cluster.nodes import ForgetsEndedBatches
from grader.batch.cluster.parcels import AssignmentParcel
from grader.batch.cluster.resting import RestingWorkplace
from grader.pipeline import load_everything
from tests.batch.cluster.small import batches_on, cluster_in_this_process, contents, grade
from tests.hostile.packing import notebook

ONE, OTHER = Purpose("one", b"{}", ()), Purpose("other", b"{}", ())


class FakeWorkplace:
    """One that says when it ends."""

    def __init__(self, purpose=ONE, *, is_busy=False):
        self.purpose, self.is_busy, self.ended = purpose, is_busy, threading.Event()

    def close(self):
        self.ended.set()


def test_it_rests_for_a_batch_of_the_same_assignment():
    """And is nobody else's as long as that has it."""
    resting, left = RestingWorkplace(), FakeWorkplace()

    resting.put(left)

    assert resting.take(ONE) is left
    assert resting.take(ONE) is None
    assert not left.ended.is_set()


def test_another_assignment_ends_it():
    """Its memory is wanted."""
    resting, left = RestingWorkplace(), FakeWorkplace()
    resting.put(left)

    assert resting.take(OTHER) is None

    assert left.ended.is_set()


def test_only_one_rests():
    """The last one."""
    resting, first, second = RestingWorkplace(), FakeWorkplace(), FakeWorkplace(OTHER)

    resting.put(first)
    resting.put(second)

    assert first.ended.is_set()
    assert resting.take(OTHER) is second


def test_what_is_at_work_for_nobody_is_ended():
    """Its batch was killed."""
    resting, left = RestingWorkplace(), FakeWorkplace(is_busy=True)

    resting.put(left)

    assert left.ended.is_set()
    assert resting.take(ONE) is None


def test_it_ends_where_nobody_comes():
    """After a while."""
    resting, left = RestingWorkplace(rest_s=0.01), FakeWorkplace()

    resting.put(left)

    assert left.ended.wait(30)
    assert resting.take(ONE) is None


def test_it_ends_with_its_worker():
    """And so does what would rest afterwards."""
    resting, left, late = RestingWorkplace(), FakeWorkplace(), FakeWorkplace()
    resting.put(left)

    asyncio.run(resting.teardown(SimpleNamespace()))
    resting.put(late)

    assert left.ended.is_set()
    assert late.ended.is_set()


@pytest.fixture
def cluster(monkeypatch):
    """One that stays, in this process, on which each batch has a client of its own."""
    with cluster_in_this_process() as cluster:
        batches_on(cluster, monkeypatch)
        yield cluster


def test_the_next_batch_grades_with_what_the_last_one_left(cluster, tmp_path, monkeypatch):
    """The assignment is loaded once; the folder is that of a batch on one machine."""
    for name in ("ann", "bob"):
        (tmp_path / name / "a").mkdir(parents=True)
        (tmp_path / name / "a" / "a.ipynb").write_bytes(notebook(f"print('{name}')"))
    made, loaded = [], load_everything("digits")
    real = Workplace.__init__
    monkeypatch.setattr(
        Workplace,
        "__init__",
        lambda self, *given, **named: made.append(self) or real(self, *given, **named),
    )
    running = ClusterEngine(ClusterAddress("tcp://127.0.0.1:1"))

    for name in ("ann", "bob"):
        grade(loaded, tmp_path / name, tmp_path / f"there-{name}", running=running)

    assert len(made) == 1
    grade(loaded, tmp_path / "bob", tmp_path / "here")
    assert contents(tmp_path / "there-bob") == contents(tmp_path / "here")


def test_what_a_killed_batch_brought_is_taken_from_the_workers(cluster):
    """It could not do so itself; its parcel and its processes would lie there for good."""
    scheduler = cluster.scheduler
    cluster.sync(_add, scheduler, ForgetsEndedBatches(after_s=0.0))
    with Client(cluster, set_as_default=False) as client:
        brought = worker.GradesHandIns(
            AssignmentParcel(b"", "", ""), b"", unsafe=True, run=client.id
        )
        client.register_plugin(brought)
        (there,) = cluster.workers.values()
        assert brought.name in there.plugins

    give_up = time.monotonic() + 30
    while brought.name in there.plugins and time.monotonic() < give_up:
        time.sleep(0.01)
    assert brought.name not in there.plugins
    assert brought.name not in scheduler.worker_plugins


async def _add(scheduler, plugin):
    scheduler.add_plugin(plugin)
