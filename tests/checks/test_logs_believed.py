"""A log counts for a training that was stopped, where its beginning agrees."""

import math
from dataclasses import replace
from decimal import Decimal

import pytest

from grader.model.evidence import (
    Claim,
)
from grader.model.recording import NOT_RUN
from tests.checks.cases import (
    a_log,
    a_run,
    a_score,
    evidence_of,
)
from tests.checks.finding import find

LOG = tuple(0.93 - 0.5 / epoch for epoch in range(1, 101))


def followed(log, **fields):
    """A run that `verify` stopped after three epochs, with the log that its notebook had saved."""
    cut = {
        "stopped_by_grader": True,
        "stop_reason": "followed",
        "epochs_run": 3,
        "history": {"val_accuracy": LOG[:3]},
    }
    return a_run(**{**cut, "claims": (a_log(log),), **fields})


def test_a_stopped_run_counts_by_its_log_when_the_beginning_agrees():
    """`verify`: the re-run prefix follows the log, so the log's end is believed."""
    finding = find("accuracy", evidence_of(followed(LOG)), a_score(LOG[2]), options={"floor": 0.8})

    assert finding.status == "passed"
    assert "92.50 %" in finding.message


@pytest.mark.parametrize(
    ("log", "shown", "measured", "said"),
    [
        (LOG, LOG[:3], 0.078, "we measured 7.80 %"),
        (
            (*LOG[:2], 0.70, *LOG[3:]),
            (*LOG[:2], 0.70),
            0.69,
            "correct solutions have 73.33 % by then",
        ),
        (LOG, (0.43, 0.68, math.nan), 0.76, "no validation accuracy"),
        (LOG[:50], LOG[:3], LOG[2], "how it ended"),
        ((0.9, 0.92, *LOG[2:]), LOG[:3], LOG[2], "epoch 1 val_accuracy: 0.9 saved, 0.43 measured"),
    ],
)
def test_no_claim_counts_against_what_was_measured(log, shown, measured, said):
    """A log that the student's own code wrote, here and at home, agrees with itself and not with
    the weights.
    """
    run = followed(log, history={"val_accuracy": shown})

    finding = find("accuracy", evidence_of(run), a_score(measured), options={"floor": 0.8})

    assert (finding.status, finding.points) == ("needs_review", 0)
    assert said in finding.message


def test_an_evaluation_typed_or_printed_counts_for_nothing_beside_the_log():
    """Of a believed log its own last epoch counts, not the higher value that a cell below
    shows.
    """
    evaluation = Claim("evaluation", 5, {"val_accuracy": 0.99})
    low = (*LOG[:-1], 0.85)
    run = followed(low)

    finding = find(
        "accuracy",
        evidence_of(replace(run, claims=(*run.claims, evaluation))),
        a_score(LOG[2]),
        options={"floor": 0.8},
    )

    assert finding.status == "partial"
    assert "85.00 %" in finding.message


def test_a_stop_that_was_met_is_graded_by_what_was_measured():
    """No log is asked for where the threshold was said to be met: the measured value counts,
    higher or lower.
    """
    run = followed(LOG, stop_reason="met")

    finding = find("accuracy", evidence_of(run), a_score(0.85), options={"floor": 0.8})

    assert (finding.status, finding.points) == ("partial", Decimal("5.00"))


@pytest.mark.parametrize(("measured", "status"), [(0.85, "needs_review"), (0.60, "failed")])
def test_a_training_that_was_given_up_is_no_better_than_it_showed(measured, status):
    """Where we measure more than points begin at, giving it up was a mistake or the training hid
    something: a person looks.
    """
    run = followed(LOG, stop_reason="frozen")

    finding = find("accuracy", evidence_of(run), a_score(measured), options={"floor": 0.8})

    assert (finding.status, finding.points) == (status, 0)


def test_saved_figures_are_marked_unverified():
    """Policy `saved` grades the claim and says that nobody checked it."""
    run = a_run(source="claimed", weights=None, claims=(a_log((0.5, 0.93)),))

    finding = find("accuracy", evidence_of(run), recording=NOT_RUN)

    assert finding.status == "passed"
    assert "not verified" in finding.message
