"""One model, one description: layers, JSON, parameters and weights are held against each other."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from grader.evidence.runs.description import disagreement
from grader.model.descriptions import LayerInfo, ModelInfo


def described(*layers, parameters=0, **tree):
    """A model whose JSON lists `layers` as Keras writes it, and whose layers are those."""
    entries = [
        {"module": "keras.layers", "class_name": name, "config": config} for name, config in layers
    ]
    text = json.dumps(
        {"class_name": "Sequential", "config": {"name": "net", "layers": entries}, **tree}
    )
    shown = tuple(
        LayerInfo(name, name.lower(), config) for name, config in layers if name != "InputLayer"
    )
    return ModelInfo(1, "Sequential", shown, parameters, parameters, text)


INPUT = ("InputLayer", {"batch_shape": [None, 64]})
HIDDEN = ("Dense", {"units": 32, "activation": "relu"})
OUTPUT = ("Dense", {"units": 10, "activation": "softmax"})
NET = described(INPUT, HIDDEN, OUTPUT, parameters=2410)
SHAPES = [(64, 32), (32,), (32, 10), (10,)]


def test_a_model_that_keras_describes_agrees_with_itself():
    """Input layers stand in the JSON only; the weights hold as many numbers as the layers have
    parameters.
    """
    assert disagreement(NET, SHAPES) == ""
    assert disagreement(NET, None) == ""


@pytest.mark.parametrize(
    ("others", "says"),
    [
        (
            [INPUT, ("Dense", {"units": 1437, "activation": "relu"}), OUTPUT],
            "units = 32 shown, 1437 described",
        ),
        ([INPUT, HIDDEN, ("Dense", {"units": 64}), OUTPUT], "units = 10 shown, 64 described"),
        ([INPUT, HIDDEN, ("Conv2D", {"filters": 10}), OUTPUT], "'Dense' shown, 'Conv2D' described"),
        ([INPUT, HIDDEN, OUTPUT, ("Softmax", {})], "only the description has the layer 'Softmax'"),
        ([INPUT, HIDDEN], "only what it shows has the layer 'Dense'"),
        (
            [INPUT, HIDDEN, ("Dense", {"units": 10, "activation": "relu"})],
            "activation = softmax shown",
        ),
    ],
)
def test_other_layers_in_the_json_are_named(others, says):
    """What is measured must be what the role was given for."""
    other = replace(NET, architecture=described(*others).architecture)

    assert says in disagreement(other, SHAPES)
    assert "are not those of its description" in disagreement(other, SHAPES)


def test_weights_of_another_size_are_named():
    """The parameters are counted in the weights."""
    assert "2,410 shown, 93,000 numbers" in disagreement(NET, [(64, 1000), (1000, 29)])


def test_a_model_used_as_a_layer_is_opened():
    """What differs may be deep inside; a configuration too long to send says nothing."""
    inner = {"name": "inner", "layers": [{"class_name": "Dense", "config": {"units": 32}}]}
    other = {"name": "inner", "layers": [{"class_name": "Dense", "config": {"units": 33}}]}
    net = described(("Sequential", inner), OUTPUT)
    swapped = replace(net, architecture=described(("Sequential", other), OUTPUT).architecture)
    closed = replace(net, layers=(LayerInfo("Sequential", "inner"), net.layers[1]))

    assert disagreement(net, None) == ""
    assert "units = 32 shown, 33 described" in disagreement(swapped, None)
    assert disagreement(closed, None) == ""


def test_operations_between_layers_are_no_layers():
    """`x / 255` and `relu(x)` stand in the JSON; an activation called as a function is reported as a
    layer, too.
    """
    operation = {"module": "keras.src.ops.nn", "class_name": "Relu", "config": {"name": "relu"}}
    tree = json.loads(described(INPUT, HIDDEN, OUTPUT).architecture)
    tree["config"]["layers"].insert(2, operation)
    shown = (NET.layers[0], LayerInfo("Activation", "relu", {"activation": "relu"}), NET.layers[1])

    assert disagreement(replace(NET, layers=shown, architecture=json.dumps(tree)), SHAPES) == ""
    operation["inbound_nodes"] = [{"args": [[0.5] * 30_000]}]
    assert "numbers stand between" in disagreement(
        replace(NET, layers=shown, architecture=json.dumps(tree)), SHAPES
    )


def test_a_model_of_a_class_of_its_own_is_measured_by_its_layers():
    """Its JSON is not what it is rebuilt from, and a JSON that is none is the scorer's to
    refuse.
    """
    own = replace(NET, architecture=described(INPUT, class_name="Net").architecture)

    assert disagreement(own, SHAPES) == ""
    assert disagreement(replace(NET, architecture=None), SHAPES) == ""
    assert disagreement(replace(NET, architecture="{"), SHAPES) == ""
