"""Checks become findings."""

import math
from dataclasses import replace
from decimal import Decimal

import pytest

from grader.checks import run_checks
from grader.model.evidence import (
    Answer,
    Claim,
    CurveShown,
    DigitShown,
    Evidence,
    MatrixShown,
    RoleMatch,
)
from grader.model.graded.finding import Finding
from grader.model.recording import NOT_RUN, CellRun
from tests.checks.cases import (
    MATRIX,
    RECORDING,
    a_check,
    a_log,
    a_reference,
    a_run,
    a_score,
    an_assignment,
    evidence_of,
)


def find(check, evidence, score=None, *, recording=RECORDING, question="", **fields) -> Finding:
    spec = a_check(check, **fields)
    scores = () if score is None else (score,)
    assignment = an_assignment(spec, question=question)
    return run_checks(assignment, evidence, scores, reference=a_reference(), recording=recording)[0]


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


def test_a_model_that_cannot_be_rebuilt_goes_to_a_person():
    """Unverified is neither passed nor failed."""
    score = a_score(verified=False, accuracy=None, reason="a Lambda layer can't be rebuilt")

    finding = find("accuracy", evidence_of(a_run()), score)

    assert finding.status == "needs_review"
    assert "Lambda" in finding.message


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


def test_saved_figures_are_marked_unverified():
    """Policy `saved` grades the claim and says that nobody checked it."""
    run = a_run(source="claimed", weights=None, claims=(a_log((0.5, 0.93)),))

    finding = find("accuracy", evidence_of(run), recording=NOT_RUN)

    assert finding.status == "passed"
    assert "not verified" in finding.message


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
    ("metrics", "status"),
    [
        (("loss", "val_loss"), "passed"),
        (("accuracy", "val_accuracy"), "passed"),
        (("loss", "val_accuracy"), "partial"),
        ((), "failed"),
    ],
)
def test_learning_curves_need_training_beside_validation(metrics, status):
    """One pair of curves is enough; unpaired ones are half of it."""
    curves = tuple(CurveShown(1, metric, 5) for metric in metrics)

    finding = find("learning_curves_shown", evidence_of(a_run(), curves=curves))

    assert finding.status == status


@pytest.mark.parametrize(
    ("parameters", "status"),
    [((50,), "passed"), ((50, 99), "passed"), ((0,), "passed"), ((), "passed"), ((99,), "partial")],
)
def test_the_summary_of_another_model_is_half_of_it(parameters, status):
    """One whose table says nothing of its size is believed to be this model's."""
    finding = find(
        "summary_shown",
        evidence_of(a_run(), summaries_shown=(3,), summarised_parameters=parameters),
    )

    assert finding.status == status


def test_a_validation_on_the_training_data_is_half_of_the_curves():
    """Both lines are there, and the second one says nothing."""
    curves = (CurveShown(1, "loss", 5), CurveShown(1, "val_loss", 5))

    finding = find(
        "learning_curves_shown", evidence_of(a_run(validated_on_training=True), curves=curves)
    )

    assert (finding.status, finding.points) == ("partial", Decimal(5))
    assert "rows that it trains on" in finding.message


@pytest.mark.parametrize(
    ("values", "status", "words"),
    [
        (MATRIX, "passed", "the one that we measured"),
        (tuple(zip(*MATRIX, strict=True)), "passed", "columns the true ones"),
        (((0.96, 0.04), (0.1, 0.9)), "passed", "shares instead of counts"),
        (((50, 0), (0, 50)), "failed", "not this model's"),
        (((1, 2, 3), (4, 5, 6), (7, 8, 9)), "failed", "not this model's"),
    ],
)
def test_a_confusion_matrix_is_compared_with_the_measured_one(values, status, words):
    """Equal, transposed and normalised matrices are recognised; others are not the model's."""
    shown = (MatrixShown(6, "figure", values),)

    finding = find("confusion_matrix_shown", evidence_of(a_run(), matrices=shown), a_score())

    assert finding.status == status
    assert words in finding.message


def test_mistakes_must_be_mistakes_and_name_both_values():
    """Pictures of digits that the model got right don't count."""
    wrong = tuple(DigitShown(7, index, ("true 1, predicted 0",)) for index in range(5))
    right = tuple(DigitShown(7, index, ("true 1, predicted 1",)) for index in range(50, 60))

    enough = find(
        "mistakes_shown",
        evidence_of(a_run(), digits=wrong + right),
        a_score(),
        options={"count": 5},
    )
    none = find(
        "mistakes_shown", evidence_of(a_run(), digits=right), a_score(), options={"count": 5}
    )

    assert (enough.status, none.status) == ("passed", "failed")


def test_mistakes_without_labels_earn_a_part():
    """Pictures alone are some of what was asked."""
    wrong = tuple(DigitShown(7, index, ()) for index in range(5))

    finding = find(
        "mistakes_shown", evidence_of(a_run(), digits=wrong), a_score(), options={"count": 5}
    )

    assert finding.status == "partial"


@pytest.mark.parametrize(
    ("text", "status"), [("Because it overfits.", "needs_review"), ("", "failed")]
)
def test_an_answer_is_found_and_never_judged(text, status):
    """A person reads it; an empty one is missing."""
    answers = (Answer("part", text, (2,), "below the question"),)

    finding = find("question_answered", Evidence(answers=answers), question="Why?", role=None)

    assert (finding.status, finding.points) == (status, 0)


def test_what_hangs_on_a_failed_check_is_skipped_with_the_reason():
    """The children of a failed check are not failures of their own."""
    checks = (a_check("run_found"), a_check("accuracy", depends_on=("part.run_found",)))

    findings = run_checks(
        an_assignment(*checks), Evidence(), (), reference=a_reference(), recording=RECORDING
    )

    assert [finding.status for finding in findings] == ["failed", "skipped"]
    assert "The model was trained" in findings[1].message


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
