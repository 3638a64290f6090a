"""Outputs become the metrics that scikit-learn would give."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from sklearn.metrics import confusion_matrix as sklearn_matrix
from sklearn.metrics import f1_score

from grader.model.graded.score import Score
from grader.scoring.metrics import confusion_matrix, mistakes, probabilities


def test_matrix_and_classes_agree_with_scikit_learn():
    """The confusion matrix and every class's F1 are scikit-learn's."""
    rng = np.random.default_rng(0)
    labels, predicted = rng.integers(0, 5, 400), rng.integers(0, 5, 400)

    matrix = confusion_matrix(predicted, labels, classes=5)

    assert np.array_equal(matrix, sklearn_matrix(labels, predicted))
    score = Score(1, verified=True, confusion_matrix=matrix)
    assert np.allclose(
        [metrics.f1 for metrics in score.per_class()], f1_score(labels, predicted, average=None)
    )


def test_mistakes_are_all_there_the_most_confident_first():
    """Each wrong row appears once with its true and predicted label, by falling confidence."""
    chances = np.array([[0.6, 0.4], [0.1, 0.9], [0.2, 0.8], [0.45, 0.55]])

    found = mistakes(chances, np.array([1, 0, 1, 0]))

    assert [(m.index, m.true, m.predicted, m.confidence) for m in found] == [
        (1, 0, 1, 0.9),
        (0, 1, 0, 0.6),
        (3, 0, 1, 0.55),
    ]


def test_a_single_output_is_the_second_class():
    """A sigmoid's output, or its logit, is read as the chance of class 1."""
    assert np.allclose(probabilities(np.array([[0.2], [0.7]])), [[0.8, 0.2], [0.3, 0.7]])
    assert probabilities(np.array([[-3.0], [5.0]])).argmax(1).tolist() == [0, 1]


@given(
    arrays(np.float32, (6, 4), elements=st.floats(width=32, allow_nan=True, allow_infinity=True))
)
def test_any_output_becomes_chances(outputs: np.ndarray):
    """Between 0 and 1 whatever a diverged model answers, and the largest output stays the
    largest.
    """
    chances = probabilities(outputs)

    assert np.isfinite(chances).all()
    assert chances.min() >= 0
    assert chances.max() <= 1
    if np.isfinite(outputs).all():
        rows = np.arange(6)
        assert np.allclose(chances[rows, outputs.argmax(1)], chances.max(1))
