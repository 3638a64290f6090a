"""A training run is cut short only where that changes no verdict."""

import math

import pytest

from grader.checks import PolicySupervisor, RunsKnown
from grader.checks.policy import supervision
from grader.model.events import EpochFinished
from tests.checks.cases import a_check, a_log, a_reference, a_run, a_start, an_assignment


def supervise(
    policy, accuracies, *, log=None, epochs=100, losses=None, reaching=(), match=None, **start
):
    """Feed epochs to a supervisor and return after how many it stops, or None."""
    run = a_run(claims=(log,) if log else ())
    supervisor = PolicySupervisor(
        policy,
        an_assignment(a_check("accuracy")),
        a_reference(),
        known=RunsKnown(
            match_role=lambda model, compiled: match or run.match,
            claimed={"net": run} if log else {},
            reaching=reaching,
        ),
    )
    supervisor.fit_started(a_start(run, epochs=epochs, **start))
    for epoch, accuracy in enumerate(accuracies):
        logs = {"loss": losses[epoch] if losses else 0.1, "val_accuracy": accuracy}
        if supervisor.epoch_finished(EpochFinished(run=1, epoch=epoch, logs=logs)) == "stop":
            return epoch + 1
    return None


CORRECT = tuple(0.93 - 0.5 / epoch for epoch in range(1, 101))


def test_full_never_stops():
    """`full` runs every epoch, whatever happens."""
    assert supervise("full", (0.99,) * 50) is None


def test_decisive_stops_once_the_threshold_is_met_and_has_held():
    """Three epochs in a row above the threshold by its margin decide."""
    assert supervise("decisive", (0.5, 0.94, 0.94, 0.905, 0.94, 0.94, 0.94, 0.94)) == 7


def test_decisive_stops_when_the_loss_is_lost():
    """A NaN loss never comes back."""
    assert (
        supervise("decisive", (0.1,) * 5, losses=(1.0, math.nan, math.nan, math.nan, math.nan)) == 2
    )


def test_verify_stops_where_the_prefix_follows_the_saved_log():
    """The assignment's `verify_epochs` are enough when they agree."""
    assert supervise("verify", CORRECT, log=a_log(CORRECT)) == 3


INVENTED_TAIL = (*CORRECT[:3], *(0.99 for _ in CORRECT[3:]))


@pytest.mark.parametrize(
    "log",
    [
        None,
        a_log((0.9, 0.92, 0.93)),
        a_log(CORRECT, metric="loss"),
        a_log(CORRECT[:3]),
        a_log(INVENTED_TAIL),
    ],
)
def test_verify_goes_on_without_a_log_to_believe(log):
    """No log, one that differs, one without an accuracy, and one whose end no correct run has
    verify nothing.
    """
    assert supervise("verify", CORRECT[:10], log=log) is None


def test_verify_does_not_cut_a_run_that_is_over_anyway():
    """A run of as many epochs as the prefix counts as trained to its end."""
    assert supervise("verify", CORRECT[:3], log=a_log(CORRECT), epochs=3) is None


def test_a_very_long_training_is_looked_at_less_and_less_often(monkeypatch):
    """Each look goes through all epochs so far: twenty times the epochs must not cost four hundred
    times the looks.
    """
    looks = []
    monkeypatch.setattr(
        supervision, "decided", lambda history, stakes: looks.append(len(history["loss"]))
    )

    supervise("decisive", (0.1,) * 40_000, epochs=2**50)

    assert looks[: supervision.LOOKED_AT_EVERY_EPOCH - 1] == list(
        range(1, supervision.LOOKED_AT_EVERY_EPOCH)
    )
    assert sum(looks) < 1e8


def test_only_metrics_that_decide_are_remembered():
    """A kernel may send any number of others, in each epoch new ones."""
    run = a_run()
    supervisor = PolicySupervisor(
        "decisive",
        an_assignment(),
        a_reference(),
        known=RunsKnown(match_role=lambda *_: run.match, claimed={}),
    )
    supervisor.fit_started(a_start(run, epochs=9))

    for epoch in range(5):
        logs = {f"metric_{epoch}_{number}": 0.1 for number in range(1000)}
        supervisor.epoch_finished(EpochFinished(run=1, epoch=epoch, logs={"loss": 0.1, **logs}))

    assert set(supervisor._watched[1].history) == {"loss"}
