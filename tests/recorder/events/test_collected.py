"""Values that a loop of the student's own collected are found."""

import numpy as np
import pandas as pd
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
        ("verluste", "loss"),
        ("Genauigkeit_val", "val_accuracy"),
        ("pertes", "loss"),
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


class Trainer:
    """A class of the notebook's own."""

    def __init__(self):
        self._losses = [9.0]
        self.history = {"train": {"loss": [0.5, 0.25]}, "val": {"loss": [0.75, 0.5]}}
        self.model = self


Trainer.__module__ = "__main__"


@pytest.mark.parametrize(
    "held",
    [
        Trainer(),
        {"train": {"loss": [0.5, 0.25]}, "val": {"loss": [0.75, 0.5]}},
        [{"epoch": 1, "loss": 0.5, "val_loss": 0.75}, {"epoch": 2, "loss": 0.25, "val_loss": 0.5}],
        pd.DataFrame({"loss": [0.5, 0.25], "val_loss": [0.75, 0.5]}),
        {"loss": np.array([0.5, 0.25]), "val_loss": np.array([0.75, 0.5], np.float32)},
        {"batch_losses": [0.1] * 9, "loss": [0.5, 0.25], "val_loss": [0.75, 0.5]},
    ],
    ids=lambda held: type(held).__name__,
)
def test_wherever_they_are_collected(held):
    """In objects, tables, rows and arrays; of several lists the one that has as many values as
    others. Those that stay as they were are another training's.
    """
    collected = Collected()

    collected.look_at({"log": held, "other": Trainer})
    first = dict(collected.latest)
    collected.look_at({"log": held})

    assert first == {"loss": [0.5, 0.25], "val_loss": [0.75, 0.5]}
    assert collected.latest == {}


def test_an_array_that_is_filled():
    """It is as long as before."""
    collected, losses = Collected(), np.zeros(3)
    collected.look_at({"losses": losses})
    losses[:] = 3, 2, 1

    collected.look_at({"losses": losses})

    assert collected.latest == {"loss": [3, 2, 1]}


def test_two_trainers_are_two():
    """What one has collected is not new because another has."""
    collected, first, second = Collected(), Trainer(), Trainer()
    collected.look_at({"a": first, "b": second})
    second.history["train"]["loss"].append(0.125)

    collected.look_at({"a": first, "b": second})

    assert collected.latest == {"loss": [0.5, 0.25, 0.125]}


def test_each_of_several_models_has_its_own():
    """In the order in which they were trained, whatever else holds the same lists."""
    fast, slow = {"loss": [0.5, 0.1], "val_acc": [0.7, 0.9]}, {"loss": [2.3], "val_acc": [0.1]}
    collected = Collected()

    collected.look_at(
        {"slow": slow, "fast": fast, "best": fast["val_acc"], "best_val_acc": [0.7, 0.9]}
    )

    assert collected.of(0, 2) == {"loss": [2.3], "val_accuracy": [0.1]}
    assert collected.of(1, 2) == {"loss": [0.5, 0.1], "val_accuracy": [0.7, 0.9]}


def test_what_does_not_come_out_even_is_the_same_for_all():
    """Two lists of losses and one of accuracies of two models: nobody knows whose they are."""
    collected = Collected()

    collected.look_at({"loss_a": [0.5], "loss_b": [0.4], "acc": [0.7]})

    assert collected.of(0, 2) == collected.of(1, 2) == collected.latest
    assert collected.of(0, 1) == collected.latest
