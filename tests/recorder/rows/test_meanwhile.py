"""Rows are looked at over the whole training."""

import contextlib
from types import SimpleNamespace

import numpy as np
import pytest

from grader.recorder.rows.meanwhile import WatchedInput
from grader.recorder.rows.pieces import ALL_ROWS
from grader.recorder.shared.fingerprint import row_hashes

TRAIN, TEST = np.random.default_rng(1).random((2, 1000, 4))


@pytest.fixture
def watch():
    """What a fit finds, without a kernel."""
    return SimpleNamespace(looked_into={}, shielded=contextlib.nullcontext)


def hashes(seen):
    """The hashes of the rows that were seen, whose bounds the first of them gave."""
    summary, arrays = seen.described("x")
    return set(arrays["x.row_hashes"].tolist()), (summary["minimum"], summary["maximum"])


def test_what_a_generator_yields_later_is_seen(watch):
    """It goes on where the training stops, yields the same batches, and a dict is read like an
    array.
    """

    def batches():
        for number in range(400):
            yield {"pixels": TRAIN[:100] if number < 200 else TEST[:100]}, np.zeros(100)

    student = batches()
    meanwhile = WatchedInput(student, watch)
    taken = [next(meanwhile.given) for _ in range(300)]
    seen, bounds = hashes(meanwhile.rows())

    assert (taken[0][0]["pixels"] == TRAIN[:100]).all()
    assert seen == set(row_hashes(np.concatenate([TRAIN[:100], TEST[:100]]), bounds).tolist())
    assert sum(1 for _ in student) == 100
    assert ALL_ROWS < 300 * 100


def test_an_array_that_changes_during_the_training_is_seen(watch):
    """One that doesn't tells nothing more than it reported at the start."""
    array = TRAIN.copy()
    meanwhile = WatchedInput(array, watch)
    meanwhile.steps_follow()

    meanwhile.epoch_ended()
    unchanged = meanwhile.rows()
    array[:] = TEST
    meanwhile.epoch_ended()
    seen, bounds = hashes(meanwhile.rows())

    assert unchanged is None
    assert seen < set(row_hashes(TEST, bounds).tolist())


def test_a_sequence_is_looked_into_until_its_training_ends(watch):
    """By Keras' own way of taking batches from it."""

    class Slices:
        def __len__(self):
            return 3

        def __getitem__(self, place):
            return TRAIN[place : place + 2]

    slices = Slices()
    meanwhile = WatchedInput(slices, watch)

    assert meanwhile.given is slices
    assert list(watch.looked_into) == [id(slices)]
    assert meanwhile.rows() is None
    assert watch.looked_into == {}
