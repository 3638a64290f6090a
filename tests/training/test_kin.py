"""Fewer epochs are a prefix of more, and more go on from fewer: nothing is trained twice."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from grader.model.training import CallbackAsked, TrainedModel, TrainingJob
from grader.recorder.shared import steps
from grader.training.kept.store import TrainingStore
from grader.training.kin import Kin, can_go_on, has_kin, nearest
from grader.training.process.trainer import DataFile, Trainer
from grader.training.process.training import Begun, PreparedExamples, round_numbers, trained
from grader.training.trainings import Trainings
from tests.training.cases.jobs import DENSE, JOB

RANDOM = {"module": "keras.layers", "class_name": "Dropout", "config": {"rate": 0.3}}
NORMED = {"module": "keras.layers", "class_name": "BatchNormalization", "config": {}}
DEEP = replace(
    JOB,
    model={"input": [64], "layers": [RANDOM, NORMED, DENSE]},
    optimizer={"name": "Adam", "options": {"learning_rate": 0.001}},
    epochs=5,
)
STOPPING = replace(
    JOB, epochs=50, callbacks=(CallbackAsked("EarlyStopping", {"monitor": "val_loss"}),)
)


@pytest.fixture(scope="module")
def trainer(digits_file: DataFile) -> Iterator[Trainer]:
    """One process for all that is really trained here."""
    with Trainer(digits_file, threads=1) as started:
        yield started


def state(number: float) -> tuple[np.ndarray, ...]:
    """Weights, or what stands for them."""
    return (np.array([number], np.float32),)


def result(job: TrainingJob, *, ran: int | None = None, kept: tuple[int, ...] = ()) -> TrainedModel:
    """What stands for the job's result; the weights are the number of the epoch."""
    done = ran or job.epochs
    return TrainedModel(
        digest=job.digest,
        history={"loss": tuple(1 / epoch for epoch in range(1, done + 1))},
        epochs_run=done,
        weights=state(done),
        optimizer_variables=state(done),
        states={epoch: state(epoch) for epoch in kept},
        optimizer_states={epoch: state(epoch) for epoch in kept},
    )


def assert_same(one: TrainedModel, other: TrainedModel) -> None:
    """To the last bit."""
    assert one.digest == other.digest
    assert one.epochs_run == other.epochs_run
    assert one.history == other.history
    for ours, theirs in zip(
        (*one.weights, *(one.optimizer_variables or ())),
        (*other.weights, *(other.optimizer_variables or ())),
        strict=True,
    ):
        np.testing.assert_array_equal(ours, theirs)


def test_a_training_that_goes_on_is_the_uninterrupted_one(trainer: Trainer):
    """Bit for bit: order of rows, what random layers draw, the optimizer's state, moving averages,
    history; and a shorter one is what the longer one kept.
    """
    whole = trainer.train(DEEP)
    short = replace(DEEP, epochs=3)
    first = trainer.train(short)

    longer = trainer.train(DEEP, first_epochs=first)
    prefix = nearest(short, iter([Kin(5, whole)]))

    assert_same(longer, whole)
    assert prefix is not None
    assert_same(prefix, first)
    assert set(longer.states) == set(whole.states) == {1, 2, 3, 4, 5}


def test_so_it_is_where_steps_are_compiled_in_between(
    digits_file: DataFile, monkeypatch: pytest.MonkeyPatch
):
    """Which steps are compiled depends on how many came before, and not on how many follow."""
    monkeypatch.setattr(steps, "COMPILE_AFTER_STEPS", 30)
    with np.load(digits_file.path) as arrays:
        examples = PreparedExamples(
            np.concatenate([arrays["x_train"], arrays["x_test"]]),
            np.concatenate([arrays["y_train"], arrays["y_test"]]),
        )
    job = replace(JOB, epochs=4, batch_size=100)
    whole = trained(job, examples)

    first = trained(replace(job, epochs=3), examples)
    longer = trained(job, examples, Begun(first_epochs=first))

    assert_same(longer, whole)
    assert first.history["loss"] == whole.history["loss"][:3]


def test_a_training_whose_time_is_over_is_kept_as_far_as_it_came(trainer: Trainer, tmp_path: Path):
    """It is the training of so many epochs; who asks again goes on from there."""
    trainings = Trainings(trainer, store=TrainingStore(tmp_path))

    cut = trainings.result(DEEP, allowed_s=0.0)
    short = Trainings(trainer, store=TrainingStore(tmp_path)).result(replace(DEEP, epochs=1))
    whole = trainings.result(DEEP)

    assert cut.epochs_run == 1
    assert cut.digest == replace(DEEP, epochs=1).digest
    assert short.reused == "store"
    assert_same(whole, trainer.train(DEEP))


def test_the_most_that_is_known_is_taken():
    """The longest beginning, whether it is an end or lies in the middle of a longer training."""
    hundred, ten = replace(JOB, epochs=100), replace(JOB, epochs=10)
    kin = [Kin(100, result(hundred, kept=(20, 50))), Kin(10, result(ten, kept=(5,)))]

    found = {epochs: nearest(replace(JOB, epochs=epochs), iter(kin)) for epochs in (3, 12, 50, 200)}

    assert found[3] is None
    assert {n: one.epochs_run for n, one in found.items() if one} == {12: 10, 50: 50, 200: 100}
    half = found[50]
    assert half is not None
    assert half.digest == replace(JOB, epochs=50).digest
    assert half.weights[0].tolist() == [50]
    assert len(half.history["loss"]) == 50


def test_one_that_stopped_early_is_the_same_with_other_epochs():
    """As long as it stops before they are over."""
    kin = Kin(50, result(STOPPING, ran=17))

    more = nearest(replace(STOPPING, epochs=200), iter([kin]))
    fewer = nearest(replace(STOPPING, epochs=10), iter([kin]))

    assert more is not None
    assert (more.epochs_run, more.digest) == (17, replace(STOPPING, epochs=200).digest)
    assert fewer is None


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, (True, True)),
        ({"callbacks": STOPPING.callbacks}, (True, False)),
        ({"callbacks": (CallbackAsked("TerminateOnNaN"),)}, (False, False)),
        ({"rates": (0.1, 0.2)}, (False, False)),
        ({"validation_freq": 2}, (False, False)),
        ({"optimizer": {"name": "SGD", "options": {"use_ema": True}}}, (False, False)),
    ],
)
def test_what_depends_on_more_than_the_epochs_before_has_no_kin(
    fields: dict[str, object], expected: tuple[bool, bool]
):
    """Averages that are put in at the end, callbacks with a memory, rates by the epoch."""
    job = replace(JOB, **fields)  # type: ignore[arg-type]

    assert (has_kin(job), can_go_on(job)) == expected


def test_weights_that_were_restored_are_no_epochs_weights():
    """Of a training that restores the best ones, nobody knows its middle's end."""
    restoring = (CallbackAsked("EarlyStopping", {"restore_best_weights": True}),)
    job = replace(STOPPING, callbacks=restoring)

    assert nearest(replace(job, epochs=10), iter([Kin(50, result(job, kept=(10,)))])) is None


def test_another_command_finds_them_in_the_store(tmp_path: Path):
    """By what they share; those that went meanwhile are forgotten."""
    store, ten = TrainingStore(tmp_path), replace(JOB, epochs=10)
    store.put(result(ten), of=ten)
    store.put(result(replace(ten, shuffle=False)), of=replace(ten, shuffle=False))

    found = [one.epochs for one in TrainingStore(tmp_path).kin(JOB)]
    (store.folder / f"{ten.digest}.training").unlink()

    assert found == [10]
    assert list(store.kin(JOB)) == []
    assert len(list((store.folder / "families").iterdir())) == 1


def test_of_hundreds_the_nearest_few_are_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Whoever has trained a model for each number of epochs lets nobody wait who trains it."""
    monkeypatch.setattr("grader.training.kept.store.MOST_KIN", 3)
    store = TrainingStore(tmp_path)
    for epochs in (2, 5, 9, 11, 30, 60):
        other = replace(JOB, epochs=epochs)
        store.put(result(other), of=other)

    found = [one.epochs for one in store.kin(replace(JOB, epochs=10))]

    assert sorted(found) == [5, 9, 11]


def test_round_numbers_of_epochs_are_kept():
    """Those that people ask for."""
    kept = [epoch for epoch in range(1, 501) if round_numbers(epoch)]

    assert {5, 10, 15, 20, 30, 50, 100, 150, 200, 500} <= set(kept)
    assert len(kept) < 40
