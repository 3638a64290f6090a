"""Data that is passed to a call is described and sampled."""

from types import SimpleNamespace

import numpy as np

from grader.recorder.events.data_passed import outline, send_with_data
from grader.recorder.events.summary import Piece, as_array
from grader.recorder.hooks.batches import thinned
from grader.recorder.rows.pipelines import rows_of


class Sent:
    """A channel that keeps what it is given."""

    def __init__(self):
        self.frames = []

    def send(self, event, arrays=None, **fields):
        self.frames.append((event, sorted(arrays or {}), fields))
        return len(self.frames)


def a_watch():
    return SimpleNamespace(channel=Sent(), sent={}, count=lambda: 1)


def test_the_same_arrays_go_once():
    """A second call on the same arrays names the first; changed or other arrays go again."""
    watch, x, y = a_watch(), np.arange(80.0).reshape(20, 4), np.arange(20)

    for values in (x, x, x.copy()):
        send_with_data(watch, "fit_started", {"x": values, "y": y})
    x += 1
    send_with_data(watch, "fit_started", {"x": x, "y": y})

    earlier = [fields["same_arrays_as"] for _, _, fields in watch.channel.frames]
    assert earlier == [None, 1, None, None]
    assert watch.channel.frames[1][1] == []
    assert watch.channel.frames[1][2]["x"] == watch.channel.frames[0][2]["x"]


def test_one_changed_pixel_is_another_array():
    """A value between the sampled rows counts too."""
    watch, x = a_watch(), np.zeros((1000, 4))
    send_with_data(watch, "fit_started", {"x": x})

    x[7, 3] = 1.0
    send_with_data(watch, "fit_started", {"x": x})

    assert [fields["same_arrays_as"] for _, _, fields in watch.channel.frames] == [None, None]


def test_a_piece_is_no_whole_array():
    """One batch of many is marked like the first batch of a pipeline."""
    watch = a_watch()

    send_with_data(watch, "fit_started", {"x": Piece(np.zeros((16, 4)))})

    (_, arrays, fields) = watch.channel.frames[0]
    assert (fields["x"]["kind"], fields["x"]["shape"]) == ("dataset", [16, 4])
    assert "x.sample" in arrays


def test_an_outline_needs_no_hashes():
    """Shape, type and range of arrays, lists and tensors alike."""
    assert outline([[1, 2], [3, 4]]) == {
        "key": "x",
        "shape": [2, 2],
        "dtype": "int64",
        "minimum": 1.0,
        "maximum": 4.0,
    }
    assert outline(object())["kind"] == "other"


def test_a_long_history_is_thinned():
    """Means of equal stretches keep the course of a loss."""
    falling = thinned([float(value) for value in range(10_000, 0, -1)])

    assert len(falling) == 500
    assert falling == sorted(falling, reverse=True)
    assert thinned([1.0, 2.0]) == [1.0, 2.0]


def test_inputs_of_any_structure_are_looked_at():
    """The largest of several; a list of numbers or of rows is an array; what holds no numbers is
    none, and nothing raises.
    """
    x, y = np.zeros((5, 8)), np.zeros((5, 2))
    largest = [{"a": x}, {"a": y, "b": x}, [y, x], (x,), {"a": {"b": x}}]
    rows = [
        ([1.0, 2.0], (2,)),
        ([[1, 2], [3, 4]], (2, 2)),
        ([x[0], x[1]], (2, 8)),
        (list(np.zeros((9, 3, 3))), (9, 3, 3)),
    ]

    assert [as_array(value).shape for value in largest] == [(5, 8)] * 5
    assert [as_array(value).shape for value, _ in rows] == [shape for _, shape in rows]
    for value in ({}, [], {"a": "words"}, {"a": None, "b": x}, object()):
        assert as_array(value) is None
        assert rows_of(value, steps=None, seconds=1.0) is None
