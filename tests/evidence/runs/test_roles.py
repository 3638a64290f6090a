"""Runs are given the part of the assignment that they answer."""

from __future__ import annotations

from dataclasses import replace

import pytest

from grader.evidence import assign_roles
from grader.evidence.runs.recorded import recorded_runs


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


@pytest.mark.parametrize(("second", "parts"), [(1, 1), (2, 2)])
def test_a_piece_of_a_training_answers_no_other_part(make, assignment, second, parts):
    """Two parts may ask for one network and one optimizer: an epoch more is no second training."""
    twice = replace(assignment, roles={**assignment.roles, "twin": assignment.roles["adam"]})
    specs = ((make.dense_net(), "Adam", 99, 99), (make.dense_net(model_id=second), "Adam", 1, 1))
    runs = runs_of(make, *specs)

    assert len({*roles_of(runs, twice)} & {"adam", "twin"}) == parts
    copy = replace(runs[1], model=replace(runs[1].model, model_id=7), continues=1)
    assert len({*roles_of((runs[0], copy), twice)} & {"adam", "twin"}) == 1


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


def with_another(run, **settings):
    """The run, with an optimizer of other settings, going on from the one before it."""
    config = {**run.compiled.optimizer_config, **settings}
    return replace(
        run,
        compiled=replace(run.compiled, optimizer_config=config, metrics=("accuracy", "top3")),
        continues=run.number - 1,
    )


def test_the_last_epochs_at_a_lower_rate_belong_to_the_training(make, assignment):
    """400 and 100 epochs of SGD are the 500 asked for: the role is that of the model at the end,
    which the notebook shows.
    """
    net = make.dense_net()
    first, second = runs_of(make, (net, "SGD", 400, 400), (net, "SGD", 100, 100))

    assert roles_of((first, with_another(second, learning_rate=1e-4)), assignment) == [
        None,
        "baseline",
    ]


def test_three_lengths_each_with_its_rate_are_one_training(make, assignment):
    """The role is that of the last; no piece takes another role."""
    net = make.dense_net()
    first, second, third = runs_of(
        make, (net, "SGD", 300, 300), (net, "SGD", 150, 150), (net, "SGD", 50, 50)
    )
    runs = (
        first,
        with_another(second, learning_rate=1e-3),
        with_another(third, learning_rate=1e-5),
    )

    assert roles_of(runs, assignment) == [None, None, "baseline"]


def test_epochs_with_momentum_are_another_training(make, assignment):
    """What makes another optimizer of it does not go on with the training before."""
    net = make.dense_net()
    first, second = runs_of(make, (net, "SGD", 400, 400), (net, "SGD", 100, 100))

    assert roles_of((first, with_another(second, momentum=0.9)), assignment)[0] == "baseline"


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


@pytest.mark.parametrize(("within", "chosen"), [(True, 1), (False, 2)])
def test_a_fit_that_a_callback_calls_takes_no_role_from_the_one_around_it(
    make, assignment, within, chosen
):
    """It goes on from its weights, and the epochs of the other one are not its own."""
    run = runs_of(make, (make.dense_net(), "SGD", 500, 500))[0]
    copy = replace(run.model, model_id=7)
    inner = replace(run, number=2, model=copy, epochs_run=0, continues=1, is_within=within)

    found = assign_roles((run, inner), assignment, shown={2: 1})

    assert [run.number for run in found if run.role] == [chosen]
