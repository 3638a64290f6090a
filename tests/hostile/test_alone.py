"""Every neighbour of an attacker is recorded as it is recorded alone: the same text, but for times
and for what was found by comparing hand-ins.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from benchmarks.bounds import attackers, neighbours
from grader.assignment import bundled
from grader.checks.integrity.copies import KINDS
from tests.hostile.packing import notebook
from tests.hostile.test_neighbours import graded

SOLUTION = bundled("reference") / "digits" / "solution.ipynb"
QUICK = notebook(
    "import numpy as np\nimport keras\nkeras.utils.set_random_seed(5)\n"
    "from sklearn.datasets import load_digits\n"
    "from sklearn.neural_network import MLPClassifier\n"
    "x, y = load_digits(return_X_y=True)\n"
    "classifier = MLPClassifier((32,), max_iter=3).fit(x[:1000] / 16, y[:1000])\n"
    "print(classifier.score(x[1000:] / 16, y[1000:]))",
    "raise ValueError('and an error')",
    names="A",
)
TIMES = ("wall_s",)


def but_for_times(record: Any) -> str:
    """The record as text, without times, without the folder that it lay in, and without what is
    said of copies.
    """
    kept = json.loads(json.dumps(record))
    kept["submission"]["notebook"] = Path(kept["submission"]["notebook"]).name
    kept["integrity"] = [seen for seen in kept["integrity"] if seen["kind"] not in KINDS]
    return json.dumps(_without(kept), indent=1, sort_keys=True)


def _without(tree: Any) -> Any:
    if isinstance(tree, dict):
        return {key: _without(value) for key, value in tree.items() if key not in TIMES}
    return [_without(value) for value in tree] if isinstance(tree, list) else tree


def alone(folder: Path, class_: dict[str, bytes]) -> dict[str, str]:
    """The record of each hand-in, graded in a batch of its own."""
    return {
        name: but_for_times(graded(folder / f"alone-{name}", **{name: content})[name])
        for name, content in class_.items()
    }


def beside(folder: Path, class_: dict[str, bytes], others: dict[str, bytes]) -> dict[str, str]:
    """The same, graded in one batch with others."""
    records = graded(folder / "together", **class_, **others)
    assert {record["status"] for record in records.values()} <= {"graded", "needs_review"}
    return {name: but_for_times(records[name]) for name in class_}


def test_a_neighbour_is_recorded_as_alone(tmp_path: Path):
    """Beside one whose headers and numbers are made to break whoever reads them."""
    class_ = {"quick": QUICK}
    attack = json.dumps(attackers()["headers and numbers"]).encode()

    expected = alone(tmp_path, class_)

    assert beside(tmp_path, class_, {"attacker": attack}) == expected
    assert '"outcome": "cell_error"' in expected["quick"]


@pytest.mark.slow
def test_a_class_is_recorded_as_alone(tmp_path: Path):
    """Twelve model answers with a seed each, beside one attacker of every bound."""
    (tmp_path / "made").mkdir()
    neighbours(json.loads(SOLUTION.read_text("utf-8")), tmp_path / "made")
    class_ = {path.stem: path.read_bytes() for path in sorted((tmp_path / "made").iterdir())}
    others = {
        f"attacker{number}": json.dumps(attack).encode()
        for number, attack in enumerate(attackers().values())
    }

    first, content = next(iter(class_.items()))
    graded(tmp_path / "beforehand", **{first: content})  # trainings are then found by all
    expected = alone(tmp_path, class_)

    assert len(class_) == 12
    assert beside(tmp_path, class_, others) == expected
