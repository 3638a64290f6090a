"""The work that a notebook asks for is estimated in passing, so no long one is read for it."""

import pytest

from grader.evidence import workload
from grader.model.submission import Cell, Notebook

FIT = (
    "import keras\nm = keras.Sequential([keras.layers.Dense(3)])\nm.compile('sgd', "
    "'mse')\nm.fit(x, y, epochs=5)"
)


def a_notebook(*sources: str) -> Notebook:
    return Notebook(tuple(Cell(place, "code", source) for place, source in enumerate(sources)))


def test_an_ordinary_notebook_is_estimated():
    """Its epochs count."""
    assert workload(a_notebook(FIT)) > 0


@pytest.mark.parametrize(
    "sources",
    [
        pytest.param(["x = x + 1"] * 9000, id="cells"),
        pytest.param(["\n".join(f"x{n} = x{n - 1}" for n in range(60_000))], id="lines"),
    ],
)
def test_a_long_notebook_is_not(sources):
    """It comes last, and holds nobody up: it took 8 to 60 s."""
    assert workload(a_notebook(FIT, *sources)) == 0.0
