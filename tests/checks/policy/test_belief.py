"""`verify` believes some trainings unseen, and never those that it must not."""

import math
from dataclasses import replace

import pytest

from grader.checks import why_in_full
from grader.model.descriptions import LayerInfo, ModelInfo
from grader.model.evidence import RoleMatch
from grader.model.submission import Notebook
from tests.checks.cases import (
    RECORDING,
    a_check,
    a_log,
    a_reference,
    a_run,
    a_score,
    a_start,
    an_assignment,
    evidence_of,
)
from tests.checks.policy.test_supervision import CORRECT, supervise

LOG = a_log(CORRECT)
START = a_start(a_run())
FROZEN = LayerInfo("Dense", "d1", {"units": 8, "trainable": False}, (None, 8), 32)


def compiled(optimizer="SGD", **config):
    return replace(
        START.compiled, optimizer=optimizer, optimizer_config={"learning_rate": 0.01, **config}
    )


SWITCHED = {
    "a callback of the student's": {"switches": ("callback LearningRateFinder",)},
    "early stopping": {"switches": ("callback EarlyStopping",)},
    "nobody looked": {"switches": None},
    "a schedule object": {
        "compiled": compiled(learning_rate={"class_name": "PiecewiseConstantDecay"})
    },
    "a rate of next to nothing": {"compiled": compiled(learning_rate=1e-9)},
    "a rate of 0": {"compiled": compiled(learning_rate=0.0)},
    "no number for a rate": {"compiled": compiled(learning_rate=math.nan)},
    "averaged weights": {"compiled": compiled(use_ema=True)},
    "updates put off": {"compiled": compiled(gradient_accumulation_steps=100_000)},
    "an optimizer that nobody knows": {"compiled": compiled("Lion")},
    "the tail of an earlier fit": {"initial_epoch": 1},
    "few steps an epoch": {"steps_per_epoch": 1},
    "one batch of everything": {"batch_size": 4800},
    "a batch size that is not known": {"batch_size": None},
    "a pipeline": {"x": replace(START.x, kind="dataset")},
    "labels from a pipeline": {"y": replace(START.y, kind="other")},
    "no validation data": {"val_x": None},
    "a piece of the training data": {"validation_split": 0.1},
    "a loop": {"way": "train_on_batch"},
    "an own model class": {"model": replace(START.model, class_name="Net")},
    "a frozen layer": {
        "model": ModelInfo(1, "Sequential", (FROZEN, *START.model.layers[1:]), 50, 18)
    },
}


@pytest.mark.parametrize("why", SWITCHED)
def test_what_may_change_on_the_way_is_trained(why):
    """The prefix follows the log in each of these, and what comes after it could be anything."""
    assert supervise("verify", CORRECT[:10], log=LOG, **SWITCHED[why]) is None


@pytest.mark.parametrize("reaching", [None, ("cell 4 defines the class Callback",)])
def test_code_that_may_reach_into_the_machinery_is_trained(reaching):
    """What the recorder tells is worth as much as the code that ran beside it."""
    assert supervise("verify", CORRECT[:10], log=LOG, reaching=reaching) is None


def test_a_plain_fit_is_believed():
    """Nothing can change what a plain fit does in its second half."""
    assert supervise("verify", CORRECT, log=LOG) == 3
    assert (
        supervise("verify", CORRECT, log=LOG, compiled=compiled("Adam", learning_rate=0.001)) == 3
    )


def test_a_model_that_is_not_as_asked_is_trained():
    """The bands are those of the model that was asked for."""
    near = RoleMatch("net", "near", layer_differences=("relu instead of sigmoid",))

    assert supervise("verify", CORRECT[:10], log=LOG, match=near) is None


@pytest.mark.parametrize(
    "log",
    [CORRECT[:60], (*CORRECT[:60], *(0.5 for _ in range(40))), (*CORRECT[:99], 0.99), CORRECT[:3]],
)
def test_a_log_is_believed_to_its_last_epoch_or_not_at_all(log):
    """One that is shorter than the training asked for, or ends elsewhere than correct ones, says
    nothing of its end.
    """
    assert supervise("verify", CORRECT[:10], log=a_log(log)) is None


def test_a_prefix_below_all_correct_runs_is_trained():
    """A log that is as low is followed; but nothing that the reference knows went on from there."""
    low = (*(value - 0.1 for value in CORRECT[:3]), *CORRECT[3:])

    assert supervise("verify", low[:10], log=a_log(low)) is None


def test_figures_of_some_epochs_only_are_not_taken_for_those_of_all():
    """With `validation_freq=2` the second value is not the second epoch's."""
    assert supervise("verify", (math.nan, *CORRECT[1:10]), log=LOG) is None


def looked_again(run, accuracy):
    """Why a second look asks for training in full."""
    return why_in_full(
        RECORDING,
        evidence_of(run),
        (a_score(accuracy),),
        notebook=Notebook(()),
        assignment=an_assignment(a_check("accuracy", options={"floor": 0.8})),
        reference=a_reference(),
    )


def stopped(reason, shown, epochs=3):
    return a_run(
        stopped_by_grader=True,
        stop_reason=reason,
        epochs_run=epochs,
        history={"val_accuracy": shown},
        claims=(LOG,),
    )


@pytest.mark.parametrize(
    ("reason", "shown", "measured", "because"),
    [
        ("followed", CORRECT[:3], 0.078, "we measured 7.80 %"),
        ("followed", (0.4, 0.6, 0.70), 0.69, "correct solutions have 73.33 % by then"),
        ("followed", (), 0.76, "recorded no validation accuracy"),
        ("met", (0.94,) * 3, 0.10, "we measured 10.00 %"),
        ("met", (0.915,) * 60, 0.85, "showed 91.50 %"),
        ("met", (0.91,) * 3, 0.89, "had less on the held-out data"),
        ("out_of_reach", (0.1,) * 60, 0.91, "seemed hopeless"),
        ("frozen", (0.1,) * 10, 0.91, "seemed hopeless"),
    ],
)
def test_a_stop_that_the_measured_figure_does_not_bear_out_is_undone(
    reason, shown, measured, because
):
    """Whatever the training's own record said, the notebook is run again in full."""
    assert because in looked_again(stopped(reason, shown, max(3, len(shown))), measured)


def test_a_tail_on_other_data_is_not_believed():
    """The bands say where a training on all the examples ends, not one on a thousand of them."""
    match = RoleMatch(
        "net", "near", data_differences=("trained on 1,000 of the 4,800 training examples",)
    )
    run = stopped("followed", CORRECT[:3])

    assert looked_again(run, CORRECT[2]) == ""
    assert "1,000 of the 4,800" in looked_again(replace(run, match=match), CORRECT[2])


@pytest.mark.parametrize("reason", ["followed", "met"])
def test_a_stop_that_the_measured_figure_bears_out_stands(reason):
    """Seeds and validation data of one's own explain a small difference."""
    shown = CORRECT[:3] if reason == "followed" else (*CORRECT[:57], 0.945, 0.945, 0.945)

    assert looked_again(stopped(reason, shown, len(shown)), shown[-1] - 0.01) == ""
