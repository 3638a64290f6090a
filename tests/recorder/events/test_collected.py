"""Values that a loop of the student's own collected are found."""

import numpy as np
import pytest

from grader.recorder.events.collected import Collected, metric_of


@pytest.mark.parametrize(
    ("name", "metric"),
    [
        ("losses", "loss"),
        ("train_loss_results", "loss"),
        ("val_losses", "val_loss"),
        ("testAccs", "val_accuracy"),
        ("accuracy", "accuracy"),
        ("cost_history", "loss"),
        ("epochs", None),
        ("x_batch", None),
    ],
)
def test_names_say_which_metric_it_is(name, metric):
    """What was measured on other data says so."""
    assert metric_of(name) == metric


def test_lists_that_a_cell_filled():
    """Lists alone or in a dictionary count once they grew; those that stay as they were are another
    training's.
    """
    collected, losses, hist = Collected(), [0.5], {"val_acc": [np.float32(0.25)], "epoch": [1]}

    collected.look_at({"losses": losses, "hist": hist, "loss_fn": print, "_loss": [1.0]})
    first = dict(collected.latest)
    losses.append(0.25)
    collected.look_at({"losses": losses, "hist": hist})

    assert first == {"loss": [0.5], "val_accuracy": [0.25]}
    assert collected.latest == {"loss": [0.5, 0.25]}


def test_what_holds_no_numbers_is_no_history():
    """Words, arrays of several values and endless lists are left alone."""
    collected = Collected()

    collected.look_at(
        {"loss_names": ["mse"], "losses": [np.zeros(3)], "acc": [0.0] * 6000, "val_loss": []}
    )

    assert collected.latest == {}
