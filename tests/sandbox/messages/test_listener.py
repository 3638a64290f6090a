"""Messages on the recorder's channel are checked and kept."""

import io
import os

import numpy as np
import pytest

from grader.sandbox.messages.listener import FRAME, Alarms, Listener
from tests.sandbox.supervision import LetRun

HEADER = b'{"event": "fit_finished", "run": 1}'


def heard(folder, sent, *, on_too_much=lambda _: None):
    """The listener, after a kernel has sent these bytes and died."""
    events, kernel = os.pipe()
    answers = os.open(os.devnull, os.O_WRONLY)
    quiet = Alarms(on_too_much=on_too_much, on_dropped=lambda _: None, on_fault=lambda: None)
    listener = Listener(
        (events, answers), quiet, folder=folder, supervisor=LetRun(), limit_bytes=10**6
    )
    listener.start()
    os.write(kernel, sent)
    os.close(kernel)
    listener.join(60)
    os.close(events)
    os.close(answers)
    return listener


def frame():
    held = io.BytesIO()
    np.savez(held, w0000=np.zeros(100, np.float32))
    return FRAME.pack(len(HEADER), len(held.getvalue())) + HEADER + held.getvalue()


@pytest.mark.parametrize("kept", [3, FRAME.size, FRAME.size + 10, FRAME.size + len(HEADER), -40])
def test_a_kernel_that_dies_while_it_sends_has_tampered_with_nothing(tmp_path, kept):
    """A frame cut off anywhere is left out, and no message of somebody else's."""
    listener = heard(tmp_path, frame() + frame()[:kept])

    assert (listener.rejected, [event.event for event in listener.events]) == (0, ["fit_finished"])
    assert [path.name for path in (tmp_path / "arrays").iterdir()] == ["000001.npz"]


def test_a_kernel_that_is_gone_is_trained_for_no_more(tmp_path):
    """It may have asked a hundred times before it ended: the pipe holds so many questions."""
    asked = []

    class Counts(LetRun):
        def training_asked(self, event):
            asked.append(event.run)
            listener.kernel_is_gone()
            return "no"

    events, kernel = os.pipe()
    answers = os.open(os.devnull, os.O_WRONLY)
    quiet = Alarms(lambda _: None, lambda _: None, lambda: None)
    listener = Listener(
        (events, answers), quiet, folder=tmp_path, supervisor=Counts(), limit_bytes=10**6
    )
    for run in range(1, 4):
        question = b'{"event": "training_asked", "run": %d}' % run
        os.write(kernel, FRAME.pack(len(question), 0) + question)
    os.close(kernel)
    listener.start()
    listener.join(60)
    os.close(events)
    os.close(answers)

    assert asked == [1]
    assert len(listener.events) == 3


def test_what_is_no_event_is_counted(tmp_path):
    """A whole frame that no recorder sends."""
    assert heard(tmp_path, FRAME.pack(2, 0) + b"{}" + frame()).rejected == 1


@pytest.mark.parametrize(
    ("bound", "value", "taken"),
    [
        ("MAX_VALUES", 15, 1),
        ("MAX_EVENT_VALUES", 11, 0),
        ("MAX_HEADER_BYTES", 50, 0),
        ("MAX_HEADERS_BYTES", 120, 1),
        ("MAX_EVENTS", 1, 1),
    ],
)
def test_a_kernel_that_sends_without_end_is_stopped(tmp_path, monkeypatch, bound, value, taken):
    """Each event costs memory and time here: values, a header, all of them, and their number."""
    monkeypatch.setattr(f"grader.sandbox.messages.listener.{bound}", value)
    header = b'{"event": "fit_finished", "run": 1, "history": {"loss": [1, 2, 3]}}'
    said = []

    listener = heard(tmp_path, 2 * (FRAME.pack(len(header), 0) + header), on_too_much=said.append)

    assert len(said) == 1
    assert len(listener.events) == taken


def test_lists_that_lie_in_each_other_are_values_too(tmp_path, monkeypatch):
    """They have no commas, and take as much memory."""
    monkeypatch.setattr("grader.sandbox.messages.listener.MAX_VALUES", 100)
    nested = b"[" * 60 + b"]" * 60
    header = b'{"event": "fit_finished", "run": 1, "history": {"loss": %s}}' % nested
    said = []

    heard(tmp_path, FRAME.pack(len(header), 0) + header, on_too_much=said.append)

    assert said == ["recorded more than 100 values"]
