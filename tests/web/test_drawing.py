"""Curves and matrices, drawn beside the page."""

from pathlib import Path

import pytest

from grader.web.drawing import Drawer
from tests.web.classes import a_class, mnist


@pytest.fixture
def drawer():
    drawer = Drawer(mnist().folder)
    yield drawer
    drawer.end()


def test_a_process_of_its_own_draws_and_outlives_what_it_cant(drawer, tmp_path):
    """What is missing or damaged becomes a sentence; the next one is drawn all the same."""
    store = a_class(tmp_path, {"ada": {"q1": "They train."}})
    place = store.for_hand_in("ada.ipynb").path

    missing = drawer.models(Path("/nowhere"))
    empty = drawer.models(place)

    assert "no such record" in missing
    assert "No training in the notebook" in empty


def test_formulas_are_typeset_there_and_kept(drawer):
    """What it can't do stays as it was written, and costs its neighbours nothing."""
    asked = ["$x^2$", r"$\frac{$", "$" + "x" * 5000 + "$", "$x^2$"]
    first = drawer.formulas(asked, display=False)
    drawer.end()

    assert [one[:4] for one in first] == ["<svg", "", "", "<svg"]
    assert drawer.formulas(asked[:1], display=False) == first[:1]
