"""Figures drawn from numbers."""

from __future__ import annotations

import io
import math
import re
from dataclasses import replace
from decimal import Decimal
from xml.etree import ElementTree as ET

import numpy as np
import pytest
from PIL import Image

from grader.report.confusion import cells_beyond_spread, same_shape
from grader.report.figures import palette
from grader.report.figures.axes import Scale, ticks, value_scale, whole_ticks
from grader.report.figures.curves import Series, learning_curve
from grader.report.figures.distribution import bin_counts, points_distribution
from grader.report.figures.marks import line_sample, points_bar, status_mark
from grader.report.figures.matrix import confusion_figure, difference_figure
from grader.report.figures.pictures import pixels, png
from tests.report import cases

DIGITS = tuple("0123456789")


def coordinates(figure):
    """All coordinates of absolute path commands of a figure."""
    data = " ".join(re.findall(r' d="([^"]*)"', figure.body))
    return [tuple(map(float, pair)) for pair in re.findall(r"[ML](-?[\d.]+) (-?[\d.]+)", data)]


def curve(values, *, band=None):
    return learning_curve("x", "loss", (Series("training", palette.TRAINING, tuple(values), band),))


def test_every_figure_is_well_formed_and_stays_on_its_paper():
    """SVG parses as XML, carries its description, and draws nothing outside its box."""
    matrix, reference = cases.score("baseline").confusion_matrix, cases.role_reference("baseline")
    band = reference.curves["loss"]
    figures = [
        curve(cases.history("baseline")["loss"], band=band),
        confusion_figure("m", matrix, DIGITS),
        difference_figure("d", matrix, reference, DIGITS),
        points_bar("p", Decimal(60), Decimal(20), Decimal(100)),
        points_distribution("h", [0.1, 0.5, 1.0]),
        *(status_mark(status) for status in palette.STATUS),
        *(line_sample(kind) for kind in ("training", "validation", "band")),
    ]

    for figure in figures:
        root = ET.fromstring(figure.svg())
        assert root.get("aria-label") == figure.alt
        assert all(
            -1 <= x <= figure.width + 1 and -1 <= y <= figure.height + 1
            for x, y in coordinates(figure)
        )
        assert "style" not in figure.svg()


def test_curves_break_where_there_is_no_number():
    """NaN and infinity leave a gap instead of a line to nowhere."""
    figure = curve([0.5, 0.4, float("nan"), float("inf"), 0.3, 0.2])
    line = next(
        data for data in re.findall(r'<path d="([^"]*)" fill="none" stroke="#0072b2"', figure.body)
    )

    assert line.count("M") == 2
    assert "nan" not in figure.body
    assert "inf" not in figure.body


def test_a_curve_of_nothing_is_no_figure():
    """Without one finite value there is nothing to draw."""
    assert curve([float("nan")] * 3) is None
    assert curve([]) is None


@pytest.mark.parametrize(
    "values", [[0.5], [0.0, 0.0], [1e-30, 1e30], [-1.0, -2.0], [5.0] * 100_000]
)
def test_odd_histories_are_drawn(values):
    """One epoch, constants, thirty decades, negative losses and a hundred thousand epochs draw
    without fuss.
    """
    figure = curve(values)

    assert len(figure.body) < 20_000
    assert all(math.isfinite(x) and math.isfinite(y) for x, y in coordinates(figure))


def test_losses_over_decades_get_a_logarithmic_scale():
    """A loss that falls by a factor of a hundred is readable at both ends; an accuracy never gets
    such a scale.
    """
    assert value_scale([0.001, 0.1], start=0, end=1, share=False).logarithmic
    assert not value_scale([0.001, 0.9], start=0, end=1, share=True).logarithmic


def test_the_band_reaches_beyond_a_short_run_but_not_endlessly():
    """A run stopped at epoch 100 of 500 is shown before the band up to epoch 300."""
    band = cases.role_reference("baseline").curves["loss"]
    figure = curve(cases.history("baseline", epochs=100)["loss"], band=band)

    assert ">300<" in figure.body
    assert ">400<" not in figure.body


def test_ticks_are_round_and_few():
    """Ticks stand at round values within the axis."""
    assert ticks(Scale(0.0, 1.0, 0, 100)) == (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)
    assert whole_ticks(Scale(1, 15, 0, 100)) == (5, 10, 15)
    assert whole_ticks(Scale(1, 2, 0, 100)) == (1, 2)


def test_matrix_shows_counts_by_their_place():
    """The cell in row 4, column 9 says how often a 4 was taken for a 9."""
    matrix = cases.score("baseline").confusion_matrix
    figure = confusion_figure("m", matrix, DIGITS)

    words = [
        text.text for text in ET.fromstring(figure.svg()).iter("{http://www.w3.org/2000/svg}text")
    ]
    assert str(matrix[4][9]) in words
    assert f"{sum(matrix[i][i] for i in range(10))} of 10000 right" in figure.alt


def test_only_cells_beyond_the_spread_are_emphasised():
    """A count that reference models have as well gets no figure; one far off gets its difference
    with sign.
    """
    reference = cases.role_reference("baseline")
    mean = [list(map(round, row)) for row in reference.confusion_mean]
    mean[3][5] += 60
    mean[5][3] += round(2 * reference.confusion_spread[5][3])
    matrix = tuple(map(tuple, mean))

    assert reference.confusion_spread[5][3] > 2
    assert cells_beyond_spread(matrix, reference) == {(3, 5)}
    assert (
        ">+60<" in difference_figure("d", matrix, reference, DIGITS).body
        or ">+59<" in difference_figure("d", matrix, reference, DIGITS).body
    )


def test_matrices_of_other_sizes_are_not_compared():
    """A model with twelve outputs has no difference from a ten-class reference."""
    reference = cases.role_reference("baseline")

    assert not same_shape(((1,) * 12,) * 12, reference)
    assert not same_shape(cases.score("cnn").confusion_matrix, None)
    assert not same_shape(
        cases.score("cnn").confusion_matrix, replace(reference, confusion_spread=())
    )


@pytest.mark.parametrize("size", [1, 2, 26, 100])
def test_matrices_of_any_size_are_drawn(size):
    """One class or a hundred: the figure holds them, without figures where there is no room."""
    matrix = tuple(tuple(int(row == column) for column in range(size)) for row in range(size))

    ET.fromstring(confusion_figure("m", matrix, ()).svg())


def test_pictures_are_real_png():
    """A digit is encoded losslessly, dark ink on light paper."""
    image = np.zeros((28, 28), np.uint8)
    image[3, 5] = 255

    decoded = np.asarray(Image.open(io.BytesIO(png(pixels(image, low=0, high=255)))))

    assert decoded.shape == (28, 28)
    assert decoded[3, 5] == 0
    assert decoded[0, 0] == 255


@pytest.mark.parametrize(
    ("shape", "seen"),
    [
        ((64,), (8, 8)),
        ((8, 8, 1), (8, 8)),
        ((5, 5, 3), (5, 5, 3)),
        ((13,), None),
        ((200, 300), (50, 75)),
        ((4, 4, 4, 4), None),
    ],
)
def test_examples_of_many_shapes(shape, seen):
    """Flat squares, channels and large pictures are understood; what is no picture is none."""
    found = pixels(np.ones(shape), low=0.0, high=1.0)

    assert (found.shape if found is not None else None) == seen


def test_points_fall_into_tenths():
    """Full points stand in the last tenth, none in the first."""
    assert bin_counts([0.0, 0.05, 0.3, 1.0, 0.999]) == (2, 0, 0, 1, 0, 0, 0, 0, 0, 2)
