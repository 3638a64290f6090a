"""The pictures of a model's first layer in a report."""

from __future__ import annotations

import base64
import io
from dataclasses import replace

import numpy as np
import pytest
from PIL import Image

from grader.model.graded.score import FirstLayer
from grader.report.views.models.first_layer import first_layer_view
from tests.report import cases
from tests.report.pages import read, visible

BLUE, ORANGE, WHITE = (0, 114, 178, 255), (213, 94, 0, 255), (255, 255, 255, 255)


def layer(shades: np.ndarray, *, filters: bool, count: int) -> FirstLayer:
    written = base64.b64encode(shades.astype(np.uint8).tobytes()).decode()
    return FirstLayer(filters, count, shades.shape, written)


def test_blue_is_above_zero_and_orange_below():
    """Filters are enlarged; between pictures the page shows through."""
    shades = np.array([[[255, 128, 1]] * 3] * 2)
    view = first_layer_view("cnn", layer(shades, filters=True, count=32))
    image = Image.open(io.BytesIO(view.picture.content))

    assert image.size == (2 * 27 + 2, 27)
    assert [image.getpixel((x, 13)) for x in (4, 13, 22)] == [BLUE, WHITE, ORANGE]
    assert image.getpixel((27, 13))[3] == 0
    assert view.picture.alt.replace("\N{NO-BREAK SPACE}", " ") == (
        "The weights of the 2 strongest of 32 filters as pictures."
    )
    assert "responds to edges" in view.legend


@pytest.mark.parametrize(
    "odd",
    [
        FirstLayer(False, 4, (4, 28, 28), "AAAA"),
        FirstLayer(False, 4, (4, 28), "AAAA"),
        FirstLayer(False, 4, (0, 28, 28), ""),
        FirstLayer(False, 4, (1, 1, 1), "=?"),
        FirstLayer(False, 4, (10**6, 10**6, 10**6), "AAAA"),
    ],
)
def test_a_record_that_does_not_hold_what_it_says_shows_nothing(odd):
    """Records may have been edited: no report fails by that."""
    assert first_layer_view("x", odd) is None


def test_the_first_layer_stands_in_the_report(reporter, assignment):
    """Below the chart of classes, with words; without one there is no heading."""
    result = cases.perfect(assignment)
    seen = layer(np.full((4, 28, 28), 200), filters=False, count=64)
    scores = (replace(result.scores[0], first_layer=seen), *result.scores[1:])
    page = reporter.html(replace(result, scores=scores))
    pictures = [attributes for tag, attributes in read(page).elements if tag == "img"]

    assert visible(page).count("First layer") == 1
    assert any("4 strongest of 64" in picture["alt"] for picture in pictures)
    assert "First layer" not in visible(reporter.html(result))
