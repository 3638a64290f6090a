"""Trainings that began with weights from elsewhere."""

import math
from dataclasses import replace

import pytest

from grader.checks.integrity.head_start import head_start
from grader.model.descriptions import CompileInfo
from grader.model.evidence import Evidence, RoleMatch
from grader.model.reference import Curve
from tests.checks.cases import a_reference, a_run, a_score

SLOW = Curve(
    (1, 5, 10, 50, 100), (0.1,) * 5, (0.2, 0.3, 0.4, 0.8, 0.9), (0.24, 0.35, 0.47, 0.85, 0.95)
)
PLAIN = CompileInfo("SGD", {"learning_rate": 0.01}, "mean_squared_error")


def found(run, score=None, *, others=()):
    reference = a_reference()
    role = replace(reference.roles["net"], curves={"val_accuracy": SLOW})
    evidence = Evidence(runs=(*others, run))
    return head_start(
        run, score, evidence=evidence, reference=replace(reference, roles={"net": role})
    )


def trained(first, **fields):
    fields = {
        "compiled": PLAIN,
        "batch_size": 128,
        "history": {"val_accuracy": (first, 0.93)},
        "epochs_run": 2,
        **fields,
    }
    return a_run(**fields)


def test_good_figures_of_weights_that_stood_still():
    """A learning rate of next to nothing changes weights, and teaches nothing."""
    doubt = found(
        a_run(
            weights_moved=1e-9, compiled=replace(PLAIN, optimizer_config={"learning_rate": 1e-9})
        ),
        a_score(0.97),
    )

    assert (doubt.kind, doubt.severity) == ("head_start", "warning")
    assert "97.00 %" in doubt.message
    assert doubt.evidence == ("SGD, learning rate 1e-09",)


@pytest.mark.parametrize(
    ("moved", "accuracy"), [(1e-9, 0.11), (0.0024, 0.93), (0.6, 0.99), (None, 0.99)]
)
def test_honest_trainings_are_not_accused(moved, accuracy):
    """Slow trainings end at chance, good ones have moved, and of what nobody saw nothing is
    said.
    """
    assert found(a_run(weights_moved=moved), a_score(accuracy)) is None


def test_a_first_epoch_beyond_the_tenth_of_correct_solutions():
    """What is there after one epoch of slow training was there before."""
    doubt = found(trained(0.90))

    assert "correct solutions have at most 47.00 % after 10 epochs" in doubt.message


@pytest.mark.parametrize(
    "run",
    [
        trained(0.24),
        trained(0.50),
        trained(0.90, compiled=replace(PLAIN, optimizer_config={"learning_rate": 0.5})),
        trained(
            0.90,
            compiled=replace(
                PLAIN, optimizer_config={"learning_rate": {"class_name": "ExponentialDecay"}}
            ),
        ),
        trained(0.90, batch_size=1),
        trained(0.90, batch_size=None),
        trained(0.90, match=RoleMatch("net", "", compile_differences=("Adam instead of SGD",))),
        trained(0.90, match=None),
        trained(0.90, history={"loss": (0.1,)}),
        trained(0.90, source="claimed"),
        trained(0.90, continues=1),
        trained(0.90, epochs_run=10),
        trained(math.nan),
    ],
)
def test_quick_starts_that_have_a_reason(run):
    """A greater learning rate, small batches, another optimizer, an earlier training, or
    `validation_freq` explain them.
    """
    assert found(run, a_score(0.93)) is None


def test_what_an_earlier_training_may_have_given():
    """Weights of a model of the same size that was trained alike are the notebook's own."""
    run = replace(trained(0.90, weights_moved=1e-9), number=2)

    assert found(run, a_score(0.93), others=(a_run(),)) is None


def test_what_another_way_of_training_has_given():
    """Weights that Adam trained don't answer for SGD that stood still."""
    by_adam = a_run(compiled=CompileInfo("Adam"))
    run = replace(trained(0.90, weights_moved=1e-9), number=2)

    assert "in another way or elsewhere" in found(run, a_score(0.93), others=(by_adam,)).message
    assert found(replace(run, weights_moved=0.1), a_score(0.93), others=(by_adam,)) is None
