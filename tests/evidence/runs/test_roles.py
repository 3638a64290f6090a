"""Runs are given the part of the assignment that they answer."""

from __future__ import annotations

from dataclasses import replace

import pytest

from grader.evidence import assign_roles, match_role
from grader.evidence.runs.recorded import recorded_runs
from grader.model.descriptions import ModelInfo


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


def runs_of(make, *specs):
    """A run for each (model, optimizer, epochs asked, epochs seen)."""
    events = [
        event
        for number, (model, optimizer, epochs, seen) in enumerate(specs, start=1)
        for event in make.fit(number, model, make.compiled(optimizer), epochs=epochs, seen=seen)
    ]
    return recorded_runs(make.recording(*events))


def roles_of(runs, assignment):
    return [run.role for run in assign_roles(runs, assignment)]


def test_each_run_gets_the_role_of_its_optimizer(make, assignment):
    """The same network with SGD and with Adam answers both dense roles, in whatever order."""
    net = make.dense_net()

    assert roles_of(
        runs_of(make, (net, "SGD", 500, 500), (net, "Adam", 1000, 1000)), assignment
    ) == [
        "baseline",
        "adam",
    ]
    assert roles_of(
        runs_of(make, (net, "Adam", 1000, 1000), (net, "SGD", 500, 500)), assignment
    ) == [
        "adam",
        "baseline",
    ]


def test_adam_alone_is_not_the_baseline(make, assignment):
    """One run with Adam answers `adam`, one with SGD `baseline`, and the other role stays open."""
    net = make.dense_net()

    assert roles_of(runs_of(make, (net, "Adam", 500, 500)), assignment) == ["adam"]
    assert roles_of(runs_of(make, (net, "SGD", 500, 500)), assignment) == ["baseline"]


def test_second_adam_stands_in_for_the_baseline_with_a_difference(make, assignment):
    """Only where nothing better exists, and said plainly."""
    runs = runs_of(
        make, (make.dense_net(), "Adam", 500, 500), (make.dense_net(model_id=2), "Adam", 1000, 1000)
    )

    first, second = assign_roles(runs, assignment)

    assert (first.role, second.role) == ("baseline", "adam")
    assert first.match is not None
    assert first.match.compile_differences == ("Adam instead of SGD",)


def test_short_sgd_still_beats_long_adam_for_the_baseline(make, assignment):
    """The optimizer asked for comes before the length of the training."""
    net = make.dense_net
    runs = runs_of(
        make,
        (net(), "Adam", 500, 500),
        (net(model_id=2), "Adam", 1000, 1000),
        (net(model_id=3), "SGD", 5, 5),
    )

    assert roles_of(runs, assignment) == [None, "adam", "baseline"]


@pytest.mark.parametrize(
    ("lengths", "chosen"),
    [
        ([(500, 500), (500, 500)], 1),
        ([(500, 500), (5, 5)], 0),
        ([(5, 5), (500, 500)], 1),
        ([(500, 80), (500, 500), (500, 0)], 1),
    ],
)
def test_longer_then_later_runs_are_preferred(make, assignment, lengths, chosen):
    """A trial of a few epochs and a run that broke off stand back behind the full training."""
    specs = [
        (make.dense_net(model_id=n), "SGD", asked, seen) for n, (asked, seen) in enumerate(lengths)
    ]

    roles = roles_of(runs_of(make, *specs), assignment)

    assert roles.index("baseline") == chosen
    assert roles.count("baseline") == 1


def test_training_in_several_fits_counts_together(make, assignment):
    """Five fits of a hundred epochs end in a network of five hundred, which the last one holds."""
    model = make.dense_net()

    roles = roles_of(runs_of(make, *[(model, "SGD", 100, 100)] * 5), assignment)

    assert roles == [None, None, None, None, "baseline"]


def test_quick_fit_after_the_training_does_not_take_its_place(make, assignment):
    """One epoch more on the trained network has no curves to show."""
    model = make.dense_net()

    assert roles_of(runs_of(make, (model, "SGD", 500, 500), (model, "SGD", 1, 1)), assignment) == [
        "baseline",
        None,
    ]


def test_run_that_the_grader_stopped_counts_as_whole(make, assignment):
    """What a policy cuts short is not the student's doing."""
    stopped, full = runs_of(
        make, (make.dense_net(), "SGD", 500, 30), (make.dense_net(model_id=2), "SGD", 300, 300)
    )
    stopped = replace(stopped, stopped_by_grader=True)

    assert roles_of((stopped, full), assignment) == ["baseline", None]


def test_small_part_of_the_data_is_a_difference(make, assignment, dataset):
    """A subset of the training data is distinguished from the whole, and a validation split is not held
    against anyone.
    """
    part = recorded_runs(
        make.recording(*make.fit(1, make.dense_net(), make.compiled(), x=make.array(100, 784)))
    )
    whole = recorded_runs(
        make.recording(*make.fit(1, make.dense_net(), make.compiled(), x=make.array(500, 784)))
    )

    (small,) = assign_roles(part, assignment, dataset=dataset)
    (large,) = assign_roles(whole, assignment, dataset=dataset)

    assert small.match is not None
    assert small.match.data_differences == ("trained on 100 of the 600 training examples",)
    assert large.match is not None
    assert large.match.differences == ()


def test_other_optimizer_never_answers_a_bonus_role(make, assignment):
    """A second SGD run, or a trial of RMSprop, is no answer to the optional part that asks for
    Adam.
    """
    net = make.dense_net
    runs = runs_of(
        make,
        (net(), "SGD", 500, 500),
        (net(model_id=2), "SGD", 400, 400),
        (net(model_id=3), "RMSprop", 9, 9),
    )

    assert roles_of(runs, assignment) == ["baseline", None, None]


def test_adam_trained_in_two_fits_is_one_training(make, assignment):
    """A piece of a training that has its role does not stand in for another."""
    model = make.dense_net()

    assert roles_of(
        runs_of(make, (model, "Adam", 500, 500), (model, "Adam", 500, 500)), assignment
    ) == [None, "adam"]


def test_an_experiment_takes_no_role_from_the_run_that_was_meant(make, assignment):
    """Of equals the one that is shown more, then the better, then the later one."""
    net = make.dense_net
    good, shuffled = runs_of(make, (net(), "SGD", 500, 500), (net(model_id=2), "SGD", 500, 500))
    good = replace(good, history={"val_accuracy": (0.9,)})
    shuffled = replace(shuffled, history={"val_accuracy": (0.1,)})

    def chosen(*runs, **shown):
        found = assign_roles(
            runs, assignment, shown={int(number[1:]): times for number, times in shown.items()}
        )
        return [run.number for run in found if run.role == "baseline"]

    assert chosen(good, shuffled) == [good.number]
    assert chosen(good, replace(shuffled, history={"loss": (0.1,)})) == [good.number]
    assert chosen(good, replace(shuffled, history=good.history)) == [shuffled.number]
    assert chosen(good, shuffled, r2=1) == [shuffled.number]
