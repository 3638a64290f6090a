"""A model trained on other names for the classes is measured by what its outputs stand for."""

from __future__ import annotations

import numpy as np
import pytest

from grader.scoring.rows.class_order import class_order

TRUTH = np.repeat(np.arange(4), 25)
PLACES = np.arange(len(TRUTH))
ALPHABETICAL = np.array([3, 1, 2, 0])
"""For each class the number that its name has."""


def test_names_in_alphabetical_order():
    """The order says at which place of the outputs each class stands."""
    assert class_order(ALPHABETICAL[TRUTH], PLACES, TRUTH) == (3, 1, 2, 0)


def test_order_of_appearance_and_other_numbers():
    """What the labels are doesn't matter, only which class each stands for."""
    appearance = np.array([2, 0, 3, 1])

    assert class_order(10 * appearance[TRUTH] + 7, PLACES, TRUTH) == (2, 0, 3, 1)


@pytest.mark.parametrize(
    "labels",
    [
        TRUTH,
        TRUTH + 1,
        np.random.default_rng(0).permutation(TRUTH),
        np.minimum(TRUTH, 2),
        np.zeros_like(TRUTH),
    ],
    ids=["own", "shifted", "shuffled", "two in one", "one"],
)
def test_no_other_order(labels):
    """The data's own order, labels without a majority, and classes that share a label."""
    assert class_order(labels, PLACES, TRUTH) == ()


def test_noisy_labels_and_rows_that_nobody_knows():
    """A tenth of the labels is wrong and a third of the rows is not the data set's."""
    labels = ALPHABETICAL[TRUTH]
    labels[::10] = 0
    sources = np.where(PLACES % 3, PLACES, -1)

    assert class_order(labels, sources, TRUTH) == (3, 1, 2, 0)
    assert class_order(labels, np.full(len(TRUTH), -1), TRUTH) == ()


def test_no_order_by_less_than_half():
    """Each label is most often one class's, and no two are the same class's: 10 of 25 are too
    few.
    """
    labels = ALPHABETICAL[TRUTH]
    for name in range(4):
        (rows,) = np.nonzero(name == TRUTH)
        others = [label for label in range(4) if label != ALPHABETICAL[name]]
        labels[rows[10:]] = np.repeat(others, 5)

    assert class_order(labels, PLACES, TRUTH) == ()


def test_no_order_where_a_class_has_two_labels():
    """As many labels as classes, each with a majority: but the last class has none."""
    labels = np.concatenate([2 + np.arange(25) % 2, np.full(25, 0), np.full(50, 1)])
    sources = np.where(np.arange(100) < 80, PLACES, -1)

    assert class_order(labels, sources, TRUTH) == ()
