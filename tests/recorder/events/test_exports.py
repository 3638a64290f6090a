"""Weights are sent when they may be needed."""

import numpy as np

from grader.recorder.events.exports import FURTHER_BYTES, Exports


class Sent:
    """A channel that keeps what it is given."""

    def __init__(self):
        self.frames = []

    def send(self, event, arrays=None, **fields):
        self.frames.append((event, bool(arrays), fields["run"]))
        return len(self.frames)


def test_the_last_weights_of_a_cell_are_sent():
    """Of many short runs the first five, every tenth and the last bring weights, and each run is
    reported once.
    """
    channel = Sent()
    exports = Exports(channel)

    for run in range(1, 23):
        exports.began(1)
        exports.finished(1, {"w0000": 1}, run=run)
    exports.cell_ended()

    assert [run for _, _, run in channel.frames] == list(range(1, 23))
    assert [run for _, weights, run in channel.frames if weights] == [1, 2, 3, 4, 5, 10, 20, 22]


def test_a_step_is_sent_with_the_weights_of_its_run():
    """Of runs that follow each other fast the last one's, too; those between are forgotten."""
    channel = Sent()
    exports = Exports(channel)

    for run in range(1, 9):
        exports.began(1)
        exports.step_kept(1, {"w0000": 1}, run=run)
        exports.begun_with(1, {"w0000": 1}, run=run)
        exports.finished(1, {"w0000": 1}, run=run)
    exports.cell_ended()

    for kind in ("step_kept", "begun_with"):
        assert [run for event, _, run in channel.frames if event == kind] == [1, 2, 3, 4, 5, 8]


def test_a_run_that_matters_is_sent_whatever_its_number():
    """One into which weights were put, with its step and its beginning."""
    channel = Sent()
    exports = Exports(channel)

    for run in range(1, 10):
        exports.began(1)
        exports.step_kept(1, {"w0000": 1}, run=run)
        if run == 7:
            exports.whole(1)
        exports.finished(1, {"w0000": 1}, run=run)
    exports.cell_ended()

    for kind in ("step_kept", "fit_finished"):
        sent = [run for event, weights, run in channel.frames if event == kind and weights]
        assert sent == [1, 2, 3, 4, 5, 7, 9]


def test_a_step_of_own_parts_is_never_forgotten():
    """Of a run between others without its arrays."""
    channel = Sent()
    exports = Exports(channel)

    for run in range(1, 9):
        exports.began(1)
        exports.step_kept(1, {"w0000": 1}, run=run, own=["an own train_step"])
        exports.finished(1, {"w0000": 1}, run=run)
    exports.cell_ended()

    steps = {run: arrays for event, arrays, run in channel.frames if event == "step_kept"}
    assert steps == {**dict.fromkeys(range(1, 9), True), 6: False, 7: False}


def test_models_do_not_crowd_each_other_out():
    """Each model's runs are counted by themselves, and anew in every cell."""
    channel = Sent()
    exports = Exports(channel)

    for cell in range(2):
        for model in (1, 2):
            for run in range(4):
                exports.finished(model, {"w0000": 1}, run=(cell, model, run))
        exports.cell_ended()

    assert len(channel.frames) == 16
    assert all(weights for _, weights, _ in channel.frames)


def test_further_steps_are_sent_as_long_as_there_is_room():
    """Each run may take a tenth of what is left, so that many large ones leave later ones some."""
    channel = Sent()
    exports = Exports(channel)
    large, small = ({"w0000": np.zeros(size // 8)} for size in (FURTHER_BYTES // 30, 1000))

    for run, arrays in enumerate([large] * 12 + [small], start=1):
        further = [(arrays, {"run": run, "further": True})] * 4
        exports.began(run)
        exports.step_kept(run, {"w0000": 1}, run=run, further=further)
        exports.finished(run, {"w0000": 1}, run=run)

    sent = [run for event, _, run in channel.frames if event == "step_kept"]
    assert [sent.count(run) for run in range(1, 14)] == [4, *[3] * 4, *[2] * 7, 5]
