"""Tells whether code of the notebook's own may run while `fit` does: in a thread, when a timer is
over, or wherever Python traces.

With Keras it could change the training at any step; while the host trains it would find a model
that stands still, and act when all is over.
"""

from __future__ import annotations

import itertools
import signal
import sys
import threading
from collections.abc import Iterator
from types import FrameType, FunctionType
from typing import Any

from ..compat.caller import is_students, is_students_code
from .instructions import NotAsked

ALARMS = (
    (signal.ITIMER_REAL, signal.SIGALRM),
    (signal.ITIMER_VIRTUAL, signal.SIGVTALRM),
    (signal.ITIMER_PROF, signal.SIGPROF),
)
"""Each timer of the process, and the signal that it sends."""

TRACES = (sys.gettrace, sys.getprofile)
"""As they were when this was imported."""
ENDLESS = (None, -1)
"""What `threading` takes for a time limit that there is none."""


def nothing_beside() -> None:
    """Raise `NotAsked` where a thread runs the notebook's code, or something will call it."""
    frames = sys._current_frames()
    others = (frame for thread, frame in frames.items() if thread != threading.get_ident())
    if any(is_students(frame) for other in others for frame in _running(other)):
        raise NotAsked("a thread of the notebook's own")
    timers = (each for each in threading.enumerate() if isinstance(each, threading.Timer))
    if any(_is_own(timer.function) for timer in timers):
        raise NotAsked("a timer")
    if any(
        signal.getitimer(timer)[0] and _is_own(signal.getsignal(sent)) for timer, sent in ALARMS
    ):
        raise NotAsked("an alarm")
    if is_traced():
        raise NotAsked("a trace")


def is_traced() -> bool:
    """Whether Python calls a function of the notebook's own between the lines, or at the calls, of
    whatever runs in this thread.
    """
    return any(_is_own(asked()) for asked in TRACES)


def _running(frame: FrameType) -> list[FrameType]:
    """The frames of a thread; none where it waits, however long, for what another one does, such as
    the cell that has started the thread in which `fit` runs.
    """
    outwards = list(_outwards(frame))
    inner = list(itertools.takewhile(_is_threading, outwards))
    waits = inner and all(each.f_locals.get("timeout") in ENDLESS for each in inner)
    return [] if waits else outwards


def _outwards(frame: FrameType | None) -> Iterator[FrameType]:
    while frame is not None:
        yield frame
        frame = frame.f_back


def _is_threading(frame: FrameType) -> bool:
    return frame.f_globals.get("__name__") == threading.__name__


def _is_own(function: Any) -> bool:
    """Whether it is a function of the notebook's, or a method; of what is not written in Python
    nobody can tell.
    """
    function = getattr(function, "__func__", function)
    if isinstance(function, FunctionType):
        return is_students_code(function.__code__, function.__globals__)
    return callable(function)
