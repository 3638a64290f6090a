"""Steps are held against what their training was given."""

import numpy as np
import pytest

from grader.recorder.rows.taken_by_steps import RowsTaken

ROWS = np.arange(60.0).reshape(12, 5)
OTHERS = ROWS + 0.5


def test_each_call_has_rows_of_its_own():
    """What an earlier call was given doesn't explain the batch of a later one."""
    taken = RowsTaken(None)
    for given, batch in ((ROWS[:4], ROWS[:4]), (ROWS[4:8], ROWS[4:8])):
        taken.is_given(given)
        taken.step_takes(batch)
    assert taken.others() is None

    taken.is_given(ROWS[8:])
    taken.step_takes(OTHERS[:4])

    assert len(taken.others()) == 4


def test_others_are_still_known_in_later_calls():
    """One call among many is told at the end."""
    taken = RowsTaken(ROWS)
    taken.step_takes(OTHERS)
    taken.is_given(ROWS)
    taken.step_takes(ROWS)

    assert len(taken.others()) == 12


@pytest.mark.parametrize("kind", [np.array, np.ndarray.tolist], ids=["array", "lists"])
def test_rows_that_were_written_over(kind):
    """In an array or in lists, while steps were taken; as they were they are not."""
    given = kind(ROWS)
    taken = RowsTaken(given)
    assert not taken.are_exchanged()
    taken.step_takes(ROWS.astype(np.float32))
    assert not taken.are_exchanged()

    given[3][1] = 7.0

    assert taken.are_exchanged()
