"""An explanation of a run's weights is taken from the recorder once."""

from dataclasses import replace

import pytest

from grader.evidence.runs.explained import with_explanations
from grader.evidence.runs.unseen import REPORTED_TWICE, with_unseen
from grader.model.events import BegunWith, StepKept, WeightsSet
from tests.checks.cases import RECORDING, a_run

RUN = a_run(epochs_run=0)
STEP = StepKept(run=1, epoch=2, step=7, own=("an own loss" * 50,) * 50, arrays="3.npz")
SET = WeightsSet(run=1, times=1, epochs=3, distance=2.0, path=1.0, arrays="4.npz")
BEGUN = BegunWith(run=1, arrays="5.npz")


def test_a_run_has_what_was_reported_of_it():
    """Epochs and steps are counted from 1, names of parts are cut."""
    recording = replace(RECORDING, events=(STEP, SET, BEGUN))

    (run,) = with_explanations((RUN,), recording)

    assert (run.kept_step.epoch, run.kept_step.step, len(run.kept_step.own)) == (3, 8, 5)
    assert (run.put_in.before.arrays, run.put_in.before.epochs) == ("4.npz", 3)
    assert run.begun_with.arrays == "5.npz"
    assert with_unseen((RUN,), recording)[0].unseen == ()


@pytest.mark.parametrize("event", [STEP, SET, BEGUN])
def test_reported_twice_it_is_for_a_person(event):
    """One of the two is not the recorder's."""
    (run,) = with_unseen((RUN,), replace(RECORDING, events=(event, event)))

    assert run.unseen == (REPORTED_TWICE,)
