"""Trainings of a class on a cluster: each once, wherever it is asked for."""

import contextlib
import itertools
from dataclasses import replace

import pytest
from distributed import Client, LocalCluster

from grader.batch import ClassGrader, Listeners
from grader.batch.cluster import connection, engine, worker
from grader.batch.cluster.connection import ClusterAddress
from grader.batch.cluster.engine import ClusterEngine
from grader.batch.cluster.grading import Workplace
from grader.batch.cluster.post import Outcome
from grader.batch.cluster.trainings.asking import (
    TrainedParcel,
)
from grader.batch.cluster.trainings.broker import TrainingBroker
from grader.batch.cluster.worker import hear, train_here
from grader.intake import collect
from grader.model.policy import Policy
from grader.pipeline import load_everything
from grader.pipeline import trainings as of_a_notebook
from grader.store import BatchFolder
from grader.training.kept.store import TrainingStore
from grader.training.kin import shortened
from grader.training.trainings import Trainings
from tests.batch.cluster.trainings.wanted import parcel
from tests.hostile.packing import notebook
from tests.training.cases.jobs import JOB, Counts, weight

QUIET = Listeners(on_intake=lambda _: None, on_cell=lambda *_: None, on_done=lambda _: None)


@pytest.fixture
def got(tmp_path, monkeypatch, counts):
    """What hand-ins got that ask for one training before they are graded; every machine has a store
    of its own, that of the submitting one first.
    """
    numbers, got = itertools.count(), []
    monkeypatch.setattr(of_a_notebook, "Trainer", lambda *_, **__: counts)
    monkeypatch.setattr(
        of_a_notebook, "user_store", lambda: TrainingStore(tmp_path / f"store-{next(numbers)}")
    )
    real = Workplace._graded

    def graded(self, sent, tools, **rest):
        got.append(self._notebooks.trainings.result(JOB))
        return real(self, sent, tools, **rest)

    monkeypatch.setattr(Workplace, "_graded", graded)
    return got


def grade(tmp_path, monkeypatch, *, workers):
    """A class of three on a cluster in this process."""
    for name in ("ann", "bob", "cem"):
        (tmp_path / "in" / name).mkdir(parents=True)
        (tmp_path / "in" / name / "a.ipynb").write_bytes(notebook(f"print('{name}')"))
    cluster = LocalCluster(
        processes=False,
        n_workers=workers,
        threads_per_worker=1,
        dashboard_address=None,
        resources={worker.SLOT: 1, worker.same_program(): 1},
    )

    @contextlib.contextmanager
    def started(address):
        with Client(cluster, set_as_default=False) as client:
            yield client

    monkeypatch.setattr(engine, "connected", started)
    store = BatchFolder(tmp_path / "out")
    hand_ins = collect(tmp_path / "in", work=store.intake).hand_ins
    grading = ClassGrader(
        load_everything("digits"),
        Policy(training="saved", threads=1),
        store,
        jobs=1,
        pdf=False,
        engine=ClusterEngine(ClusterAddress("tcp://127.0.0.1:1")),
    )
    with connection.quiet(), cluster:
        return grading.grade(hand_ins, QUIET)


@pytest.mark.parametrize("workers", [1, 2])
def test_the_cluster_trains_once_what_several_ask_for(tmp_path, monkeypatch, counts, got, workers):
    """Whichever workers they are on; a worker with one thread does it while its hand-in waits. The
    submitting machine keeps it.
    """
    graded = grade(tmp_path, monkeypatch, workers=workers)

    assert [one.result.grade.status for one in graded] == ["graded"] * 3
    assert counts.asked == [JOB]
    assert [weight(one) for one in got] == [1, 1, 1]
    assert TrainingStore(tmp_path / "store-0").get(JOB.digest) is not None


def test_what_the_submitting_machine_has_is_sent_along(tmp_path, monkeypatch, counts, got):
    """Nothing is trained, and the workers keep it, too."""
    TrainingStore(tmp_path / "store-0").put(Counts().train(JOB), of=JOB)

    grade(tmp_path, monkeypatch, workers=1)

    assert counts.asked == []
    assert [one.reused for one in got] == ["store"] * 3
    assert TrainingStore(tmp_path / "store-1").get(JOB.digest) is not None


class FakePost:
    """Notes what is sent to workers."""

    def __init__(self):
        self.tasks, self.sent = [], []

    def send(self, function, *arguments, **how):
        assert function is train_here
        self.tasks.append(how)
        return len(self.tasks) - 1

    def tell(self, where, function, plugin, key, word):
        assert function is hear
        self.sent.append((where, word))

    def refused(self):
        return {where: word.refused for where, word in self.sent if isinstance(word, TrainedParcel)}


@pytest.fixture
def post():
    return FakePost()


@pytest.fixture
def broker(tmp_path, post):
    return TrainingBroker(
        post, "plugin", Trainings(Counts(), store=TrainingStore(tmp_path / "here"))
    )


def want(broker, where, *, allowed_s=100.0):
    broker.wanted(
        {"digest": JOB.digest, "all_states": False, "allowed_s": allowed_s, "worker": where}
    )


def test_who_asks_first_trains(broker, post):
    """By a task whose key is the digest; the others get what it comes to, and who asks later gets
    what is kept.
    """
    want(broker, "a")
    want(broker, "b")
    want(broker, "a")
    assert [(task["key"], task["workers"]) for task in post.tasks] == [
        (f"training-{JOB.digest}", ["a"])
    ]
    assert post.sent == [("a", "yours"), ("b", "noted"), ("a", "yours")]

    broker.took(Outcome(0, parcel(), ""))
    want(broker, "c")

    assert post.refused() == {"b": "", "c": ""}
    assert len(post.tasks) == 1


def test_a_training_whose_worker_is_lost_is_done_by_another(broker, post):
    """Of those who wait; after two losses the notebooks train it themselves."""
    for where in ("a", "b", "c"):
        want(broker, where)

    broker.took(Outcome(0, None, "a was lost", lost_worker=True))
    assert post.tasks[1]["workers"] == ["b"]
    assert post.sent[-1] == ("b", "yours")

    broker.took(Outcome(1, None, "b was lost", lost_worker=True))
    assert len(post.tasks) == 2
    assert post.refused() == {"c": "no worker could do it: a was lost; b was lost"}


def test_a_lost_worker_that_waited_alone_leaves_nothing(broker, post):
    """Whoever asks afterwards begins anew."""
    want(broker, "a")
    broker.took(Outcome(0, None, "a was lost", lost_worker=True))

    want(broker, "b")

    assert post.tasks[1]["workers"] == ["b"]


def test_who_may_take_longer_asks_again(broker, post):
    """A training that took longer than the first may is cut: others may still have the time."""
    want(broker, "a", allowed_s=10)
    want(broker, "b", allowed_s=5)
    want(broker, "c", allowed_s=99)

    broker.took(Outcome(0, parcel(shortened(JOB, 1)), ""))

    assert post.tasks[1]["workers"] == ["c"]
    assert post.refused() == {"b": ""}


def test_bytes_that_are_no_training_are_no_result(broker, post):
    """A worker's disk or memory may be at fault: another one does it."""
    want(broker, "a")
    want(broker, "b")

    broker.took(Outcome(0, replace(parcel(), content=b"nothing"), ""))

    assert post.tasks[1]["workers"] == ["b"]


def test_a_result_under_another_description_is_kept_for_nobody(broker, post, tmp_path):
    """Longer and shorter trainings find what is kept by its description."""
    want(broker, "a")
    want(broker, "b")
    lie = parcel(JOB.drawn(2)).job

    broker.took(Outcome(0, replace(parcel(), job=lie), ""))

    assert post.tasks[1]["workers"] == ["b"]
    assert TrainingStore(tmp_path / "here").get(JOB.digest) is None
