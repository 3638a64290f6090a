"""The processes that train: what they are asked, in which turn, and what they refuse."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace

import numpy as np
import pytest

from grader.model.training import After, TrainingJob
from grader.scheduling import CoreTurns, TurnKind
from grader.scoring.rebuilding.architecture import ModelRefused
from grader.training.length import expected_work
from grader.training.process.trainer import DataFile, Trainer
from grader.training.trainings import Trainings
from tests.training.cases.jobs import DENSE, JOB, PREPARATION, Counts
from tests.training.test_job import ROWS


@pytest.fixture(scope="module")
def trainer(digits_file: DataFile) -> Iterator[Trainer]:
    """One process for all that is really trained here."""
    with Trainer(digits_file, threads=1) as started:
        yield started


def test_the_training_process_trains_what_is_asked_and_refuses_the_rest(
    trainer: Trainer, monkeypatch: pytest.MonkeyPatch
):
    """One process: a job twice, one that goes on, one that is too large, one that is nonsense."""
    after = replace(JOB, start=After(JOB.digest, "continues"), epochs=1)
    wide = {**DENSE, "config": {**DENSE["config"], "units": 900_000}}
    unknown = {**DENSE, "config": {**DENSE["config"], "activation": "no_such_thing"}}
    beyond = replace(ROWS, spans=((1790, 20),), preparation=PREPARATION)
    refused = (
        replace(JOB, model={"input": [64], "layers": [wide]}),
        replace(JOB, model={"input": [64], "layers": [unknown]}),
        replace(JOB, training=beyond),
        replace(JOB, start=After("f" * 64)),
    )

    first, again = (trainer.train(JOB) for _ in range(2))
    gone_on = trainer.train(after, earlier=first, all_states=True)
    reasons = []
    for job in refused:
        with pytest.raises(ModelRefused) as refusal:
            trainer.train(job, earlier=first)
        reasons.append(str(refusal.value))
        assert refusal.value.spent_s > 0  # who asks for it is charged for it
    monkeypatch.setattr("grader.training.process.trainer.ONE_EPOCH_S", 0.01)
    with pytest.raises(ModelRefused, match="took longer than"):
        trainer.train(replace(JOB, epochs=50), allowed_s=0.0)
    monkeypatch.undo()
    nothing = tuple((label, 0.0) for label in range(10))
    still = trainer.train(replace(JOB, class_weight=nothing))
    last = trainer.train(JOB)

    assert first.moved
    assert not still.moved

    for ours, theirs in zip(first.weights, again.weights, strict=True):
        np.testing.assert_array_equal(ours, theirs)
    assert first.history == again.history == last.history
    assert first.epochs_run == 2
    assert gone_on.history["loss"][0] < first.history["loss"][-1]
    assert set(gone_on.states) == {1}
    assert first.optimizer_variables is not None
    assert gone_on.optimizer_variables is not None
    assert gone_on.optimizer_variables[0] == first.optimizer_variables[0] * 3 // 2
    assert "57,600,000 weights" in reasons[0] or "parameters" in reasons[0]
    assert "no_such_thing" in reasons[1]
    assert "not the assignment's" in reasons[2]
    assert "goes on from" in reasons[3]


def test_who_waits_lends_its_core_and_the_longest_training_is_first(counts: Counts):
    """On one core: three who ask, of whom one trains after the other, the dearest first."""
    turns = CoreTurns(1)
    trainings = Trainings(counts, store=None)
    trainings.turns = turns
    jobs = [replace(JOB, batch_size=size, epochs=size) for size in (10, 30, 20)]
    counts.waits.clear()

    def ask(job: TrainingJob) -> None:
        with turns.held(TurnKind.NEW):
            trainings.result(job)

    first = threading.Thread(target=ask, args=(replace(JOB, shuffle=False),), daemon=True)
    threads = [threading.Thread(target=ask, args=(job,), daemon=True) for job in jobs]
    first.start()
    until(lambda: turns._free == 0 and not turns._waiting)
    for thread in threads:
        thread.start()
    until(lambda: len(turns._waiting) == 3)
    counts.waits.set()
    for thread in (first, *threads):
        thread.join(60)

    assert counts.asked[0].shuffle is False
    assert sorted(job.epochs for job in counts.asked[1:]) == [10, 20, 30]
    assert turns._free == 1


def until(holds: Callable[[], bool]) -> None:
    """Wait for other threads."""
    ends = time.monotonic() + 60
    while not holds() and time.monotonic() < ends:
        time.sleep(0.005)


def test_a_longer_training_is_expected_to_take_longer():
    """More epochs, more examples, layers that slide over a picture."""
    sliding = {"class_name": "Conv2D", "config": {"filters": 4}}
    few = replace(ROWS, spans=((0, 10),))

    work = [
        expected_work(job)
        for job in (
            replace(JOB, training=few),
            JOB,
            replace(JOB, epochs=3),
            replace(JOB, model={"input": [8, 8, 1], "layers": [sliding, DENSE]}),
        )
    ]

    assert work == sorted(set(work))
