"""Whatever the recorder could not see is said."""

from __future__ import annotations

from dataclasses import replace

from grader.evidence.runs.recorded import recorded_runs
from grader.evidence.runs.unseen import ROWS_LOST, ROWS_UNSEEN, faults_in, with_unseen
from grader.model.events import RecorderFault

TRACE = 'Traceback (most recent call last):\n  File "x"\nValueError: no rows\n'


def unseen_of(make, *more, **start):
    """What is said of one training in cell 8."""
    first, *events = make.fit(1, make.dense_net(), make.compiled(), epochs=2, count=8)
    recording = make.recording(replace(first, **start), *events, *more)
    (run,) = with_unseen(recorded_runs(recording), recording)
    return run.unseen


def test_a_fault_is_said_of_its_cell_and_of_the_training_there(make):
    """Another cell's training is not concerned."""
    here, elsewhere = (RecorderFault(traceback=TRACE, execution_count=count) for count in (8, 7))
    said = faults_in(make.recording(here))

    assert said == (
        (
            "The recorder failed in cell 8 (ValueError: no rows): what happened there was seen in "
            "part only."
        ),
    )
    assert said[0] in unseen_of(make, here)
    assert not any("failed" in sentence for sentence in unseen_of(make, elsewhere))


def test_rows_that_nobody_could_look_at_are_said(make):
    """A form that can't be read, no data at all, and arrays that were left out."""
    x = make.array(600, 784)

    assert unseen_of(make, x=None) == (ROWS_UNSEEN,)
    assert unseen_of(make, x=replace(x, kind="other")) == (ROWS_UNSEEN,)
    assert unseen_of(make, x=x) == (ROWS_LOST,)
    assert unseen_of(make, x=x, arrays="arrays/0.npz") == ()
