"""A measured accuracy that the recorded training does not come to is said, and nothing else."""

import math
from dataclasses import replace

import pytest

from grader.checks.jump import told_beyond, unexplained
from grader.model.descriptions import ArraySummary, CompileInfo
from grader.model.graded.score import StateScore
from grader.model.recording import HostTraining
from tests.checks.cases import MATRIX, a_run, a_score, evidence_of

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


def beyond(told, accuracy=0.2, *, beside=(), rows=HELD_OUT, **changes):
    """What is said of accuracies that a notebook told of a training, and of models `beside` it."""
    validated = ArraySummary("val_x", (rows, 4), "float32", 0.0, 1.0) if rows else None
    run = a_run(history={"val_accuracy": told}, val_x=validated, tested_on_held_out=bool(rows))
    run = replace(run, **changes)
    others = [replace(run, number=number) for number, _ in enumerate(beside, start=2)]
    scores = [a_score(accuracy), *(a_score(one, run=n) for n, one in enumerate(beside, start=2))]
    return told_beyond(run, replace(evidence_of(run), runs=(run, *others)), scores)


@pytest.mark.parametrize("rows", [0, HELD_OUT], ids=["lists of a loop", "a fit"])
def test_curves_that_end_where_no_model_is_await_a_person(rows):
    """In shares or in per cent."""
    assert "ends with 97.00 % on the validation data" in beyond((0.3, 0.9, 0.97), rows=rows)
    assert beyond((30.0, 90.0, 97.0), rows=rows) == beyond((0.3, 0.9, 0.97), rows=rows)


@pytest.mark.parametrize(
    ("told", "accuracy", "others"),
    [
        (STEADY, 0.90, {}),
        ((30.0, 92.0), 0.90, {}),
        ((0.3, 0.97, 0.4), 0.97, {}),
        ((0.3, 0.97), 0.2, {"beside": (0.96,)}),
        ((0.3, 0.97), 0.2, {"rows": HELD_OUT - 1}),
        ((0.3, 0.97), 0.2, {"tested_on_held_out": False}),
        ((0.3, 0.97), 0.2, {"rows": 0, "validation_split": 0.2}),
        ((0.3, 0.97), 0.2, {"training": HostTraining(1, "0" * 64, 1, "", "a.npz", 2, {})}),
        ((0.3, math.nan), 0.2, {"rows": 0}),
        ((0.3, 970.0), 0.2, {"rows": 0}),
        ((), 0.2, {}),
    ],
)
def test_what_is_told_of_other_rows_or_models_says_nothing(told, accuracy, others):
    """Nor do values that are no accuracies, the best epoch's weights, and what the host trained."""
    assert beyond(told, accuracy, **others) == ""


def test_states_and_averages_count_as_the_model():
    """Who saves the best weights, or puts averages in at the end, draws what led to them."""
    run = a_run(history={"val_accuracy": (0.3, 0.97)}, val_x=None)
    for score in (
        a_score(0.2, states=(StateScore(0.96, 0.1, MATRIX),)),
        a_score(0.2, trained_alone=0.96),
        a_score(0.2, prepared_as_usual=True),
    ):
        assert told_beyond(run, evidence_of(run), [score]) == ""
