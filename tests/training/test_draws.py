"""A draw of the grader's is as good as any other: what trainings come to is spread like stock's."""

from __future__ import annotations

from pathlib import Path

import keras
import numpy as np
import pytest
from keras import layers
from scipy.stats import ks_2samp

from grader.model.dataset import Dataset
from grader.training.process.training import PreparedExamples, trained
from tests.training.asking import Asks, Call, network

SEEDS = 20
EPOCHS = 12
RISK = 0.01
"""By so much chance a right trainer fails one of the comparisons."""
METRICS = ("loss", "accuracy", "val_loss", "val_accuracy")


def call(digits: Dataset) -> Call:
    """A shuffled training with dropout, of a fresh model."""
    dropout = layers.Dropout(0.2)
    return Call(
        network(layers.Dense(32, activation="relu"), dropout, layers.Dense(10, "softmax")),
        digits.train_x.astype("float32") / 16,
        digits.train_y,
        validation_data=(digits.held_out_x.astype("float32") / 16, digits.held_out_y),
        epochs=EPOCHS,
    )


@pytest.mark.slow
def test_figures_over_twenty_draws_are_distributed_as_those_of_fit(digits: Dataset, tmp_path: Path):
    """Kolmogorov and Smirnov can't tell them apart, metric by metric."""
    examples = PreparedExamples(
        np.concatenate([digits.train_x, digits.held_out_x]),
        np.concatenate([digits.train_y, digits.held_out_y]),
    )
    job = Asks(digits, tmp_path).job(call(digits))
    ours, theirs = [], []
    for seed in range(SEEDS):
        result = trained(job.drawn(seed + 1), examples)
        ours.append([result.history[metric][-1] for metric in METRICS])
        keras.utils.set_random_seed(1000 + seed)
        one = call(digits)
        history = one.model.fit(
            one.x, one.y, epochs=EPOCHS, validation_data=one.validation_data, verbose=0
        )
        theirs.append([history.history[metric][-1] for metric in METRICS])
        keras.backend.clear_session()

    for metric, mine, stock in zip(METRICS, np.array(ours).T, np.array(theirs).T, strict=True):
        assert len(set(mine.tolist())) > (SEEDS // 2 if "loss" in metric else 3), metric
        assert ks_2samp(mine, stock).pvalue > RISK, metric
