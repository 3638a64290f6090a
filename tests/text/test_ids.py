"""Names are compared as systems and file names change them."""

import pytest

from grader.text.ids import names_agree


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Jane Doe", "Doe, Jane"),
        ("Jane Doe", "DOE Jane Maria"),
        ("Máire OBrien", "Máire O'Brien"),
        ("OBrien", "O'Brien"),
        ("doejane", "Doe, Jane"),
        ("janedoe", "Jane Doe"),
        ("Madonna", "Madonna Ciccone"),
        ("李雷", "李 雷"),
        ("Jane Doe", ""),
        ("", "Jane Doe"),
        ("...", "Jane Doe"),
        ("Wolfeschlegelsteinhausenbergerdor", "Wolfeschlegelsteinhausenbergerdorff Senior"),
    ],
)
def test_what_may_be_one_persons_name(one, other):
    """Other orders, more names, signs that file names may not hold; or nothing is known."""
    assert names_agree(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Jane Doe", "John Doe"),
        ("Team Doe", "Jane Doe"),
        ("Team 3", "Jane Doe"),
        ("Bo", "Jane"),
        ("Jan", "Janet"),
    ],
)
def test_what_is_not(one, other):
    """A family's name alone makes nobody the same."""
    assert not names_agree(one, other)
