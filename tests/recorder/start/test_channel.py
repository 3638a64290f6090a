"""The kernel's end of the channel: what it is answered, and by whom."""

import io
import os
import threading

import numpy as np

from grader.model.training import TrainedModel
from grader.recorder.start.channel import Channel
from grader.sandbox.messages.answering import HostAnswers
from grader.sandbox.messages.listener import Alarms, Listener
from tests.sandbox.supervision import LetRun

TRAINED = TrainedModel(
    digest="d",
    history={"loss": (0.5, 0.25), "val_accuracy": (0.8, 0.9)},
    epochs_run=2,
    weights=(np.arange(100_000, dtype=np.float32),),
    optimizer_variables=(np.array(7), np.array(0.1)),
)
QUIET = Alarms(on_too_much=lambda _: None, on_dropped=lambda _: None, on_fault=lambda: None)


class Host(LetRun):
    """Answers every question with the same."""

    def __init__(self, answer):
        self.answer, self.asked = answer, []

    def training_asked(self, event):
        self.asked.append(event)
        return self.answer


class Talk:
    """A kernel's channel and the listener at its other end."""

    def __init__(self, folder, supervisor):
        events_in, events_out = os.pipe()
        answers_in, answers_out = os.pipe()
        self.listener = Listener(
            (events_in, answers_out), QUIET, folder=folder, supervisor=supervisor, limit_bytes=10**6
        )
        self.listener.start()
        self.channel = Channel()
        self.channel.open(events_out, answers_in)
        self._fds = (events_out, answers_in)
        self._host = (events_in, answers_out)

    def __enter__(self):
        return self.channel

    def __exit__(self, *_):
        for fd in self._fds:
            os.close(fd)
        self.listener.join(60)
        for fd in self._host:
            os.close(fd)


def test_a_training_comes_back_as_it_was_handed_out(tmp_path):
    """Larger than the pipe holds at a time, and with the answers to other questions around it."""
    with Talk(tmp_path, Host(TRAINED)) as channel:
        before = channel.ask("epoch_finished", run=1, epoch=0, logs={})
        payload = channel.ask_for_training(2)
        after = channel.ask("epoch_finished", run=1, epoch=1, logs={})

    with np.load(io.BytesIO(payload)) as arrays:
        weights, losses = arrays["w0000"], arrays["h.loss"]
        assert (len(arrays["o0000"].shape), float(arrays["o0001"])) == (0, 0.1)
    assert (weights == TRAINED.weights[0]).all()
    assert losses.tolist() == [0.5, 0.25]
    assert (before, after) == ("continue", "continue")


def test_two_threads_that_train_are_answered_each(tmp_path):
    """Neither takes what the other waits for."""
    answers = {}

    def train(first):
        for run in range(first, first + 20, 2):
            channel.ask("epoch_finished", run=run, epoch=0, logs={})
            answers[run] = channel.ask_for_training(run)

    with Talk(tmp_path, Host(TRAINED)) as channel:
        threads = [threading.Thread(target=train, args=(first,), daemon=True) for first in (1, 2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(30)

        assert not any(thread.is_alive() for thread in threads)
        assert len(answers) == 20
        assert all(len(payload) > TRAINED.weights[0].nbytes for payload in answers.values())


def test_what_is_declined_is_left_to_the_kernel(tmp_path):
    """Whatever stands in the reason."""
    with Talk(tmp_path, Host("too large\nfor us " + "x" * 10_000)) as channel:
        assert channel.ask_for_training(1) == b""
        assert channel.ask("epoch_finished", run=1, epoch=0, logs={}) == "continue"


def test_for_a_question_that_is_too_long_nobody_waits(tmp_path):
    """It is left out, which the host is told; what comes behind it is answered."""
    host = Host(TRAINED)
    with Talk(tmp_path, host) as channel:
        assert channel.ask_for_training(1, settings="x" * 5_000_000) == b""
        assert channel.ask("epoch_finished", run=1, epoch=0, note="x" * 5_000_000) == "continue"
        assert channel.send("state_saved", note="x" * 5_000_000) == 0
        assert len(channel.ask_for_training(2)) > TRAINED.weights[0].nbytes

    assert [event.run for event in host.asked] == [2]


def test_a_question_that_is_not_understood_is_answered(tmp_path):
    """A kernel that asks waits for as long as it takes."""
    host = Host(TRAINED)
    with Talk(tmp_path, host) as channel:
        assert channel.ask_for_training(1, start="from the stars") == b""

    assert host.asked == []


def test_a_kernel_that_leaves_its_answers_unread_is_given_up():
    """Half an answer is never followed by another one."""
    reading, writing = os.pipe()
    answers = HostAnswers(writing, patience_ms=50)

    giving = threading.Thread(target=answers.training, args=(1, TRAINED), daemon=True)
    giving.start()
    giving.join(60)
    assert not giving.is_alive()
    read = os.read(reading, 10**6)
    answers.line("continue 1 0")

    os.set_blocking(reading, False)
    assert read.startswith(b"trained 1 ")
    assert b"continue" not in _rest(reading)


def _rest(fd):
    try:
        return os.read(fd, 10**6)
    except BlockingIOError:
        return b""
