"""Our drawings are put on paper without WeasyPrint reading SVG."""

from __future__ import annotations

from decimal import Decimal

import pytest

from grader.report.drawing import Studio
from grader.report.figures.formula import Formula
from grader.report.figures.marks import STATUS_WORDS, points_bar, status_mark
from grader.report.paper.steps import (
    DrawnPath,
    DrawnText,
    UnknownDrawingError,
    path_operators,
    steps_of,
)
from tests.report.assignments import TEMPLATES
from tests.report.drawing.test_studio import every_plot

ROOT = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10" width="20" height="20"'
    ' font-size="8">{}</svg>'
)


def steps(body: str):
    found = steps_of(ROOT.format(body))
    return found and found.steps


def test_all_that_we_draw_is_known():
    """Charts, marks, the bar of points and formulas; of words none is lost."""
    studio = Studio(TEMPLATES / "report.mplstyle")
    drawings = [str(studio.figure(plot).on_paper()) for plot in every_plot()]
    drawings += [str(status_mark(status).on_paper()) for status in STATUS_WORDS]
    drawings += [str(points_bar("p", Decimal(3), Decimal(2), Decimal(9)).on_paper())]
    drawings += [Formula("$x$", 20, 10, "M1 2Q3 4 5 6L1 1C1 2 3 4 5 6Z", display=True).drawing()]

    for drawing in drawings:
        found = steps_of(drawing)
        assert found is not None, drawing[:300]
        words = [step for step in found.steps if isinstance(step, DrawnText)]
        assert len(words) == drawing.count("<text")


@pytest.mark.parametrize(
    "body",
    [
        '<image href="data:image/png;base64,AA=="/>',
        '<path d="M0 0a1 1 0 0 1 2 2"/>',
        '<path d="M0 0L1"/>',
        '<path d="M0 0L1 1" fill="url(#gradient)"/>',
        '<path d="M0 0L1 1" transform="scale(2)"/>',
        '<path d="M0 0L1 1" style="fill: red"/>',
        '<path d="M0 0L1 1" fill="red"/>',
        '<g opacity="0.5"><path d="M0 0L1 1"/></g>',
        '<g filter="url(#f)"><path d="M0 0L1 1"/></g>',
        '<use href="#nowhere"/>',
        '<text fill="#000000">one <tspan>two</tspan></text>',
        '<text fill="#000000" x="1" y="1" transform="rotate(9 0 0)">askew</text>',
    ],
)
def test_what_is_not_known_is_left_to_weasyprint(body):
    """Rather than drawn otherwise than it is meant."""
    assert steps(body) is None


def test_a_shape_says_its_colours_its_line_and_what_it_is_cut_to():
    """Everything in one piece that leaves the page's state as it was."""
    (shape,) = steps(
        '<defs><clipPath id="c"><rect x="1" y="2" width="3" height="4"/></clipPath></defs>'
        '<g clip-path="url(#c)"><path d="M 0 0 L 5 5 z" fill="#ff0000" stroke="#000000"'
        ' stroke-width="2" stroke-dasharray="3,1" fill-opacity="0.5"/></g>'
    )

    assert shape == DrawnPath(
        b"q 1 2 3 4 re W n  1 0 0 rg 0 0 0 RG 2 w 0 J 0 j [3 1] 0 d 0 0 m 5 5 l h B Q", 0.5, 1
    )


def test_what_is_used_again_is_moved():
    """With its own look, and that of the place where it is used."""
    (shape,) = steps(
        '<defs><path id="p" d="M 0 0 L 1 1" stroke="#00ff00"/></defs>'
        '<use href="#p" x="7" y="8" fill="none"/>'
    )

    assert b" 1 0 0 1 7 8 cm " in shape.operators.replace(b"q", b"q ")
    assert b"0 1 0 RG" in shape.operators
    assert shape.operators.endswith(b"l S Q")


def test_curves_with_one_control_point_become_ones_with_two():
    """A PDF knows no others: the ends stay, and so does the middle."""
    assert list(path_operators("M0 0Q3 6 6 0Z")) == [
        "0 0 m",
        "2.00 4.00 4.00 4.00 6.00 0.00 c",
        "h",
    ]
    with pytest.raises(UnknownDrawingError):
        list(path_operators("M0 0H3"))
