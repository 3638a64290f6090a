"""Trains wrong and odd classifiers of the digits assignment with scikit-learn and keeps their
curves, for the tests of policies.

    python tests/checks/curves/digits.py

Writes digits/NAME.npz beside this file: `loss`, `accuracy`, `val_loss`, `val_accuracy` (epochs,).
A minute on one core.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from sklearn.metrics import log_loss
from sklearn.neural_network import MLPClassifier

HERE = Path(__file__).parent
DATA = HERE.parents[2] / "reference" / "digits" / "data" / "digits.npz"
ATTEMPTS: dict[str, dict[str, Any]] = {
    "as_asked": {},
    "no_hidden_layer": {"hidden_layer_sizes": ()},
    "half_the_data": {"examples": 700},
    "a_tenth_of_the_data": {"examples": 140},
    "ten_times_fewer_epochs": {"epochs": 6},
    "unscaled_inputs": {"scale": 1.0},
    "labels_shuffled": {"shuffled": True},
    "learning_rate_next_to_0": {"learning_rate_init": 1e-12},
    "learning_rate_too_small": {"learning_rate_init": 5e-5},
    "learning_rate_too_large": {"learning_rate_init": 0.3},
    "learning_rate_far_too_large": {"learning_rate_init": 30.0, "epochs": 30},
    "sigmoids_in_a_row": {"hidden_layer_sizes": (32, 32, 32), "activation": "logistic"},
    "plain_descent_sigmoids_in_a_row": {
        "solver": "sgd",
        "learning_rate_init": 0.5,
        "hidden_layer_sizes": (32, 32, 32),
        "activation": "logistic",
    },
}


def train(
    *,
    examples: int = 1437,
    epochs: int = 60,
    scale: float = 16.0,
    shuffled: bool = False,
    **options: Any,
) -> dict[str, list[float]]:
    """The four curves of a network, trained epoch by epoch."""
    with np.load(DATA) as data:
        x, y = data["x_train"][:examples] / scale, data["y_train"][:examples]
        held_out, labels = data["x_test"] / scale, data["y_test"]
    if shuffled:
        y = np.random.default_rng(0).permutation(y)
    model = MLPClassifier(
        **{"hidden_layer_sizes": (32,), "batch_size": 32, "random_state": 0, **options}
    )
    curves: dict[str, list[float]] = {
        metric: [] for metric in ("loss", "accuracy", "val_loss", "val_accuracy")
    }
    for _ in range(epochs):
        model.partial_fit(x, y, classes=np.arange(10))
        for prefix, inputs, truth in (("", x, y), ("val_", held_out, labels)):
            chances = model.predict_proba(inputs)
            curves[f"{prefix}loss"].append(float(log_loss(truth, chances, labels=np.arange(10))))
            curves[f"{prefix}accuracy"].append(float((chances.argmax(1) == truth).mean()))
    return curves


if __name__ == "__main__":
    (HERE / "digits").mkdir(exist_ok=True)
    for name, options in ATTEMPTS.items():
        np.savez(HERE / "digits" / f"{name}.npz", **train(**options))
