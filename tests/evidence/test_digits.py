"""Held-out images are found among the pictures that a notebook shows, with the words beside them."""

from __future__ import annotations

import numpy as np
import pytest

from grader.evidence.shown import digits
from grader.evidence.shown.digits import digits_shown
from grader.model.descriptions import AxesShown, GridShown, LineShown
from grader.model.events import FigureShown
from grader.model.submission import Cell, Notebook, Output


@pytest.fixture
def shown(make, tmp_path, dataset):
    """What is found in figures of cell 2, each of which draws pictures on axes of its own."""

    def found(*figures, title="", beside=(), printed=""):
        events = []
        for number, pictures in enumerate(figures):
            named = {f"g{place}": picture for place, picture in enumerate(pictures)}
            np.savez(tmp_path / f"{number}.npz", **named)
            axes = tuple(
                AxesShown(grids=(GridShown(key, each.shape, "image"),))
                for key, each in named.items()
            )
            events.append(
                FigureShown(
                    title=title, axes=(*axes, *beside), arrays=f"{number}.npz", execution_count=3
                )
            )
        output = Output("stream", printed, stream="stdout")
        executed = Notebook((Cell(2, "code", "plt.show()", outputs=(output,)),))
        return digits_shown(make.recording(*events, folder=tmp_path, executed=executed), dataset)

    return found


@pytest.mark.parametrize(
    "way", [lambda row: row, lambda row: row[::-1], lambda row: 255 - row[::-1]]
)
def test_a_picture_may_stand_upside_down(shown, dataset, way):
    """As a mesh is drawn whose first row is at the bottom."""
    assert [each.index for each in shown([way(dataset.held_out_x[17])])] == [17]


def test_several_images_in_one_picture(shown, dataset, monkeypatch):
    """Side by side and below each other; how many are looked at has a bound."""
    rows = dataset.held_out_x
    picture = np.vstack([np.hstack(rows[[4, 5, 6]]), np.hstack([rows[9], rows[8], np.eye(28)])])

    assert [each.index for each in shown([picture])] == [4, 5, 6, 9, 8]
    monkeypatch.setattr(digits, "MOST_LOOKED_AT", 4)
    assert [each.index for each in shown([picture], [picture])] == [4, 5, 6, 9]


def test_what_stands_on_a_figure_of_one_picture_is_about_that(shown, dataset):
    """Its title, and the axes beside it; on a figure of several nobody knows of which."""
    one, other = dataset.held_out_x[:2]
    bars = AxesShown(title="predicted 3", lines=(LineShown("", (0.1, 0.9)),))

    (alone,) = shown([one], title="true 5", beside=(bars,))
    several = shown([one, other], title="true 5", beside=(bars,))

    assert alone.texts == ("predicted 3", "true 5")
    assert [each.texts for each in several] == [(), ()]


@pytest.mark.parametrize(
    ("printed", "beside"),
    [
        ("true 1 read 7\ntrue 2 read 3\n", [("true 1 read 7",), ("true 2 read 3",)]),
        ("313/313 ━ 0s 1ms/step\n1 7\n\nx\n2 3", [("1 7",), ("2 3",)]),
        ("true 1\nread 7\ntrue 2\nread 3", [("true 1", "read 7"), ("true 2", "read 3")]),
        ("1 7\n2 3\n4 5", [(), ()]),
        ("".join(f"{n}\n" for n in range(10)), [(), ()]),
        ("", [(), ()]),
    ],
)
def test_lines_that_are_printed_for_each_picture(shown, dataset, printed, beside):
    """As many for each, in their order; any other number of lines tells nothing."""
    one, other = dataset.held_out_x[:2]

    assert [each.texts for each in shown([one], [other], printed=printed)] == beside
