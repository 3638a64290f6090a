"""A measured accuracy that the recorded training does not come to is said, and nothing else."""

import pytest

from grader.checks.jump import unexplained
from grader.model.descriptions import ArraySummary, CompileInfo
from tests.checks.cases import MATRIX, a_run, a_score

HELD_OUT = sum(map(sum, MATRIX))
STEADY = tuple(0.93 - 0.8 * 0.8**epoch for epoch in range(40))
FLAT = (0.1,) * 40


def said(recorded, accuracy=0.93, *, rows=HELD_OUT, **optimizer):
    """What is said of a training that recorded these accuracies on so many validation rows."""
    run = a_run(
        history={"val_accuracy": recorded},
        val_x=ArraySummary("val_x", (rows, 4), "float32", 0.0, 1.0),
        compiled=CompileInfo("SGD", optimizer),
    )
    return unexplained(run, a_score(accuracy))


@pytest.mark.parametrize(
    "recorded",
    [
        STEADY,
        (*STEADY[:25], 0.2, 0.1, 0.9),
        (0.1, 0.85, 0.93),
        (0.1, 0.2) * 5 + tuple(0.1 + 0.08 * epoch for epoch in range(11)),
        tuple(value - 0.05 for value in STEADY),
    ],
    ids=[
        "steady",
        "breaks down and recovers",
        "at once",
        "late but gradual",
        "a little lower than measured",
    ],
)
def test_what_trainings_do_is_explained(recorded):
    """They rise at once or late, break down, and differ a little from what is measured."""
    assert said(recorded) == ""


def test_weights_that_were_put_in_after_the_last_epoch_are_not():
    """Unless the validation data are others than the held-out ones, or the optimizer averages
    weights at the end.
    """
    assert "never had more than 10.00 %" in said(FLAT)
    assert said(FLAT, rows=HELD_OUT - 1) == ""
    assert said(FLAT, use_ema=True) == ""
    assert said((), 0.93) == ""


def test_nor_is_a_jump_late_in_the_record():
    """Weights that were put in before the last epoch was validated."""
    assert "In epoch 40 " in said((*FLAT[:-1], 0.93))
