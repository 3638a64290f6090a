"""An explanation of a run's weights is taken from the recorder once."""

from dataclasses import replace

import pytest

from grader.evidence.runs.explained import MOST_FURTHER_STEPS, with_explanations
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


FURTHER = StepKept(run=1, epoch=4, step=1, arrays="6.npz", learning_rate=0.1, further=True)


def test_further_steps_stand_beside_the_first():
    """As many as the recorder sends; one without arrays is none."""
    empty = replace(FURTHER, arrays=None)
    recording = replace(
        RECORDING, events=(empty, FURTHER, STEP, *[FURTHER] * (MOST_FURTHER_STEPS - 1))
    )

    (run,) = with_explanations((RUN,), recording)

    assert run.kept_step.epoch == 3
    assert [(step.epoch, step.step) for step in run.further_steps] == [(5, 2)] * MOST_FURTHER_STEPS
    assert len(with_unseen((RUN,), recording)[0].unseen) == 1


def test_more_of_them_than_are_sent_are_for_a_person():
    """Who sends others beside pushes the recorder's out."""
    recording = replace(RECORDING, events=(STEP, *[FURTHER] * (MOST_FURTHER_STEPS + 1)))

    assert with_unseen((RUN,), recording)[0].unseen == (REPORTED_TWICE,)
    recording = replace(RECORDING, events=(STEP, *[FURTHER] * MOST_FURTHER_STEPS))
    assert with_unseen((RUN,), recording)[0].unseen == ()
