"""What was measured is kept for the next who trains the same."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from grader.model.dataset import Dataset
from grader.model.evidence import RoleMatch
from grader.model.recording import HostTraining
from grader.scoring import Scorer

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

from tests.scoring.runs import dense, flat, one_hot, record_run, score


def test_the_first_layer_of_what_answers_a_role_is_kept(
    scorer: Scorer, digits: Dataset, recording: Path
):
    """As pictures, once there is something to be seen; of other runs nothing is kept."""
    model = dense()
    kernel, *rest = model.get_weights()
    model.set_weights([np.linspace(-1, 1, kernel.size).reshape(kernel.shape), *rest])
    model.compile("adam", "mean_squared_error")
    x, y = flat(digits.train_x), one_hot(digits.train_y)
    run = record_run(recording, model, x, y, loss="mean_squared_error")
    answering = replace(run, match=RoleMatch("network", "as asked"))

    assert score(scorer, run, recording, digits).first_layer is None
    assert score(scorer, answering, recording, digits).first_layer.count == kernel.shape[1]


def test_only_what_the_grader_trained_is_kept_for_the_next(
    scorer: Scorer, digits: Dataset, recording: Path, monkeypatch: pytest.MonkeyPatch
):
    """A student's own weights are measured each time, and so is another state of a training of
    ours.
    """
    model = dense()
    run = record_run(recording, model, flat(digits.train_x), digits.train_y)
    assert run.weights is not None
    training = HostTraining(
        run=1, digest="d", draw=1, reused="", arrays=run.weights.arrays, epochs_run=1, history={}
    )
    ours = replace(run, training=training)
    others = (run, replace(ours, training=replace(training, arrays="arrays/elsewhere.npz")))
    asked: list[object] = []
    ask = scorer._ask
    monkeypatch.setattr(scorer, "_ask", lambda request: (asked.append(request), ask(request))[1])

    first, again = (score(scorer, ours, recording, digits) for _ in range(2))

    assert len(asked) == 1
    assert (first.accuracy, first.loss, first.mistakes) == (
        again.accuracy,
        again.loss,
        again.mistakes,
    )
    for other in others:
        score(scorer, other, recording, digits)
    assert len(asked) == 3
