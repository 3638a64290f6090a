"""Figures are reported, and drawn only where somebody reads the picture."""

import base64
import io
from types import SimpleNamespace

import numpy as np
import pytest
from IPython.core import pylabtools
from matplotlib.figure import Figure
from PIL import Image
from plotly.subplots import make_subplots

from grader.recorder.hooks.drawing import Drawing
from grader.recorder.hooks.figures import described


class Reported:
    """A channel that keeps what it is given."""

    def __init__(self):
        self.events = []

    def send(self, event, arrays=None, **fields):
        self.events.append((event, dict(fields), arrays or {}))


@pytest.fixture
def reported():
    return Reported()


@pytest.fixture
def drawing(reported):
    return Drawing(reported, lambda: 7, lambda: pytest.fail("the recorder failed"))


@pytest.fixture
def display(drawing):
    """IPython's module, hooked."""
    module = SimpleNamespace(print_figure=pylabtools.print_figure)
    drawing.below_cells(module)
    return module


@pytest.fixture
def figure():
    figure = Figure(figsize=(3, 2))
    axes = figure.subplots()
    axes.plot([3.0, 2.0, 1.0], label="loss")
    axes.set_title("Learning curve")
    return figure


def size_of(png):
    return Image.open(io.BytesIO(png)).size


@pytest.mark.parametrize("fmt", ["png", "retina"])
def test_a_figure_below_a_cell_is_reported_and_not_drawn(fmt, display, reported, figure):
    """The picture is a pixel; what it shows is known all the same."""
    png = display.print_figure(figure, fmt=fmt)

    assert size_of(png) == (1, 1)
    [(event, fields, _)] = reported.events
    assert event == "figure_shown"
    assert fields["execution_count"] == 7
    assert fields["axes"][0]["title"] == "Learning curve"
    assert fields["axes"][0]["lines"] == [{"label": "loss", "values": [3.0, 2.0, 1.0]}]


def test_base64_is_answered_with_base64(display, figure):
    """As IPython's own function does."""
    assert size_of(base64.b64decode(display.print_figure(figure, base64=True))) == (1, 1)


def test_other_formats_are_drawn(display, figure):
    """A vector figure is text that a notebook may go on with."""
    assert "<svg" in display.print_figure(figure, fmt="svg")


def test_an_empty_figure_shows_nothing(display, reported):
    """As in Jupyter."""
    assert display.print_figure(Figure()) is None
    assert not reported.events


def test_a_saved_figure_is_drawn_and_reported(drawing, reported, figure):
    """A student may read the file again."""

    class Canvas:
        def __init__(self, figure):
            self.figure = figure

        def print_figure(self, stream):
            self.figure.savefig(stream, format="png", dpi=50)

    drawing.into_files(SimpleNamespace(FigureCanvasBase=Canvas))
    stream = io.BytesIO()

    Canvas(figure).print_figure(stream)

    assert size_of(stream.getvalue()) == (150, 100)
    assert [event for event, _, _ in reported.events] == ["figure_shown"]


def test_the_arrays_of_an_image_are_reported(display, reported):
    """A confusion matrix is known by its numbers."""
    figure = Figure()
    figure.subplots().imshow(np.array([[5, 1], [0, 4]]))

    display.print_figure(figure)

    [(_, fields, arrays)] = reported.events
    assert fields["axes"][0]["grids"] == [{"key": "g000", "shape": [2, 2], "kind": "image"}]
    np.testing.assert_array_equal(arrays["g000"], [[5, 1], [0, 4]])


COUNTED = [str(digit) for digit in range(3)]
NAMED = [f"digit {digit}" for digit in range(3)]
WRITTEN = [["5", "1", "0"], ["0", "4", "2"], ["1", "0", "7 "]]


@pytest.mark.parametrize(
    "heads",
    [
        {},
        {"rowLabels": NAMED},
        {"rowLabels": NAMED, "colLabels": NAMED},
        {"colLabels": COUNTED},
        {"rowLabels": COUNTED, "colLabels": COUNTED},
        {"rowLabels": COUNTED, "colLabels": NAMED},
        {"rowLabels": NAMED, "colLabels": COUNTED},
    ],
)
@pytest.mark.parametrize("written", [WRITTEN, [[f"{text}%" for text in row] for row in WRITTEN]])
def test_the_numbers_of_a_table_are_reported(heads, written):
    """A confusion matrix may be drawn as a table; what heads it is no part of it."""
    figure = Figure()
    figure.subplots().table(cellText=written, **heads)

    reported, arrays = described(figure)

    assert reported["axes"][0]["grids"] == [{"key": "g000", "shape": [3, 3], "kind": "mesh"}]
    np.testing.assert_array_equal(arrays["g000"], [[5, 1, 0], [0, 4, 2], [1, 0, 7]])


@pytest.mark.parametrize(
    "written", [[["lr", "0.1"], ["units", "many"]], [["?"]], [["1"] * 200] * 100]
)
def test_tables_that_show_no_numbers(written):
    """Words between them, or more than any matrix has."""
    figure = Figure()
    figure.subplots().table(cellText=written)

    reported, _ = described(figure)

    assert reported["axes"][0]["grids"] == []


def test_dots_and_bars_are_reported_as_lines():
    """A history may be drawn as dots or as bars, standing or lying."""
    figure = Figure()
    axes = figure.subplots()
    axes.scatter([1, 2, 3], [3.0, 2.0, 1.0], label="loss")
    axes.bar([1, 2], [0.5, 0.7], label="accuracy")
    axes.barh([1, 2], [0.4, 0.6])

    reported, _ = described(figure)

    assert [line["values"] for line in reported["axes"][0]["lines"]] == [
        [3.0, 2.0, 1.0],
        [0.5, 0.7],
        [0.4, 0.6],
    ]
    assert reported["axes"][0]["lines"][0]["label"] == "loss"


def test_figures_of_plotly_are_reported(drawing, reported):
    """Lines and heatmaps, each on its axes; the figure may be a dict; it is shown as it would
    be.
    """
    shown = []
    module = SimpleNamespace(show=shown.append)
    drawing.by_plotly(module)
    figure = make_subplots(1, 2)
    figure.add_scatter(y=[3.0, None, 1.0], name="loss", row=1, col=1)
    figure.add_heatmap(z=np.eye(3), row=1, col=2)
    figure.update_layout(title="Run 1", yaxis_title="loss")

    module.show(figure)
    module.show({"data": [{"type": "bar", "y": [1, 2]}, {"type": "pie", "values": [1, 2]}]})

    assert shown[0] is figure
    (event, fields, arrays), (_, second, _) = reported.events
    assert (event, fields["title"], fields["execution_count"]) == ("figure_shown", "Run 1", 7)
    left, right = fields["axes"]
    assert left["y_label"] == "loss"
    assert left["lines"][0] == {
        "label": "loss",
        "values": [3.0, pytest.approx(float("nan"), nan_ok=True), 1.0],
    }
    assert arrays[right["grids"][0]["key"]].tolist() == np.eye(3).tolist()
    assert second["axes"][0]["lines"][0]["values"] == [1.0, 2.0]
