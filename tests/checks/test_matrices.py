"""In which form a confusion matrix is shown."""

from __future__ import annotations

import random

import numpy as np
import pytest

from grader.checks import run_checks
from grader.checks.matrices import form_of
from grader.model.descriptions import ArraySummary
from grader.model.evidence import MatrixShown
from tests.checks.cases import (
    RECORDING,
    a_check,
    a_reference,
    a_run,
    a_score,
    an_assignment,
    evidence_of,
)

rng = np.random.default_rng(1)
COUNTS = np.diag(rng.integers(24, 36, 10))
COUNTS[rng.integers(0, 10, 14), rng.integers(0, 10, 14)] += 1
COUNTS[7, 1] = 4


def as_rows(values):
    return tuple(tuple(float(value) for value in row) for row in values)


def by_rows(matrix):
    return matrix / matrix.sum(axis=1, keepdims=True)


def by_columns(matrix):
    return matrix / matrix.sum(axis=0, keepdims=True)


def without_diagonal(matrix):
    return matrix * (1 - np.eye(10))


ORDER = np.array([3, 1, 4, 0, 5, 9, 2, 6, 8, 7])


@pytest.mark.parametrize(
    ("shown", "words"),
    [
        (COUNTS, ""),
        (COUNTS / COUNTS.sum(), "of all examples"),
        (np.float32(COUNTS / COUNTS.sum()), "of all examples"),
        (np.log1p(COUNTS), "the logarithms of the counts"),
        (np.log(np.maximum(COUNTS, 1e-300) * (COUNTS > 0) + (COUNTS == 0) * 1e-9), "logarithms"),
        (np.log10(np.float32(COUNTS) + 1), "the logarithms of the counts"),
        (np.log2(COUNTS.T + 1), "the predicted classes"),
        (COUNTS + 0.1, ""),
        (COUNTS[::-1], "upside down"),
        (by_rows(COUNTS)[::-1], "upside down"),
        (COUNTS.T[::-1], "the predicted classes"),
        (np.round(COUNTS / COUNTS.sum(), 3), "of all examples"),
        (np.round(100 * COUNTS / COUNTS.sum(), 2), "of all examples, in per cent"),
        (by_rows(COUNTS), "of each true class"),
        (np.round(by_rows(COUNTS), 2), "of each true class"),
        (np.round(100 * by_rows(COUNTS)), "of each true class, in per cent"),
        (by_columns(COUNTS), "of each prediction"),
        (np.round(by_columns(COUNTS), 4).T, "columns the true ones"),
        (COUNTS.T, "columns the true ones"),
        (COUNTS[ORDER][:, ORDER], "another order"),
        (by_rows(COUNTS)[ORDER][:, ORDER], "another order"),
        (without_diagonal(COUNTS), "left out"),
        (without_diagonal(by_rows(COUNTS)), "left out"),
    ],
)
def test_a_matrix_is_known_in_every_form(shown, words):
    """Counts and shares of anything, turned, rounded, reordered; the report says which."""
    form = form_of(as_rows(shown), as_rows(COUNTS))

    assert form is not None
    assert words in form.remark
    assert bool(words) == bool(form.remark)


@pytest.mark.parametrize(
    "write",
    [
        lambda m: m,
        lambda m: m.T,
        lambda m: m / m.sum(),
        by_rows,
        by_columns,
        lambda m: np.round(by_rows(m), 3),
        lambda m: m[ORDER][:, ORDER],
        without_diagonal,
    ],
)
def test_another_models_matrix_is_none_in_any_form(write):
    """Three examples that stand elsewhere are enough, however it is written."""
    other = COUNTS.copy()
    for row in (0, 2, 5):
        other[row, row] -= 1
        other[row, (row + 3) % 10] += 1

    assert form_of(as_rows(write(other)), as_rows(COUNTS)) is None


def test_a_random_matrix_is_never_the_models():
    """Not with the right row sums, nor as shares of them, nor empty, nor of ones."""
    draw = random.Random(0)
    for _ in range(300):
        rows = [
            np.bincount([draw.randrange(10) for _ in range(sum(row))], minlength=10)
            for row in COUNTS
        ]
        matrix = np.array(rows)
        for shown in (matrix, by_rows(matrix), np.round(matrix / matrix.sum(), 2)):
            assert form_of(as_rows(shown), as_rows(COUNTS)) is None
    for shown in (np.zeros((10, 10)), np.ones((10, 10)), np.eye(10), np.eye(10) / 10):
        assert form_of(as_rows(shown), as_rows(COUNTS)) is None


def test_a_class_that_was_never_predicted_has_no_share_of_its_column():
    """What is no number stands for nothing."""
    counts = np.array([[5.0, 0.0], [3.0, 0.0]])
    with np.errstate(invalid="ignore"):
        shares = counts / counts.sum(axis=0)

    assert form_of(as_rows(shares), as_rows(counts)) is not None


def test_a_matrix_of_the_training_examples_goes_to_a_person():
    """It is not this model's on the held-out data, and nothing says that it is wrong."""
    run = a_run(x=ArraySummary("x", (400, 4), "float32", 0.0, 1.0))
    shown = (MatrixShown(6, "printed", ((190.0, 10.0), (10.0, 190.0))),)
    (finding,) = run_checks(
        an_assignment(a_check("confusion_matrix_shown")),
        evidence_of(run, matrices=shown),
        (a_score(),),
        reference=a_reference(),
        recording=RECORDING,
    )

    assert finding.status == "needs_review"
    assert "400" in finding.message


FEW = 35 * np.eye(10) + np.roll(np.eye(10), 1, axis=1)
"""A mistake in each class."""


@pytest.mark.parametrize(
    ("shown", "tells"),
    [
        (np.round(FEW / 360, 2), False),
        (np.round(100 * FEW / 360), False),
        (np.eye(10) / 10, False),
        (np.round(by_rows(FEW), 2), True),
        (np.round(FEW / 360, 3), True),
        (FEW, True),
    ],
)
def test_what_is_rounded_so_much_that_no_mistake_shows(shown, tells):
    """Ten classes of a tenth each are the matrix of any good model, whoever typed them."""
    form = form_of(as_rows(shown), as_rows(FEW))

    assert form is not None
    assert form.shows_mistakes is tells


def test_a_model_without_mistakes_has_none_to_show():
    """Then nothing is hidden."""
    form = form_of(as_rows(np.eye(10) / 10), as_rows(36 * np.eye(10)))

    assert form is not None
    assert form.shows_mistakes
