"""What a model was not trained on says what it has learnt."""

import numpy as np
import pytest

from grader.model.dataset import Dataset
from grader.model.graded.score import Mistake, Mistakes, Score
from grader.scoring.rows.canonical import Canonical
from grader.scoring.rows.noted import with_rows
from grader.scoring.rows.training_data import examine
from tests.checks.cases import a_run
from tests.scoring.rows.test_first_rows import seen


def noted(recording, digits, rows, wrong):
    """The score of a model that was trained on `rows` and has those of `wrong` wrong."""
    x = seen(recording, "arrays/1.npz", rows, "array")
    run = a_run(x=x, started_arrays="arrays/1.npz")
    mistakes = Mistakes.of(Mistake(row, 1, 0, 0.9) for row in wrong)
    canonical = Canonical(digits)
    found = examine(run, folder=recording, canonical=canonical)
    return with_rows(
        Score(1, verified=True, mistakes=mistakes), found, canonical, beyond_classes=None
    )


@pytest.mark.parametrize("times", [1, 3])
def test_the_rows_that_are_left(recording, digits: Dataset, times):
    """However often the others come."""
    most = digits.held_out_x[:-20]
    rows = np.concatenate([digits.train_x, *[most] * times])
    last = len(digits.held_out_x) - 1

    score = noted(recording, digits, rows, [0, 1, last - 1, last])

    assert score.held_out_seen() == 2 ** len(most) - 1
    assert score.trained_on_held_out == times * len(most)


def test_none_of_them(recording, digits: Dataset):
    """Then all are as good as any."""
    score = noted(recording, digits, digits.train_x, [0])

    assert (score.held_out_rows, score.held_out_seen()) == ("", 0)
