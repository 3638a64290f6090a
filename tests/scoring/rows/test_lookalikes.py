"""Data that are not the assignment's, reported by their looks."""

import numpy as np
import pytest

from grader.scoring.rows.lookalikes import has_own_labels, looks_like

OWN = np.random.default_rng(0).integers(0, 10, 60_000)
EVEN = np.arange(60_000) % 10


def pictures(brightness, values=784):
    """A sample of a mean brightness, from 0 to 255."""
    return np.full((96, values), 255 * brightness)


@pytest.mark.parametrize(
    ("brightness", "shape", "labels", "name"),
    [
        (0.286, (60_000, 28, 28), EVEN, "Fashion-MNIST"),
        (0.192, (60_000, 784), EVEN, "Kuzushiji-MNIST"),
        (0.473, (50_000, 32, 32, 3), EVEN[:50_000], "CIFAR-10"),
        (0.478, (50_000, 3072), np.arange(50_000) % 100, "CIFAR-100"),
        (0.131, (60_000, 784), EVEN, ""),
        (0.286, (60_000, 784), (EVEN + (EVEN == 3)) % 10, ""),
        (0.286, (600, 784), EVEN[:600], ""),
        (0.286, (60_000, 100), EVEN, ""),
        (0.286, (60_000, 784), None, ""),
        (0.286, (60_000, 784), EVEN[:7], ""),
    ],
)
def test_data_sets_by_size_evenness_and_brightness(brightness, shape, labels, name):
    """A name is given only where all three agree."""
    found = looks_like(
        pictures(brightness, values=int(np.prod(shape[1:]))),
        labels,
        shape=shape,
        bounds=(0.0, 255.0),
    )

    assert found == name


def test_odd_labels_are_no_reason_to_fail():
    """Negative labels, none at all, and pictures without contrast say nothing."""
    for labels in (np.full(60_000, -1), np.array([], int), np.arange(60_000)):
        assert (
            looks_like(pictures(0.3), labels, shape=(len(labels), 784), bounds=(0.0, 255.0)) == ""
        )
    assert looks_like(pictures(0.0), EVEN, shape=(60_000, 784), bounds=(0.0, 0.0)) == ""


@pytest.mark.parametrize(
    ("labels", "own"),
    [
        (OWN, True),
        (OWN[:1_000], True),
        (np.concatenate([OWN, OWN]), True),
        (OWN[::-1], False),
        (OWN[:7], False),
        (None, False),
    ],
)
def test_changed_examples_keep_their_labels(labels, own):
    """A subset that was changed, and copies put behind the examples, have the assignment's labels
    in their order.
    """
    assert has_own_labels(labels, OWN) == own
