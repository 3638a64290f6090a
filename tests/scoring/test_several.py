"""Of several recorded steps the first has to be computed, others while there is time."""

import pytest

from grader.scoring.process import several
from grader.scoring.process.several import answer_of
from grader.scoring.process.step_request import OWN_PARTS, errors_in
from grader.scoring.rebuilding.rebuild import Unfit
from grader.untrusted.npz import NpzRefused


def error_of(step):
    if isinstance(step, Exception):
        raise step
    return step


def test_each_has_its_place():
    """One that is not to be computed has no error, and one that can't be neither."""
    answer = answer_of([0.1, None, Unfit("odd"), NpzRefused("torn"), 0.0], error_of)

    assert answer == {"ok": True, "errors": [0.1, None, None, None, 0.0]}
    assert errors_in(answer, steps=6) == ([0.1, None, None, None, 0.0, None], "")


def test_what_the_first_raises_is_raised():
    """It is the reason that a report gives."""
    with pytest.raises(Unfit, match="odd"):
        answer_of([Unfit("odd"), 0.1], error_of)


def test_a_first_one_of_the_students_own_parts():
    """Others are computed all the same."""
    answer = answer_of([None, 0.2], error_of)

    assert errors_in(answer, steps=2) == ([None, 0.2], OWN_PARTS)


def test_what_would_take_too_long_is_left(monkeypatch):
    """By the longest so far: what has begun is ended."""
    now = iter(range(0, 1000, 4))
    monkeypatch.setattr(several.time, "monotonic", lambda: float(next(now)))

    assert answer_of([0.1, 0.2, 0.3], error_of)["errors"] == [0.1, None, None]
