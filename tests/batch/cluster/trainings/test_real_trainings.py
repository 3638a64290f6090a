"""A training that two hand-ins ask for on two workers without a common cache; with processes,
kernels and the trainer as they are.
"""

import json
import os
from pathlib import Path

import pytest

from benchmarks.cluster.loopback import Cluster
from tests.hostile.packing import notebook

CELLS = (
    """import keras
from keras import layers
from sklearn.datasets import load_digits
from sklearn.model_selection import train_test_split
X, y = load_digits(return_X_y=True)
x_train, x_valid, y_train, y_valid = train_test_split(
    X / 16, y, test_size=360, random_state=0, stratify=y
)""",
    """network = keras.Sequential([
    layers.Input((64,)),
    layers.Dense(32, activation="relu"),
    layers.Dense(10, activation="softmax"),
])
network.compile(
    optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"]
)
history = network.fit(
    x_train, y_train, batch_size=32, epochs=3, validation_data=(x_valid, y_valid), verbose=0
)""",
)


def noted(value):
    """Every note of a training that the host did, wherever it stands in a record."""
    if isinstance(value, dict):
        if "reused" in value and "digest" in value:
            yield value
        for one in value.values():
            yield from noted(one)
    elif isinstance(value, list):
        for one in value:
            yield from noted(one)


@pytest.mark.slow
def test_two_machines_train_once(tmp_path):
    """One trains it, the other gets the result; the submitting machine keeps it."""
    for name in ("ann", "bob"):
        (tmp_path / "in" / name).mkdir(parents=True)
        path = tmp_path / "in" / name / "a.ipynb"
        path.write_bytes(notebook(*CELLS, f"print('{name}')"))

    with Cluster(tmp_path / "cluster", own_caches=True) as cluster:
        cluster.batch(tmp_path / "in", tmp_path / "out", "full").finish()

    trainings = []
    for folder in (tmp_path / "out" / "submissions").iterdir():
        records = [json.loads(path.read_bytes()) for path in folder.rglob("*.json")]
        trainings.append({(one["digest"], one["reused"]) for one in noted(records)})
    digests = {digest for found in trainings for digest, _ in found}
    assert len(trainings) == 2
    assert len(digests) == 1
    assert sorted(reused for found in trainings for _, reused in found) == ["", "store"]
    kept = list((tmp_path / "cluster").glob("cache-*/grader/trainings/*/*.training"))
    assert {path.stem for path in kept} == digests
    here = Path(os.environ["XDG_CACHE_HOME"], "grader", "trainings", kept[0].parent.name)
    assert (here / kept[0].name).is_file()
