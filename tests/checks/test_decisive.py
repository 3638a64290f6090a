"""The policies come to the verdict of training in full, on every seed and on what goes wrong."""

import math
from dataclasses import replace
from pathlib import Path

import pytest

from grader.checks.policy.decisive import Stakes, decided, value_at
from grader.model.reference import Curve
from tests.checks.cases import a_reference
from tests.checks.replay import Replay, curves_in, reference_curves

HERE = Path(__file__).parent
CURVES = sorted((HERE / "curves").glob("*-*.npz"))
"""Wrong and odd solutions of `mnist`, trained to their end; made by curves/train.py."""
WRONG = sorted((HERE / "curves" / "digits").glob("*.npz"))
"""The same of `digits`, made by curves/digits.py."""
POLICIES = ("decisive", "verify")


@pytest.fixture(scope="module", params=["digits", "mnist"])
def replayed(request):
    return Replay(request.param), reference_curves(request.param)


@pytest.fixture(scope="module")
def mnist():
    return Replay("mnist")


@pytest.fixture(scope="module")
def digits():
    return Replay("digits")


@pytest.mark.parametrize("policy", POLICIES)
def test_every_reference_seed_gets_the_verdict_of_full(replayed, policy):
    """No seed of a correct solution loses or gains a point by being cut short; the log is that of
    another seed.
    """
    replay, roles = replayed
    saved = 0

    for role, seeds in roles.items():
        for place, curves in enumerate(seeds):
            full, _, _ = replay.verdict(role, curves, "full")
            found, epochs, reason = replay.verdict(role, curves, policy, log=seeds[place - 1])
            assert found == full, (role, place, reason)
            saved += len(curves["loss"]) - epochs

    assert saved > 0


@pytest.mark.parametrize("policy", POLICIES)
@pytest.mark.parametrize("path", CURVES, ids=lambda path: path.stem)
def test_wrong_solutions_of_mnist_get_the_verdict_of_full(mnist, path, policy):
    """Neither a wrong solution nor an odd one is judged otherwise for being cut short, its own log
    believed or not.
    """
    role, curves = path.stem.partition("-")[0], curves_in(path)
    changed = "learning_rate_0." in path.stem or "learning_rate_0" not in path.stem

    full, _, _ = mnist.verdict(role, curves, "full", changed=changed)
    found, _, reason = mnist.verdict(role, curves, policy, log=curves, changed=changed)

    assert found == full, reason


def test_there_are_curves_to_replay():
    """The kept trainings hold what may go wrong in each part."""
    names = {path.stem for path in CURVES}

    assert {"baseline-learning_rate_0", "adam-half_the_data", "cnn-half_the_data"} <= names
    assert len(WRONG) >= 13


@pytest.mark.parametrize("path", WRONG, ids=lambda path: path.stem)
def test_wrong_solutions_of_digits_get_the_verdict_of_full(digits, path):
    """Of a network of scikit-learn's, for as many epochs as it was trained."""
    curves = curves_in(path)

    full, _, _ = digits.verdict("classifier", curves, "full")

    for policy in POLICIES:
        found, epochs, reason = digits.verdict("classifier", curves, policy, log=curves)
        assert found == full, (policy, reason, epochs)


def stakes(epochs=100, *, floor=0.5, held_out=True):
    return Stakes(a_reference().roles["net"], floor, epochs, held_out)


def history(accuracies, losses=None):
    losses = losses or [1.0] * len(accuracies)
    return {"loss": losses, "val_loss": losses, "val_accuracy": accuracies}


def test_a_run_that_may_still_rise_goes_on():
    """A plateau is no end while the validation loss falls; nor is one in the first half."""
    falling = [1.0 - 0.001 * epoch for epoch in range(60)]

    assert decided(history([0.1] * 60, falling), stakes()) is None
    assert decided(history([0.1, 0.11] * 20), stakes()) is None
    assert decided(history([0.1, 0.11] * 30), stakes()) == "out_of_reach"


def test_what_pays_something_is_never_out_of_reach():
    """Between floor and band the points depend on the last digit, so such a run is trained to its
    end.
    """
    assert decided(history([0.6, 0.61] * 30), stakes()) is None
    assert decided(history([0.1, 0.11] * 30), stakes(floor=None)) is None


def test_a_frozen_run_stops_early():
    """Where no metric changes any more, the weights don't."""
    assert decided(history([0.1] * 9), stakes()) is None
    assert decided(history([0.1] * 10), stakes()) == "frozen"


def test_a_lost_loss_must_be_lost_on_both_sides():
    """A NaN that the validation doesn't show is not the model's."""
    lost = {"loss": [math.nan], "val_loss": [math.nan], "val_accuracy": [0.1]}

    assert decided(lost, stakes()) == "lost"
    assert decided({**lost, "val_loss": [1.0]}, stakes()) is None


def test_a_run_that_falls_behind_correct_ones_is_not_met():
    """Above the threshold of the end is not enough where correct runs, which lose something until
    then, are higher at that epoch.
    """
    losing = Curve((1, 100), low=(0.95, 0.90), median=(0.98, 0.93), high=(1.0, 0.96))
    ahead = replace(a_reference().roles["net"], curves={"val_accuracy": losing})
    steady = [0.92] * 50

    assert value_at(losing, losing.low, 50) > 0.92
    assert decided(history(steady), replace(stakes(), reference=ahead)) is None
    assert decided(history([0.93] * 50), replace(stakes(), reference=ahead)) == "met"
    assert decided(history(steady), stakes()) == "met"


def test_other_validation_examples_say_nothing_of_the_threshold():
    """Validated on a piece of the training data, a run is trained to its end."""
    assert decided(history([0.95] * 10), stakes(held_out=False)) is None


def test_the_last_epoch_is_not_cut():
    """A run that is over anyway was not stopped."""
    assert decided(history([0.95] * 100), stakes()) is None
