"""Every neighbour of an attacker is recorded as it is recorded alone: the same text, but for times
and for what was found by comparing hand-ins.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from benchmarks.classes.bounds import attackers, neighbours
from grader.assignment import bundled
from grader.checks.integrity.copies import IDENTICAL, SIMILAR
from tests.hostile.corpus import read_corpus
from tests.hostile.packing import notebook
from tests.hostile.test_neighbours import graded
from tests.hostile.test_truth import with_the_cell

pytestmark = pytest.mark.usefixtures("shared_processes")
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
HONEST = """network = keras.Sequential(
    [layers.Input(shape=(64,)), layers.Dense(32, activation="relu"),
     layers.Dense(10, activation="softmax")]
)
network.compile(
    optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"]
)
history = network.fit(x_train, y_train, batch_size=32, epochs=1,
                      validation_data=(x_valid, y_valid), verbose=2)
"""
"""The training that the liars describe."""
TIMES = ("wall_s",)


def but_for_times(record: Any) -> str:
    """The record as text, without times, without the folder that it lay in, and without what is
    said of copies.
    """
    kept = json.loads(json.dumps(record))
    kept["submission"]["notebook"] = Path(kept["submission"]["notebook"]).name
    kept["integrity"] = [
        seen for seen in kept["integrity"] if seen["kind"] not in (IDENTICAL, SIMILAR)
    ]
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


@pytest.mark.slow
def test_who_trains_what_a_liar_asked_for_is_recorded_as_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    """Whatever was asked for in whose name, and by whom first: what is kept is what was described,
    honestly trained. That it was kept is all that differs.
    """
    liars = [attack for attack in read_corpus() if attack.name.startswith("truth/asked_")]
    lies = {attack.name[6:]: _with_its_cell(attack.source, tmp_path / "made") for attack in liars}
    honest = {"honest": _with_its_cell(HONEST, tmp_path / "made")}

    def graded_after(place: str, *before: dict[str, bytes]) -> str:
        monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / place / "cache"))
        for class_ in before:
            graded(tmp_path / place / "before", **class_)
        return but_for_times(graded(tmp_path / place / "last", **honest)["honest"])

    after_liars = graded_after("liars", lies)

    assert len(liars) >= 6
    assert '"reused": "store"' in after_liars
    assert after_liars.replace('"reused": "store"', '"reused": ""') == graded_after("alone")


def _with_its_cell(source: str, folder: Path) -> bytes:
    folder.mkdir(exist_ok=True)
    return with_the_cell(source, folder).read_bytes()
