"""Training the reference models of one seed."""

import json
import os
import sys
from pathlib import Path

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import keras
import numpy as np
import pytest
from keras import layers
from sklearn.neural_network import MLPClassifier

from grader.reference.asked import VARIABLE, AskedTraining
from grader.training.recipe import EstimatorRecipe, KerasRecipe
from grader.training.seeds import chains, train_one_seed

DATA = Path(__file__).parents[2] / "reference" / "digits" / "data" / "digits.npz"
METRICS = ("loss", "accuracy", "val_loss", "val_accuracy")


def network():
    return keras.Sequential(
        [layers.Input((64,)), layers.Dense(8, "relu"), layers.Dense(10, "softmax")]
    )


def compile_with(optimizer):
    return lambda model: model.compile(
        optimizer, "sparse_categorical_crossentropy", metrics=["accuracy"]
    )


def scaled(images):
    return images.astype("float32") / 16


RECIPES = {
    "first": KerasRecipe(network, compile_with("sgd"), scaled, epochs=2, batch_size=32),
    "second": KerasRecipe(
        network, compile_with("adam"), scaled, epochs=3, batch_size=32, continues="first"
    ),
    "other": EstimatorRecipe(
        lambda seed: MLPClassifier((8,), batch_size=32, random_state=seed),
        scaled,
        epochs=2,
        batch_size=32,
    ),
}


@pytest.fixture
def train(tmp_path, monkeypatch, capsys):
    """Train one seed into a folder and return what was said."""

    def run(seed=0, roles=""):
        monkeypatch.setattr(
            sys, "argv", ["train.py", "--seed", str(seed), "--out", str(tmp_path), "--roles", roles]
        )
        train_one_seed(RECIPES, DATA)
        return [
            json.loads(line)
            for line in capsys.readouterr().out.splitlines()
            if line.startswith("{")
        ]

    return run


def kept(folder, role, seed=0):
    with np.load(folder / f"{role}-{seed:04d}.npz", allow_pickle=False) as arrays:
        return dict(arrays)


def test_every_role_is_trained_and_kept(train, tmp_path):
    """Four metrics an epoch, the predictions, their confusion matrix, and where it all came
    from.
    """
    said = train()

    for role, recipe in RECIPES.items():
        arrays = kept(tmp_path, role)
        assert all(arrays[metric].shape == (recipe.epochs,) for metric in METRICS)
        assert arrays["confusion_matrix"].sum() == len(arrays["predictions"]) == 360
        assert np.trace(arrays["confusion_matrix"]) / 360 == pytest.approx(
            arrays["val_accuracy"][-1], abs=1e-6
        )
        assert json.loads(str(arrays["origin"]))["parameters"] == 64 * 8 + 8 + 8 * 10 + 10
    assert {line["role"] for line in said} == set(RECIPES)


def test_a_role_goes_on_from_the_one_that_it_continues(train, tmp_path):
    """Its first epoch is better than a fresh model's."""
    train()

    assert kept(tmp_path, "second")["loss"][0] < kept(tmp_path, "first")["loss"][0]


def test_what_is_there_is_not_trained_again(train, tmp_path):
    """An interrupted training goes on where it was."""
    train()
    (tmp_path / "other-0000.npz").unlink()
    before = (tmp_path / "first-0000.npz").stat().st_mtime_ns

    said = train()

    assert {line["role"] for line in said} == {"other"}
    assert (tmp_path / "first-0000.npz").stat().st_mtime_ns == before


def test_the_same_seed_gives_the_same_run(train, tmp_path):
    """And another seed another."""
    train(0, "first")
    again = kept(tmp_path, "first")
    (tmp_path / "first-0000.npz").unlink()
    train(0, "first")
    train(1, "first")

    assert np.array_equal(kept(tmp_path, "first")["loss"], again["loss"])
    assert not np.array_equal(kept(tmp_path, "first", 1)["loss"], again["loss"])


def test_roles_are_chained():
    """A role that is asked for alone brings the one that it continues."""
    assert chains(RECIPES, ["first", "second", "other"]) == [["first", "second"], ["other"]]
    assert chains(RECIPES, ["second"]) == [["first", "second"]]


@pytest.fixture
def tiny(tmp_path):
    """An npz of 300 classes whose arrays are called otherwise."""
    x = np.zeros((300, 2), "float32")
    np.savez(tmp_path / "own.npz", A=x, a=np.arange(300), B=x, b=np.arange(300))
    return tmp_path / "own.npz"


class Knowing:
    """A recipe that was told the labels."""

    epochs, batch_size, continues = 2, 300, None

    def begin(self, seed, earlier):
        return None

    def train(self, model, data, seed, on_epoch):
        assert data.y.tolist() == data.val_y.tolist() == list(range(300))
        for epoch in range(self.epochs):
            on_epoch(epoch, dict.fromkeys(METRICS, 1.0))

    def predict(self, model, inputs):
        return np.arange(300)

    def parameters(self, model):
        return 1


def test_the_data_are_what_the_assignment_names(monkeypatch, tmp_path, tiny):
    """File and arrays come from assignment.yaml, whatever the script names; the 300th class is
    kept as such.
    """
    asked = AskedTraining(data_file=tiny, train=("A", "a"), held_out=("B", "b"), models="f" * 64)
    monkeypatch.setenv(VARIABLE, asked.model_dump_json())
    monkeypatch.setattr(sys, "argv", ["train.py", "--seed", "0", "--out", str(tmp_path)])

    train_one_seed({"knowing": Knowing()}, DATA)

    arrays = kept(tmp_path, "knowing")
    assert arrays["predictions"].tolist() == list(range(300))
    assert json.loads(str(arrays["origin"]))["models_sha256"] == "f" * 64


def test_a_recipe_of_another_length_is_refused_at_once(monkeypatch, tmp_path, tiny):
    """Nothing is trained that the reference would refuse afterwards."""
    asked = AskedTraining(data_file=tiny, epochs={"knowing": 3})
    monkeypatch.setenv(VARIABLE, asked.model_dump_json())

    with pytest.raises(SystemExit, match="for 2 epochs, assignment"):
        train_one_seed({"knowing": Knowing()}, DATA)
