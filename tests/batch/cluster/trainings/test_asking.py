"""A worker asks the cluster for trainings before it trains by itself."""

import threading
import time
from dataclasses import replace
from pathlib import Path

import pytest

from grader.batch.cluster.trainings import asking
from grader.batch.cluster.trainings.asking import (
    ClusterTrainer,
    TrainedParcel,
    WorkerLink,
    training_key,
)
from grader.batch.cluster.trainings.seats import Seats
from grader.scheduling import CoreTurns
from grader.scoring.rebuilding.architecture import ModelRefused
from tests.batch.cluster.trainings.wanted import parcel
from tests.training.cases.jobs import JOB, weight


def a_trainer(counts, *, answer=None, silent_s=30.0):
    """A worker that hears `answer`, whenever it asks."""
    said, made = [], []

    def tell(message):
        said.append(message)
        if answer is not None:
            made[0].hear(KEY, answer)

    link = WorkerLink("tcp://here", tell, lambda _: "executing", Seats(), Path())
    made.append(ClusterTrainer(counts, CoreTurns(1), link, silent_s=silent_s))
    return made[0], said


KEY = training_key(JOB.digest, all_states=False)


def test_a_worker_that_hears_nothing_trains_by_itself(counts):
    """The machine that submits is gone: nobody waits for ever."""
    own, said = a_trainer(counts, silent_s=0.1)

    assert weight(own.train(JOB)) == 1
    assert [(one["digest"], one["worker"]) for one in said] == [(JOB.digest, "tcp://here")]


def test_what_others_trained_is_taken_as_looked_up(counts):
    """Nothing is trained here, and the notebook is charged no time."""
    own, _ = a_trainer(counts, answer=parcel())

    assert own.train(JOB).reused == "store"
    assert counts.asked == []


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        (replace(parcel(), content=b"nothing"), "can't be used"),
        (parcel(JOB.drawn(2)), "is another training"),
        (TrainedParcel("", b"", refused="too large"), "too large"),
    ],
    ids=["damaged", "another", "refused"],
)
def test_what_is_not_the_training_is_left_to_the_notebook(counts, answer, why):
    """As everything that can't be trained outside of it."""
    own, _ = a_trainer(counts, answer=answer)

    with pytest.raises(ModelRefused, match=why):
        own.train(JOB)


def test_what_is_trained_here_is_told_to_who_waits_here(counts):
    """And travels to the machine that submits, with its description."""
    own, said = a_trainer(counts, answer="yours")
    counts.waits.clear()
    results = []
    waiting = threading.Thread(target=lambda: results.append(own.train(JOB)), daemon=True)
    waiting.start()
    give_up = time.monotonic() + 60
    while not said:
        assert time.monotonic() < give_up
        time.sleep(0.01)
    counts.waits.set()
    sent = own.train_here(KEY)
    waiting.join(60)

    assert weight(results[0]) == weight(sent.opened()) == 1
    with pytest.raises(LookupError):
        own.train_here(KEY)


def test_a_task_without_a_thread_gets_that_of_one_that_waits(counts):
    """Dask has begun as many tasks as it has threads; the hand-in that waits needs none."""
    left, begun = [], threading.Event()
    seats = Seats(leave=lambda: left.append(threading.current_thread()))
    states = iter(["", "ready"])

    def tell(message):
        own.hear(KEY, "yours")
        own.hear(KEY, parcel())

    link = WorkerLink("tcp://here", tell, lambda _: next(states), seats, Path())
    own = ClusterTrainer(counts, CoreTurns(1), link)

    trained = seats.run(lambda: (begun.set(), own.train(JOB))[1])

    assert trained.reused == "store"
    assert left == [threading.current_thread()]


def test_what_a_task_raises_is_raised_in_its_own_thread():
    """So dask sees it."""

    def fails():
        raise OSError(28, "No space left on device")

    with pytest.raises(OSError, match="No space left"):
        Seats().run(fails)


def test_asked_again_when_nothing_is_heard_for_a_while(counts, monkeypatch):
    """A message may have been lost with a connection."""
    monkeypatch.setattr(asking, "ASK_AGAIN_S", 0.05)
    own, said = a_trainer(counts, silent_s=0.3)

    own.train(JOB)

    assert len(said) > 2
