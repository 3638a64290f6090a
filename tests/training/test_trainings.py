"""Every training once: found where it lies, trained where it doesn't, and nothing mixed up."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from grader.model.training import After, TrainedModel, TrainingJob
from grader.scheduling import CoreTurns, TurnKind
from grader.scoring.rebuilding.architecture import ModelRefused
from grader.training.kept.content import Damaged
from grader.training.kept.store import TrainingStore, bundle
from grader.training.length import expected_work
from grader.training.process import worker
from grader.training.process.trainer import DataFile, Trainer, TrainerFailed
from grader.training.trainings import Trainings
from tests.training.test_job import JOB as PLAIN
from tests.training.test_job import ROWS

DENSE = {
    "module": "keras.layers",
    "class_name": "Dense",
    "config": {"units": 10, "activation": "softmax"},
}
PREPARATION = {
    "geometry": {
        "target": [64],
        "transposed": False,
        "padding": [[0, 0], [0, 0]],
        "copies": 1,
        "copies_first": False,
    },
    "values": {"scale": 0.0625, "offset": 0.0, "sentence": ""},
    "row_norm": None,
}
JOB = replace(
    PLAIN,
    model={"input": [64], "layers": [DENSE]},
    loss={"name": "sparse_categorical_crossentropy", "options": {}},
    training=replace(ROWS, preparation=PREPARATION),
    validation=replace(ROWS, spans=((1437, 360),), preparation=PREPARATION),
    epochs=2,
)


class Counts:
    """Trains nothing: gives the number of the call, and notes what was asked."""

    def __init__(self) -> None:
        self.asked: list[TrainingJob] = []
        self.earlier: list[TrainedModel | None] = []
        self.closed = False
        self.waits = threading.Event()
        self.waits.set()

    def train(
        self,
        job: TrainingJob,
        *,
        earlier: TrainedModel | None = None,
        first_epochs: TrainedModel | None = None,
        all_states: bool = False,
        allowed_s: float = 0.0,
    ) -> TrainedModel:
        """The number of this call as the only weight."""
        del first_epochs, allowed_s
        self.waits.wait(60)
        self.asked.append(job)
        self.earlier.append(earlier)
        number = (np.array([len(self.asked)], np.float32),)
        states = dict.fromkeys(range(1, job.epochs + 1), number) if all_states else {}
        return TrainedModel(
            digest=job.digest,
            history={"loss": (0.5,) * job.epochs},
            epochs_run=job.epochs,
            weights=number,
            optimizer_variables=number,
            states=states,
            optimizer_states=states,
        )

    def close(self) -> None:
        """Noted."""
        self.closed = True


class Fails(Counts):
    """Trains nothing, and says why."""

    def __init__(self, failure: ModelRefused) -> None:
        super().__init__()
        self._failure = failure

    def train(self, job: TrainingJob, **_: object) -> TrainedModel:
        """Raise it."""
        raise self._failure


@pytest.fixture
def counts() -> Counts:
    """A trainer that counts."""
    return Counts()


def weight(trained: TrainedModel) -> float:
    """In which call it was trained."""
    return float(trained.weights[0][0])


def test_a_job_is_trained_once(tmp_path: Path, counts: Counts):
    """Also for another command with the same store; another draw is another job."""
    first = Trainings(counts, store=TrainingStore(tmp_path))
    results = [first.result(JOB), first.result(JOB), first.result(JOB.drawn(2))]

    second = Trainings(counts, store=TrainingStore(tmp_path)).result(JOB)

    assert [weight(result) for result in (*results, second)] == [1, 1, 2, 1]
    assert [result.reused for result in (*results, second)] == ["", "store", "", "store"]


def test_what_is_shipped_is_looked_up_first(tmp_path: Path, counts: Counts):
    """Nothing is trained, and nothing is written for it."""
    bundle(tmp_path / "shipped", Counts().train(JOB))

    with Trainings(
        counts, store=TrainingStore(tmp_path / "store"), bundled=[tmp_path / "shipped"]
    ) as trainings:
        result = trainings.result(JOB)

    assert result.reused == "bundled"
    assert not counts.asked
    assert counts.closed
    assert not list((tmp_path / "store").rglob("*.training"))


@pytest.mark.parametrize("stored", [True, False])
def test_who_asks_while_it_is_trained_waits_for_it(tmp_path: Path, counts: Counts, stored: bool):
    """Four threads, one training; without a store as with one."""
    counts.waits.clear()
    trainings = Trainings(counts, store=TrainingStore(tmp_path) if stored else None)
    results: list[TrainedModel] = []
    threads = [
        threading.Thread(target=lambda: results.append(trainings.result(JOB))) for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    counts.waits.set()
    for thread in threads:
        thread.join(60)

    assert len(counts.asked) == 1
    assert sorted(result.reused for result in results) == ["", "store", "store", "store"]


def test_without_reuse_everything_is_computed(tmp_path: Path, counts: Counts):
    """Nothing is looked up and nothing kept; what another goes on from is remembered."""
    store = TrainingStore(tmp_path)
    store.put(Counts().train(JOB))
    trainings = Trainings(counts, store=store, reuse=False)

    results = [trainings.result(JOB), trainings.result(JOB)]
    trainings.result(replace(JOB, start=After(JOB.digest)))

    assert [weight(result) for result in results] == [1, 2]
    assert counts.earlier[2] is not None
    assert weight(counts.earlier[2]) == 2
    assert store.info().results == 1


def test_a_job_goes_on_from_the_result_of_another(tmp_path: Path, counts: Counts):
    """The earlier one is looked up, and trained again where it was lost."""
    after = replace(JOB, start=After(JOB.digest, "continues"))
    store = TrainingStore(tmp_path)
    trainings = Trainings(counts, store=store)
    trainings.result(JOB)
    trainings.result(after)

    other = Trainings(counts, store=store)
    other.result(replace(after, batch_size=50))
    store.clear()
    again = Trainings(counts, store=store)
    with pytest.raises(ModelRefused, match="not at hand"):
        again.result(replace(after, batch_size=60))

    assert [earlier and weight(earlier) for earlier in counts.earlier] == [None, 1, 1]


def test_the_weights_after_every_epoch_are_trained_where_they_were_not_kept(
    tmp_path: Path, counts: Counts
):
    """Once; then they are there for all."""
    trainings = Trainings(counts, store=TrainingStore(tmp_path))

    plain, whole, again = (
        trainings.result(JOB),
        trainings.result(JOB, all_states=True),
        trainings.result(JOB, all_states=True),
    )

    assert [set(result.states) for result in (plain, whole, again)] == [set(), {1, 2}, {1, 2}]
    assert len(counts.asked) == 2


def test_where_nothing_can_be_kept_it_is_said_and_remembered_all_the_same(
    tmp_path: Path, counts: Counts
):
    """The sentence is the operator's; the class is not trained one by one."""
    (tmp_path / "taken").write_text("")
    trainings = Trainings(counts, store=TrainingStore(tmp_path / "taken"))

    trainings.result(JOB)
    trainings.result(JOB)

    assert "can't be kept" in trainings.trouble
    assert len(counts.asked) == 1


def test_a_trainer_that_fails_is_reported_to_the_operator(tmp_path: Path):
    """And its notebook trains by itself; a model that is refused is nobody's business."""
    broken, refusing = Fails(TrainerFailed("it ended (SIGKILL)")), Fails(ModelRefused("too large"))
    first, second = (
        Trainings(trainer, store=TrainingStore(tmp_path)) for trainer in (broken, refusing)
    )

    for trainings in (first, second):
        with pytest.raises(ModelRefused):
            trainings.result(JOB)

    assert "left to the notebook that asked for it: it ended (SIGKILL)" in first.trouble
    assert second.trouble == ""


@pytest.mark.parametrize("error", [OSError(28, "No space left on device"), Damaged("cut off")])
def test_a_full_disk_of_the_training_process_is_no_fault_of_the_job(
    error: Exception, monkeypatch: pytest.MonkeyPatch
):
    """It is not said to be one that Keras doesn't accept."""

    def full(*_: object) -> int:
        raise error

    monkeypatch.setattr(worker, "_train", full)
    answer = worker._answer({"cores": list(os.sched_getaffinity(0))}, {})

    assert answer["ok"] is False
    assert answer["by_the_job"] is False
    assert "can't be read or written" in answer["reason"]


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
    monkeypatch.setattr("grader.training.process.trainer.ONE_EPOCH_S", 0.01)
    with pytest.raises(ModelRefused, match="took longer than"):
        trainer.train(replace(JOB, epochs=50), allowed_s=0.0)
    monkeypatch.undo()
    last = trainer.train(JOB)

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
