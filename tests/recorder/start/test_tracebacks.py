"""Tracebacks show students their own code."""

import sys
import traceback

import pytest

from grader.recorder.hooks.figures import described
from grader.recorder.start.tracebacks import KEPT_FRAMES, without_recorder, without_the_middle


def test_a_recursion_without_end_is_shown_by_its_ends():
    """IPython takes seconds for every frame of a notebook where many modules are loaded."""

    def again(depth):
        return 1 / 0 if depth == 0 else again(depth - 1)

    try:
        again(300)
    except ZeroDivisionError:
        _, error, trace = sys.exc_info()

    frames = traceback.extract_tb(without_the_middle(trace))

    assert len(frames) == 2 * KEPT_FRAMES
    assert frames[0].name == "test_a_recursion_without_end_is_shown_by_its_ends"
    assert isinstance(error, ZeroDivisionError)


def test_an_ordinary_error_is_shown_whole():
    """Nothing is left out of a traceback that somebody could read."""
    try:
        int("x")
    except ValueError:
        _, _, trace = sys.exc_info()

    assert without_the_middle(trace) is trace
    assert len(traceback.extract_tb(trace)) == 1


def test_no_frame_of_the_recorders_is_shown():
    """In whatever of its folders it stands: a student who misspelt a loss read about a dozen of
    them, and not which line was theirs.
    """
    with pytest.raises(AttributeError) as raised:
        described(None)

    assert [frame.name for frame in traceback.extract_tb(raised.tb)][1:]
    shown = traceback.extract_tb(without_recorder(raised.tb))
    assert [frame.name for frame in shown] == ["test_no_frame_of_the_recorders_is_shown"]


def test_an_error_of_the_recorders_alone_is_shown():
    """Where no frame is anybody else's, one stays."""
    with pytest.raises(AttributeError) as raised:
        described(None)

    shown = traceback.extract_tb(without_recorder(raised.tb.tb_next))
    assert [frame.name for frame in shown] == ["described"]
