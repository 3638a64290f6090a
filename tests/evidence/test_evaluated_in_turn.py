"""Evaluations between trainings of one epoch each are the curve of the validation."""

import pytest

from grader.evidence.runs.recorded import recorded_runs
from grader.evidence.shown.figures import curves_shown
from grader.model.descriptions import AxesShown, LineShown
from grader.model.events import Evaluated, FigureShown

VALUES = [0.52, 0.71, 0.83, 0.88]


def evaluated(run, value, rows, make):
    return Evaluated(model_id=1, run=run, x=make.array(rows, 784), results={"accuracy": value})


def shown(make, line, *, last_again=False, with_training_rows=False):
    events = []
    for number, value in enumerate(VALUES, start=1):
        x = make.array(600, 784)
        events += make.fit(number, make.dense_net(), make.compiled(), epochs=1, x=x)
        if with_training_rows:
            events.append(evaluated(number, value + 0.05, 600, make))
        events.append(evaluated(number, value, 77, make))
    if last_again:
        events.append(evaluated(len(VALUES), VALUES[-1], 77, make))
    events.append(
        FigureShown(axes=(AxesShown(lines=(LineShown("", tuple(line)),)),), execution_count=3)
    )
    recording = make.recording(*events)
    found = curves_shown(recording, recorded_runs(recording))
    return {(curve.run, curve.metric) for curve in found}


@pytest.mark.parametrize("last_again", [False, True])
def test_one_epoch_at_a_time_and_an_evaluation_after_each(make, last_again):
    """It is the last training's curve; that the end is evaluated once more takes nothing from it."""
    assert shown(make, VALUES, last_again=last_again) == {(4, "val_accuracy")}


def test_the_training_rows_are_evaluated_too(make):
    """As many rows as were trained on: the curve of the training."""
    line = [value + 0.05 for value in VALUES]
    assert shown(make, line, with_training_rows=True) == {(4, "accuracy")}


def test_other_values_are_no_curve(make):
    """A line that was made up is none, and two points are too few."""
    assert shown(make, [0.5, 0.7, 0.8, 0.9]) == set()
    assert shown(make, VALUES[:2]) == set()
