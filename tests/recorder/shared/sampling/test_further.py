"""Which steps of a training are kept beside the first is left to chance, evenly."""

import random
from collections import Counter

import numpy as np
import pytest

from grader.recorder.rows import chance
from grader.recorder.shared.sampling.further import MAX_BYTES, MOST, FurtherSteps
from grader.recorder.shared.sampling.taken import TakenStep


def a_step(epoch, step, size=8):
    return TakenStep(epoch, step, {"x": np.zeros(size // 8)})


def drawn(epochs, steps, size=8):
    """A training of so many epochs, whose steps take so many bytes each."""
    further = FurtherSteps()
    for epoch in range(epochs):
        for step in sorted(further.drawn_of(steps, beside=None)):
            further.keep(a_step(epoch, step, size))
    return further.kept


@pytest.mark.parametrize(("epochs", "steps"), [(1, 3), (1, 45), (4, 1), (9, 1), (3, 5), (10, 45)])
def test_as_many_as_there_are(epochs, steps):
    """Each once."""
    kept = drawn(epochs, steps)

    assert len(kept) == min(MOST, epochs * steps)
    assert len({(step.epoch, step.step) for step in kept}) == len(kept)


def test_every_step_is_as_likely(monkeypatch):
    """Of the first epoch and of the last, of its beginning and of its end."""
    monkeypatch.setattr(chance, "RANDOM", random.Random(5))
    times = Counter((step.epoch, step.step) for _ in range(2000) for step in drawn(4, 10))
    expected = 2000 * MOST / 40

    assert len(times) == 40
    assert all(0.75 * expected < count < 1.25 * expected for count in times.values())


def test_so_it_is_where_nobody_knows_how_many_steps_there_are(monkeypatch):
    """Each step is drawn as it comes."""
    monkeypatch.setattr(chance, "RANDOM", random.Random(5))
    times = Counter()
    for _ in range(2000):
        further = FurtherSteps()
        for step in range(40):
            if further.draws():
                further.keep(a_step(0, step))
        times.update(step.step for step in further.kept)
    expected = 2000 * MOST / 40

    assert len(times) == 40
    assert all(0.75 * expected < count < 1.25 * expected for count in times.values())


@pytest.mark.parametrize(
    ("size", "kept"), [(MAX_BYTES, 1), (MAX_BYTES // 3, 3), (2 * MAX_BYTES, 0)]
)
def test_large_ones_are_fewer(size, kept):
    """All of them together have a limit, however long the training."""
    assert len(drawn(3, 20, size)) == kept


@pytest.mark.parametrize(("steps", "is_among_them"), [(7, True), (8, False), (45, False)])
def test_the_one_that_is_kept_anyway_is_drawn_where_there_are_few(steps, is_among_them):
    """So how many there are is no matter of chance."""
    drawn = FurtherSteps().drawn_of(steps, beside=3)

    assert len(drawn) == 7
    assert (3 in drawn) is is_among_them
