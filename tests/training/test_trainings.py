"""Every training once: found where it lies, trained where it doesn't, and nothing mixed up."""

from __future__ import annotations

import os
import threading
from dataclasses import replace
from pathlib import Path

import pytest

from grader.model.training import After, TrainedModel, TrainingJob
from grader.scoring.rebuilding.architecture import ModelRefused
from grader.training.kept.content import Damaged
from grader.training.kept.store import TrainingStore, bundle
from grader.training.process import worker
from grader.training.process.last_models import LastModels
from grader.training.process.trainer import TrainerFailed
from grader.training.trainings import Trainings
from tests.training.cases.jobs import JOB, Counts, Fails, weight


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


def test_long_descriptions_are_forgotten_first_come_first(
    counts: Counts, monkeypatch: pytest.MonkeyPatch
):
    """A notebook's rows in any order are a description of megabytes."""
    trainings = Trainings(counts, store=None)
    monkeypatch.setattr("grader.training.trainings.MAX_PARTS", 2 * JOB.parts)

    for draw in (1, 2, 3):
        trainings.result(JOB.drawn(draw))

    assert list(trainings._jobs) == [JOB.drawn(draw).digest for draw in (2, 3)]


def test_models_of_many_settings_are_long_descriptions(
    counts: Counts, monkeypatch: pytest.MonkeyPatch
):
    """They are forgotten like those of many rows."""
    trainings = Trainings(counts, store=None)
    monkeypatch.setattr("grader.training.trainings.MAX_PARTS", 9_000)
    padded = replace(JOB, model={**JOB.model, "padded": [{"a": True}] * 1_000})

    for draw in (1, 2, 3):
        trainings.result(padded.drawn(draw))

    assert list(trainings._jobs) == [padded.drawn(draw).digest for draw in (2, 3)]


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
    answer = worker._answer({"cores": list(os.sched_getaffinity(0))}, {}, LastModels())

    assert answer["ok"] is False
    assert answer["by_the_job"] is False
    assert "can't be read or written" in answer["reason"]


class TakesTime(Counts):
    """Trains nothing, and says that each job takes a minute, as far as it may."""

    def __init__(self) -> None:
        super().__init__()
        self.allowed: list[float] = []

    def train(self, job: TrainingJob, *, allowed_s: float = 0.0, **given) -> TrainedModel:
        """One epoch of it where less than a minute is allowed."""
        self.allowed.append(allowed_s)
        done = job if allowed_s >= 60 else replace(job, epochs=1)
        return replace(super().train(done, **given), wall_s=min(60.0, allowed_s))


def a_line(trainings: Trainings, *, length: int) -> list[TrainingJob]:
    """Trainings each of which goes on from the last, and of which nothing is kept."""
    line = [JOB]
    for _ in range(length - 1):
        line.append(replace(JOB, start=After(line[-1].digest)))
    for job in line:
        trainings._note(job)
    return line


def test_what_is_trained_again_takes_the_time_of_who_asks():
    """All of a line that is kept no more: the notebook is told of all of it, and no more is trained
    than it may have.
    """
    takes_time = TakesTime()
    trainings = Trainings(takes_time, store=None)
    line = a_line(trainings, length=4)

    result = trainings.result(line[-1], allowed_s=1000)

    assert [job.digest for job in takes_time.asked] == [job.digest for job in line]
    assert takes_time.allowed == [1000, 940, 880, 820]
    assert result.wall_s == 240


def test_a_line_that_takes_too_long_to_do_again_is_refused():
    """With what was spent on it, which counts."""
    takes_time = TakesTime()
    trainings = Trainings(takes_time, store=None)
    line = a_line(trainings, length=6)

    with pytest.raises(ModelRefused, match="to do again what it goes on from") as refused:
        trainings.result(line[-1], allowed_s=150)

    assert refused.value.spent_s == 150
    assert len(takes_time.asked) == 3
