"""A model is held against the one that a part of the assignment asks for."""

from __future__ import annotations

import pytest

from grader.evidence import match_role
from grader.model.descriptions import LayerInfo, ModelInfo


def test_exact_models_match_without_differences(make, assignment):
    """What the assignment asks for scores 1."""
    for role, model, compiled in (
        ("baseline", make.dense_net(), make.compiled("SGD")),
        ("adam", make.dense_net(), make.compiled("Adam")),
        ("cnn", make.cnn(), make.compiled("Adam", "categorical_crossentropy")),
    ):
        match = match_role(model, compiled, assignment)

        assert match is not None
        assert (match.role, match.differences, match.score) == (role, (), 1.0)


@pytest.mark.parametrize(
    ("front", "back"),
    [
        (["InputLayer"], []),
        (["InputLayer", "Rescaling", "Flatten"], []),
        (["Flatten"], []),
        (["Reshape", "Normalization"], []),
    ],
)
def test_plumbing_at_the_front_is_tolerated(make, assignment, front, back):
    """Inputs, scaling and flattening before the first dense layer are no difference."""
    model = make.model(*map(make.layer, front), *make.dense_net().layers, parameters=50890)

    match = match_role(model, make.compiled(), assignment)

    assert match is not None
    assert (match.role, match.differences) == ("baseline", ())


def test_what_a_scaling_layer_has_seen_is_no_parameter(make, assignment):
    """Mean, variance and count of the inputs, which `adapt` has written down."""
    seen = LayerInfo("Normalization", "scaled", {}, (None, 784), 2 * 784 + 1)
    layers = make.dense_net().layers

    whole = match_role(
        make.model(seen, *layers, parameters=50890 + seen.parameters), make.compiled(), assignment
    )
    lacking = match_role(
        make.model(seen, *layers, parameters=50000 + seen.parameters), make.compiled(), assignment
    )

    assert whole is not None
    assert whole.differences == ()
    assert lacking is not None
    assert lacking.differences == ("50,000 parameters instead of 50,890",)


def test_activation_as_a_layer_is_folded(make, assignment):
    """Dense and Activation are Dense with an activation."""
    model = make.model(
        make.dense(64),
        make.layer("Activation", activation="sigmoid"),
        make.dense(10),
        make.layer("Softmax"),
    )

    match = match_role(model, make.compiled(), assignment)

    assert match is not None
    assert match.differences == ()


def test_model_inside_a_model_is_opened(make, assignment):
    """A Sequential used as a layer counts by what it holds."""
    inner = [{"class_name": "Dense", "config": {"units": 64, "activation": "sigmoid"}}]
    model = make.model(make.layer("Sequential", layers=inner), make.dense(10, "softmax"))

    match = match_role(model, make.compiled(), assignment)

    assert match is not None
    assert match.differences == ()


@pytest.mark.parametrize(
    ("layers", "difference"),
    [
        (
            [("Dense", 64, "relu"), ("Dense", 10, "softmax")],
            "relu instead of sigmoid in the hidden layer",
        ),
        (
            [("Dense", 128, "sigmoid"), ("Dense", 10, "softmax")],
            "128 units instead of 64 in the hidden layer",
        ),
        (
            [("Dense", 64, "sigmoid"), ("Dense", 10, "linear")],
            "no activation instead of softmax in the output layer",
        ),
        ([("Dense", 10, "softmax")], "no hidden layer"),
        (
            [("Dense", 64, "sigmoid"), ("Dense", 32, "sigmoid"), ("Dense", 10, "softmax")],
            "an additional Dense layer",
        ),
    ],
)
def test_near_misses_match_with_a_difference(make, assignment, layers, difference):
    """Another activation, width or depth is named, and still the baseline."""
    model = make.model(
        *(make.layer(kind, units=units, activation=name) for kind, units, name in layers)
    )

    match = match_role(model, make.compiled(), assignment)

    assert match is not None
    assert match.role == "baseline"
    assert match.layer_differences == (difference,)
    assert match.compile_differences == ()
    assert match.score < 1
    assert difference in match.reason


@pytest.mark.parametrize(
    ("rate", "differences"), [(0.0, ()), (0.1, ("an additional Dropout layer",))]
)
def test_a_dropout_of_nothing_is_none(make, assignment, rate, differences):
    """It changes no number."""
    hidden, answer = make.dense_net().layers
    layers = hidden, make.layer("Dropout", rate=rate), answer

    match = match_role(make.model(*layers, parameters=50890), make.compiled(), assignment)

    assert match.differences == differences


def test_cnn_without_dropout_is_still_the_cnn(make, assignment):
    """One missing layer is a difference, not another model."""
    match = match_role(
        make.cnn(dropout=False),
        make.compiled("Adam", "sparse_categorical_crossentropy"),
        assignment,
    )

    assert match is not None
    assert (match.role, match.differences) == ("cnn", ("no Dropout layer",))


def test_cnn_with_other_kernels_differs_by_its_parameters(make, assignment):
    """Where the layers agree and the count does not, the count is the difference."""
    match = match_role(
        make.cnn(parameters=52_266), make.compiled("Adam", "categorical_crossentropy"), assignment
    )

    assert match is not None
    assert match.layer_differences == ("52,266 parameters instead of 34,826",)


def test_other_pooling_and_a_dense_layer_more(make, assignment):
    """Relatives of a layer are named, additions counted."""
    layers = list(make.cnn().layers)
    layers[1] = make.layer("AveragePooling2D")
    layers.insert(-1, make.dense(128, "relu"))

    match = match_role(
        make.model(*layers), make.compiled("Adam", "categorical_crossentropy"), assignment
    )

    assert match is not None
    assert match.layer_differences == (
        "AveragePooling2D instead of MaxPooling2D",
        "an additional Dense layer",
    )


@pytest.mark.parametrize(
    ("compiled", "role", "difference"),
    [
        (
            ("SGD", "mean_squared_error", {"momentum": 0.9}),
            "baseline",
            "SGD with momentum 0.9 instead of plain SGD",
        ),
        (
            ("SGD", "categorical_crossentropy", {}),
            "baseline",
            "categorical_crossentropy instead of mean_squared_error",
        ),
        (("RMSprop", "mean_squared_error", {}), "baseline", "RMSprop instead of SGD"),
        (("Nadam", "mean_squared_error", {}), "adam", "Nadam instead of Adam"),
        (
            ("Adam", "mean_squared_error", {"amsgrad": True}),
            "adam",
            "Adam with AMSGrad instead of plain Adam",
        ),
        (("Adam", "mean_squared_error", {"momentum": 0.9}), "adam", None),
        (("Adam", "mean_squared_error", {"learning_rate": 0.01}), "adam", None),
        (("SGD", "mse", {"learning_rate": 0.5}), "baseline", None),
    ],
)
def test_other_ways_to_compile(make, assignment, compiled, role, difference):
    """Optimizer and loss decide between the dense roles, and their variants are differences."""
    optimizer, loss, config = compiled

    match = match_role(make.dense_net(), make.compiled(optimizer, loss, **config), assignment)

    assert match is not None
    assert match.role == role
    assert match.compile_differences == ((difference,) if difference else ())


@pytest.mark.parametrize(
    "kinds",
    [
        [("Dense", 64, "sigmoid"), ("Dense", 784, "sigmoid")],
        [("Dense", 64, "relu"), ("Dense", 1, "linear")],
        [("LSTM", 64, "tanh"), ("Dense", 10, "softmax")],
        [("Embedding", None, ""), ("Dense", 10, "softmax")],
        [("MultiHeadAttention", None, ""), ("Dense", 10, "softmax")],
        [("Dense", 64, "relu")] * 9 + [("Dense", 10, "softmax")],
        [],
    ],
)
def test_what_can_not_match(make, assignment, kinds):
    """Another output width, other kinds of learning, and hardly any likeness forbid a match."""
    model = make.model(
        *(make.layer(kind, units=units, activation=name) for kind, units, name in kinds)
    )

    assert match_role(model, make.compiled(), assignment) is None


def test_convolutions_never_answer_a_dense_role(make, assignment):
    """A CNN trained with SGD on squared error is a strange CNN, not a baseline; nor is a dense net
    a CNN.
    """
    cnn = match_role(make.cnn(), make.compiled("SGD"), assignment)
    dense = match_role(
        make.dense_net(), make.compiled("Adam", "categorical_crossentropy"), assignment
    )

    assert cnn is not None
    assert cnn.role == "cnn"
    assert dense is not None
    assert dense.role == "adam"


def test_model_without_layers_matches_by_its_parameters(make, assignment):
    """A summary that hides its layers still tells the count."""
    hidden = ModelInfo(1, "Sequential", (), 34826, 34826)

    match = match_role(hidden, make.compiled("Adam", "categorical_crossentropy"), assignment)

    assert match is not None
    assert match.role == "cnn"
    assert match.layer_differences
