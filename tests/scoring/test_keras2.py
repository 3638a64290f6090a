"""Models of Keras 2 are rebuilt with Keras 3, and answer as they did (`keras2/make.py` made them
with Keras 2.15).
"""

import json
from pathlib import Path

import numpy as np
import pytest

from grader.scoring.rebuilding import rebuild
from grader.scoring.rebuilding.architecture import ModelRefused, check_architecture
from grader.scoring.rebuilding.keras2 import in_keras_3_words, is_keras_2

FOLDER = Path(__file__).parent / "keras2"
MODELS = json.loads((FOLDER / "models.json").read_text())
HALF_PRECISION = ("mixed",)


@pytest.mark.parametrize("name", MODELS)
def test_it_answers_as_it_did(name, tmp_path):
    """Of every kind of layer and of model: the same numbers come out, from the weights in their
    order.
    """
    with np.load(FOLDER / "arrays.npz") as archive:
        held = {
            key.partition(".")[2]: archive[key]
            for key in archive.files
            if key.startswith(f"{name}.")
        }
    weights = tmp_path / "weights.npz"
    np.savez(weights, **{key: array for key, array in held.items() if key.startswith("w")})
    request = {
        "model": check_architecture(json.dumps(MODELS[name])),
        "input_shape": list(held["x"].shape[1:]),
    }

    model = rebuild.build(request)
    rebuild._load_weights(model, weights, 1 << 30)

    np.testing.assert_allclose(
        model(held["x"], training=False), held["y"], atol=0.01 if name in HALF_PRECISION else 1e-4
    )


def test_only_what_keras_2_wrote_is_changed():
    """A description without Keras 2's number is Keras 3's own."""
    assert is_keras_2({"keras_version": "2.12.0"})
    assert is_keras_2({"keras_version": "1.2.2"})
    assert not is_keras_2({"keras_version": "3.3.3"})
    assert not is_keras_2({})


def test_what_says_something_is_not_dropped():
    """Two groups, or time before batch, are another computation: Keras 3 is to refuse them, and not
    to forget them.
    """
    layers = [
        {"class_name": "DepthwiseConv2D", "config": {"groups": 2}},
        {"class_name": "LSTM", "config": {"time_major": True}},
        {"class_name": "DepthwiseConv2D", "config": {"groups": 1}},
    ]

    tree = in_keras_3_words(
        {"class_name": "Sequential", "config": {"layers": layers}, "keras_version": "2.9.0"}
    )

    assert [layer["config"] for layer in tree["config"]["layers"]] == [
        {"groups": 2},
        {"time_major": True},
        {},
    ]


@pytest.mark.parametrize("hostile", ["Lambda", "TFOpLambda", "Evil"])
def test_the_allow_list_holds_for_them_too(hostile):
    """What is no standard layer is refused in the words of either Keras."""
    layer = {
        "class_name": hostile,
        "config": {"function": "io.write_file"},
        "name": "x",
        "inbound_nodes": [],
    }
    model = {"class_name": "Functional", "config": {"layers": [layer]}, "keras_version": "2.15.0"}

    with pytest.raises(ModelRefused):
        check_architecture(json.dumps(model))


@pytest.mark.parametrize(
    "nested",
    ["[" * 400 + "]" * 400, '{"class_name": "Dense", "config": {"x": ' * 400 + "1" + "}}" * 400],
)
def test_endless_nesting_is_refused(nested):
    """Deeper than Python goes, before anything is copied."""
    with pytest.raises(ModelRefused):
        check_architecture(
            '{"class_name": "Sequential", "keras_version": "2.1.0", "config": {"layers": ['
            + nested
            + "]}}"
        )
