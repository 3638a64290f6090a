"""What Plotly's figure factory had, in the words of today's Plotly."""

import types

import numpy as np
import pytest

from grader.recorder.compat.libraries import plots

pytest.importorskip("plotly")


class Notes:
    def __init__(self):
        self.names = []

    def used(self, old, today):
        self.names.append(old)


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"annotation_text": [["a", "b"], ["c", "d"]]},
        {"x": ["0", "1"], "y": ["0", "1"], "colorscale": "Blues", "showscale": True},
        {"font_colors": ["black", "white"], "hoverinfo": "z"},
    ],
)
def test_an_annotated_heat_map_shows_its_numbers(given):
    """With texts or without, in whatever colours."""
    factory, notes = types.SimpleNamespace(), Notes()
    plots.hooks(notes)["plotly.figure_factory"](factory)

    figure = factory.create_annotated_heatmap(np.array([[3, 1], [0, 4]]), **given)

    (trace,) = figure.data
    assert np.asarray(trace.z).tolist() == [[3, 1], [0, 4]]
    assert trace.text[0][0] == ("a" if "annotation_text" in given else "3")
    assert notes.names == ["ff.create_annotated_heatmap"]


def test_plotly_s_own_stays():
    """Where it is there."""
    own = object()
    factory = types.SimpleNamespace(create_annotated_heatmap=own)

    plots.hooks(Notes())["plotly.figure_factory"](factory)

    assert factory.create_annotated_heatmap is own
