"""Checks become findings."""

from dataclasses import replace
from decimal import Decimal

import pytest

from grader.checks import run_checks
from grader.model.evidence import (
    Answer,
    Evidence,
    RoleMatch,
)
from grader.model.graded.score import Mistake, Mistakes
from grader.model.recording import CellRun
from tests.checks.cases import (
    RECORDING,
    a_check,
    a_log,
    a_reference,
    a_run,
    a_score,
    an_assignment,
    evidence_of,
    row_set,
)
from tests.checks.finding import find


def test_a_missing_run_names_the_cell_that_broke():
    """Whoever sees no training found is told which cell failed before it."""
    broke = CellRun(
        4, 5, "error", error_name="NameError", error_message="name 'modle' is not defined"
    )
    recording = RECORDING.__class__("cell_error", 1.0, (), (broke,), None, None)

    finding = find("run_found", Evidence(), recording=recording)

    assert finding.status == "failed"
    assert "cell 5 with NameError" in finding.hint


def test_weights_that_never_changed_are_no_training():
    """A fit that left the weights alone earns nothing."""
    finding = find("run_found", evidence_of(a_run(weights_changed=False)))

    assert (finding.status, finding.points) == ("failed", 0)


def test_a_training_that_went_on_from_one_that_learnt_is_one():
    """Its last epochs may leave the weights alone; a line of such trainings earns nothing."""
    still = a_run(number=2, continues=1, weights_changed=False)
    for before, status in ((True, "passed"), (False, "failed")):
        first = replace(a_run(weights_changed=before), match=None)

        assert find("run_found", Evidence(runs=(first, still))).status == status


@pytest.mark.parametrize(
    ("accuracy", "status", "points"),
    [
        (0.95, "passed", "10"),
        (0.90, "passed", "10"),
        (0.85, "partial", "5"),
        (0.8001, "partial", "0.1"),
        (0.80, "failed", "0"),
        (0.10, "failed", "0"),
    ],
)
def test_accuracy_earns_points_between_floor_and_band(accuracy, status, points):
    """Full points in the band, a share above the floor, none at it."""
    finding = find("accuracy", evidence_of(a_run()), a_score(accuracy), options={"floor": 0.8})

    assert (finding.status, finding.points) == (status, Decimal(points))


@pytest.mark.parametrize(
    ("rows", "right", "status", "says"),
    [
        (500, 480, "passed", "correct solutions reach"),
        (500, 400, "partial", "of the 500 others it gets 400 right, so it is 85.2"),
        (500, 300, "failed", "so it is 66.70 %"),
        (10, 7, "passed", "correct solutions reach"),
    ],
)
def test_rows_that_were_not_trained_on_say_what_was_learnt(rows, right, status, says):
    """Where others were, as with a split of one's own: no more counts than they leave room for."""
    wrong = Mistakes.of(Mistake(50 + row, 1, 0, 0.9) for row in range(rows - right))
    matrix = ((50 + right, 0), (rows - right, 0))
    score = a_score(0.95, trained_on_held_out=50, confusion_matrix=matrix, mistakes=wrong)
    score = replace(score, held_out_rows=row_set(range(50)))

    finding = find("accuracy", evidence_of(a_run()), score, options={"floor": 0.8})

    assert finding.status == status
    assert says in finding.message


def test_a_model_that_cannot_be_rebuilt_goes_to_a_person():
    """Unverified is neither passed nor failed."""
    score = a_score(verified=False, accuracy=None, reason="a Lambda layer can't be rebuilt")

    finding = find("accuracy", evidence_of(a_run()), score)

    assert finding.status == "needs_review"
    assert "Lambda" in finding.message


@pytest.mark.parametrize(
    ("differences", "status", "points"),
    [((), "passed", 10), (("relu instead of sigmoid",), "partial", 6), (("a",) * 3, "failed", 0)],
)
def test_departures_from_the_architecture_cost_a_share(differences, status, points):
    """Near misses keep most of the points."""
    run = a_run(match=RoleMatch("net", "near", layer_differences=differences))

    finding = find("architecture", evidence_of(run))

    assert (finding.status, finding.points) == (status, points)


@pytest.mark.parametrize(
    ("text", "status"), [("Because it overfits.", "needs_review"), ("", "failed")]
)
def test_an_answer_is_found_and_never_judged(text, status):
    """A person reads it; an empty one is missing."""
    answers = (Answer("part", text, (2,), "below the question"),)

    finding = find("question_answered", Evidence(answers=answers), question="Why?", role=None)

    assert (finding.status, finding.points) == (status, 0)


def test_what_depends_on_a_failed_check_is_skipped_with_the_reason():
    """The children of a failed check are not failures of their own."""
    checks = (a_check("run_found"), a_check("accuracy", depends_on=("part.run_found",)))

    findings = run_checks(
        an_assignment(*checks), Evidence(), (), reference=a_reference(), recording=RECORDING
    )

    assert [finding.status for finding in findings] == ["failed", "skipped"]
    assert "The model was trained" in findings[1].message


def test_what_depends_on_a_skipped_check_is_skipped_too():
    """Nobody fails a question about what the first failure took away."""
    checks = (
        a_check("run_found"),
        a_check("accuracy", depends_on=("part.run_found",)),
        a_check("summary_shown", depends_on=("part.accuracy",)),
    )

    findings = run_checks(
        an_assignment(*checks), Evidence(), (), reference=a_reference(), recording=RECORDING
    )

    assert [finding.status for finding in findings] == ["failed", "skipped", "skipped"]


def test_another_way_of_training_is_one_of_the_same_network():
    """A second model with its own optimizer is no second try of the first."""
    first = a_run()
    again = a_run(number=2, compiled=replace(first.compiled, optimizer="RMSprop"), match=None)
    other = a_run(
        number=3, compiled=again.compiled, match=None, model=replace(first.model, parameters=7)
    )

    tried = find("other_training_tried", Evidence(runs=(first, again)))
    not_tried = find("other_training_tried", Evidence(runs=(first, other)))

    assert (tried.status, not_tried.status) == ("passed", "failed")


def test_a_training_that_only_the_saved_outputs_show_is_for_a_person():
    """It did not run here, perhaps for no fault of the student's; nobody gains or loses by that
    alone.
    """
    broke = CellRun(4, 5, "error", error_name="ImportError")
    recording = replace(RECORDING, outcome="cell_error", cell_runs=(broke,))
    run = a_run(source="claimed", weights=None, claims=(a_log((0.5, 0.93)),))

    finding = find("run_found", evidence_of(run), recording=recording)

    assert finding.status == "needs_review"
    assert "93.00 %" in finding.message
    assert "cell 5 with ImportError" in finding.message
