"""Only standard layers get past the allow-list, and what gets past is rebuilt from names that we
know.
"""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.model.descriptions import LayerInfo
from grader.scoring.rebuilding.allowed import LAYERS, MODELS, OPERATIONS, PARTS
from grader.scoring.rebuilding.architecture import (
    MAX_LAYERS,
    ModelRefused,
    UnknownModelClass,
    check_architecture,
    check_chain,
)

KNOWN = LAYERS | set(MODELS) | set(OPERATIONS) | set(PARTS) | {"__keras_tensor__"}


def layer(class_name: str = "Dense", module: str | None = "keras.layers", **config: object) -> dict:
    return {"module": module, "class_name": class_name, "config": config, "registered_name": None}


def sequential(*layers: dict) -> str:
    return json.dumps(
        {
            "module": "keras",
            "class_name": "Sequential",
            "config": {"name": "m", "layers": list(layers)},
        }
    )


def classes_in(tree: object) -> set[str]:
    if isinstance(tree, dict):
        own = {tree["class_name"]} if "class_name" in tree else set()
        return own.union(*(classes_in(value) for value in tree.values()))
    return set().union(*(classes_in(value) for value in tree)) if isinstance(tree, list) else set()


def test_a_plain_model_passes_with_its_settings():
    """What the layers compute is kept; initialisers and constraints, which don't matter, are
    replaced.
    """
    text = sequential(
        layer(
            units=10,
            activation="softmax",
            kernel_initializer={"class_name": "Evil"},
            bias_constraint=1,
        )
    )

    tree = check_architecture(text)

    config = tree["config"]["layers"][0]["config"]
    assert config == {
        "units": 10,
        "activation": "softmax",
        "kernel_initializer": "zeros",
        "bias_constraint": None,
    }


def test_what_keras_adds_for_compiling_and_building_is_dropped():
    """An optimizer or a build step in the description is never handed to Keras."""
    tree = json.loads(sequential(layer(units=1))) | {
        "compile_config": {"optimizer": "x"},
        "build_config": {},
    }

    cleaned = check_architecture(json.dumps(tree))

    assert set(cleaned) == {"module", "class_name", "config", "registered_name"}


@pytest.mark.parametrize(
    "hostile",
    [
        layer("Lambda", function={"class_name": "__lambda__", "config": {"value": "4wEAAA=="}}),
        layer(
            "Dense",
            units=1,
            activation={"class_name": "__lambda__", "config": {"value": "4wEAAA=="}},
        ),
        layer(
            "Dense",
            units=1,
            activation={"class_name": "function", "config": "os.system", "module": "builtins"},
        ),
        layer("Dense", units=1, activation="my_activation"),
        layer("Dense", "os", units=1),
        layer("Dense", "kerasevil.layers", units=1),
        layer("MyLayer", "__main__"),
        layer("TextVectorization", vocabulary="/etc/passwd"),
        layer("TFSMLayer", filepath="/tmp/evil"),
        layer("TorchModuleWrapper", module="x"),
        layer("Dense", units=1) | {"registered_name": "Custom>Dense"},
        layer(
            "Dense",
            units=1,
            kernel_regularizer={"class_name": "Popen", "config": {}, "module": "subprocess"},
        ),
        layer("Dense", units=10**400),
        layer("Dense", units=1, name="a\x1b[2J"),
        layer("Dense", units=1, name="n" * 5000),
        layer("Dense", units=1, threshold=float("inf")),
        {"class_name": "Dense", "config": ["not", "an", "object"]},
        {"class_name": ["Dense"], "config": {}},
    ],
    ids=lambda hostile: str(hostile)[:60],
)
def test_what_is_not_standard_is_refused(hostile: dict):
    """Code, custom objects, foreign modules and absurd values are refused, at the top and
    nested.
    """
    with pytest.raises(ModelRefused):
        check_architecture(sequential(hostile))

    with pytest.raises(ModelRefused):
        check_architecture(sequential(layer("TimeDistributed", layer=hostile)))


@pytest.mark.parametrize(
    "text", ["", "[]", "nonsense", "[" * 100_000, '{"class_name": "Sequential"', "1" * 5_000_000]
)
def test_what_is_no_description_at_all_is_refused(text: str):
    """Damage, depth and length end in a refusal, not in another error."""
    with pytest.raises(ModelRefused):
        check_architecture(text)


def test_depth_and_number_of_layers_are_limited():
    """Neither a very deep nor a very long model reaches Keras."""
    nested: dict = layer(units=1)
    for _ in range(80):
        nested = layer("TimeDistributed", layer=nested)

    with pytest.raises(ModelRefused, match="nested"):
        check_architecture(sequential(nested))
    with pytest.raises(ModelRefused, match="layers"):
        check_architecture(sequential(*[layer(units=1)] * (MAX_LAYERS + 1)))


def test_a_model_class_of_ones_own_is_reported_apart():
    """Only this refusal makes the scorer try the layers one by one."""
    with pytest.raises(UnknownModelClass):
        check_architecture(
            json.dumps(
                {"module": None, "class_name": "MyNet", "config": {}, "registered_name": "MyNet"}
            )
        )


def test_tensorflows_own_activations_are_recognised():
    """`activation=tf.nn.softmax` is serialised as a function called softmax_v2."""
    softmax = {
        "module": "builtins",
        "class_name": "function",
        "config": "softmax_v2",
        "registered_name": "function",
    }

    tree = check_architecture(sequential(layer(units=2, activation=softmax)))

    assert tree["config"]["layers"][0]["config"]["activation"] == "softmax"


def test_a_chain_is_checked_like_a_model():
    """The layers of a subclassed model pass the same allow-list."""
    dense = LayerInfo("Dense", "d", {"name": "d", "units": 3})

    chain = check_chain((LayerInfo("InputLayer", "i"), dense))

    assert [entry["class_name"] for entry in chain] == ["Dense"]
    with pytest.raises(ModelRefused):
        check_chain((dense, LayerInfo("Lambda", "l")))
    with pytest.raises(ModelRefused):
        check_chain(())


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text()
    | st.sampled_from(sorted(KNOWN)),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(
                ["class_name", "config", "module", "registered_name", "layers", "activation", "x"]
            ),
            inner,
        )
    ),
    max_leaves=25,
)


@given(st.lists(JSON, max_size=4))
def test_nothing_unknown_gets_past(layers: list):
    """Whatever the description holds, the result names known classes only, or there is none."""
    text = json.dumps({"module": "keras", "class_name": "Sequential", "config": {"layers": layers}})

    try:
        tree = check_architecture(text)
    except ModelRefused:
        return

    assert {str(name) for name in classes_in(tree)} <= KNOWN
