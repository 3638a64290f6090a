"""Figures show their data, and the signs that are drawn by hand."""

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
from grader.report.figures.marks import points_bar, status_mark
from grader.report.figures.pictures import pixels, png
from grader.report.figures.svg import Figure
from grader.report.views.class_page.summary import distribution_of
from grader.report.views.models.curves import overfits_from
from grader.report.views.models.matrices import counts_map, difference_map, shares_map
from tests.report import cases
from tests.report.data import trained

DIGITS = tuple("0123456789")


def test_signs_are_well_formed_and_stay_on_their_paper():
    """SVG parses as XML, carries its description, and draws nothing outside its box."""
    figures = [
        points_bar("p", Decimal(60), Decimal(20), Decimal(100)),
        *(status_mark(status) for status in palette.STATUS),
    ]

    for figure in figures:
        root = ET.fromstring(figure.svg())
        data = " ".join(re.findall(r' d="([^"]*)"', figure.body))
        assert root.get("aria-label") == figure.alt
        assert "style" not in figure.svg()
        for x, y in re.findall(r"[ML](-?[\d.]+) (-?[\d.]+)", data):
            assert -1 <= float(x) <= figure.width + 1
            assert -1 <= float(y) <= figure.height + 1


def test_a_figure_on_paper_has_its_own_colours():
    """Paper has no dark mode: the variables of a page are gone, ids are those of the figure."""
    figure = Figure("f", 10, 10, '<g fill="var(--ink,#123456)" id="@@1"/>', "seen")

    assert 'fill="#123456" id="f-1"' in figure.on_paper()
    assert 'fill="var(--ink,#123456)" id="f-1"' in figure.svg()


def test_an_ornament_is_not_read_aloud():
    """What has no description is hidden from those who listen."""
    assert 'aria-hidden="true"' in Figure("f", 10, 10, "", "").svg()


def test_only_cells_beyond_the_spread_are_emphasised():
    """A count that reference models have as well gets no words; one far off gets its difference
    with sign.
    """
    reference = trained.role_reference("baseline")
    mean = [list(map(round, row)) for row in reference.confusion_mean]
    mean[3][5] += 60
    mean[5][3] += round(2 * reference.confusion_spread[5][3])
    matrix = tuple(map(tuple, mean))

    shown = difference_map("d", matrix, reference, DIGITS)

    assert reference.confusion_spread[5][3] > 2
    assert cells_beyond_spread(matrix, reference) == {(3, 5)}
    assert shown.words[3][5] in ("+59", "+60")
    assert sum(bool(word) for row in shown.words for word in row) == 1
    assert shown.strength[3][5] <= -0.4
    assert f"3 taken for 5: {shown.words[3][5]}" in shown.alt


def test_a_matrix_says_what_is_in_it():
    """The cell in row 4, column 9 says how often a 4 was taken for a 9; mistakes are orange."""
    matrix = cases.score("baseline").confusion_matrix

    counts, shares = counts_map("m", matrix, DIGITS), shares_map("s", matrix, DIGITS)

    assert counts.words[4][9] == str(matrix[4][9])
    assert counts.strength[4][9] < 0 < counts.strength[4][4]
    assert shares.words[4][4] == f"{100 * matrix[4][4] / sum(matrix[4]):.0f}"
    right = sum(matrix[index][index] for index in range(10))
    assert f"{right:,} of 10,000 right" in counts.alt
    assert "times 9 was taken for 4" in counts.alt


def test_matrices_of_other_sizes_are_not_compared():
    """A model with twelve outputs has no difference from a ten-class reference."""
    reference = trained.role_reference("baseline")

    assert not same_shape(((1,) * 12,) * 12, reference)
    assert not same_shape(cases.score("cnn").confusion_matrix, None)
    assert not same_shape(
        cases.score("cnn").confusion_matrix, replace(reference, confusion_spread=())
    )


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


def test_points_are_reported_in_tenths():
    """Full points stand in the last tenth, none in the first."""
    reported = distribution_of([0.0, 0.05, 0.3, 1.0, 0.999]).alt

    assert "0 to 10 %: 2, 30 to 40 %: 1, 90 to 100 %: 2" in reported


@pytest.mark.parametrize(
    ("training", "validation", "epoch"),
    [
        ((5, 4, 3, 2, 1), (5, 3, 4, 5, 6), 2),
        ((5, 4, 3, 2, 1), (5, 4, 3, 2, 1), None),
        ((5, 4, 3, 2, 1), (5, 4, 3, 3.05, 3.05), None),
        ((5, 4, 4, 4, 4), (5, 3, 4, 5, 6), None),
        ((5, 4, 3, 2, 1), (5, 4, 3, 2, 3), None),
        ((5, 4, 3), (5, 3, math.nan), None),
        ((5,), (5,), None),
        ((), (), None),
    ],
)
def test_where_overfitting_began(training, validation, epoch):
    """Where the validation loss turned for good while the training loss went on falling; not where
    it wavers, nor where training itself went wrong.
    """
    assert overfits_from({"loss": training, "val_loss": validation}) == epoch
