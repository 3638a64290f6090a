"""Markup that no person writes is shown as text: laying it out would take seconds or more."""

import pytest

from grader.report.markup import MOST_NESTED, is_modest


@pytest.mark.parametrize(
    ("text", "modest"),
    [
        ("<div>" * MOST_NESTED + "x" + "</div>" * MOST_NESTED, True),
        ("<div>" * (MOST_NESTED + 1), False),
        ("<b><i>" * MOST_NESTED, False),
        ("<div>x</div>" * 1_000, True),
        ("<br>" * 1_000 + "<p>" * 1_000, True),
        ("<path/>" * 1_000, True),
        ("<td>" * 10 + "</td>" * 10, True),
        ("<td></td>" * 11, False),
        ("<th></th>" * 11, False),
        ("a < b and c > d " * 1_000, True),
    ],
)
def test_depth_and_cells_are_counted(text, modest):
    """Of elements that have an end; a table has as many cells as it may."""
    assert is_modest(text, cells=10) is modest
