"""A run that is described in two ways, or was not seen, is left to a person."""

import pytest

from grader.checks.run import run_checks
from grader.model.evidence import MatrixShown
from tests.checks.cases import (
    RECORDING,
    a_check,
    a_reference,
    a_run,
    a_score,
    an_assignment,
    evidence_of,
)


def statuses(run, *, score=None, **evidence):
    """By check, what is found."""
    parent = ("part.run_found",)
    checks = [
        a_check("run_found"),
        a_check("accuracy", depends_on=parent, options={"floor": 0.5}),
        a_check("summary_shown", depends_on=parent),
    ]
    scores = () if run is None else (score or a_score(),)
    found = run_checks(
        an_assignment(*checks),
        evidence_of(run, **evidence),
        scores,
        reference=a_reference(),
        recording=RECORDING,
    )
    return {
        finding.id.removeprefix("part."): (finding.status, finding.message) for finding in found
    }


def test_a_contradiction_leaves_every_check_of_the_role_to_a_person():
    """Neither passed nor failed, and the difference is named."""
    said = statuses(
        a_run(contradiction="the layers it shows are not those of its description: 8 and 80")
    )

    assert {status for status, _ in said.values()} == {"needs_review"}
    assert "8 and 80" in said["accuracy"][1]


def test_rows_that_were_not_seen_leave_the_accuracy_to_a_person():
    """The other checks don't depend on them; an accuracy that is too low is so whatever it was
    trained on.
    """
    said = statuses(a_run(unseen=("Nobody saw the rows.",)), summaries_shown=(3,))
    low = statuses(a_run(unseen=("Nobody saw the rows.",)), score=a_score(0.1))

    assert said["run_found"][0] == said["summary_shown"][0] == "passed"
    assert said["accuracy"][0] == "needs_review"
    assert low["accuracy"][0] == "failed"


@pytest.mark.parametrize(
    ("near", "of", "tested", "status"),
    [
        (89, 96, False, "needs_review"),
        (19, 96, False, "passed"),
        (19, 96, True, "needs_review"),
        (0, 96, True, "passed"),
        (0, 0, False, "passed"),
    ],
)
def test_examples_made_of_held_out_rows(near, of, tested, status):
    """More of them than any split of one's own gives say it whatever is seen of its tests."""
    score = a_score(near_held_out=near, near_held_out_of=of)

    assert statuses(a_run(tested_on_held_out=tested), score=score)["accuracy"][0] == status


def test_what_is_missing_may_be_hidden_by_a_fault_of_the_recorder():
    """Something that was not found is then nobody's failure yet; what was seen stands."""
    fault = "The recorder failed in cell 8 (ValueError): what happened there was seen in part only."

    assert statuses(None)["run_found"][0] == "failed"
    assert {status for status, _ in statuses(None, faults=(fault,)).values()} == {"needs_review"}
    assert statuses(a_run(), faults=(fault,))["summary_shown"][0] == "needs_review"
    assert statuses(a_run(), faults=(fault,))["accuracy"][0] == "passed"


@pytest.mark.parametrize(
    ("fields", "measured", "status"),
    [
        ({"prepared_as_usual": True}, 0.22, "needs_review"),
        ({"prepared_as_usual": False}, 0.22, "failed"),
        ({"prepared_as_usual": True}, 0.92, "passed"),
        ({"prepared_as_usual": True}, 0.99, "passed"),
    ],
)
def test_what_was_prepared_in_a_way_that_nobody_recognised(fields, measured, status):
    """Where the training itself shows much more, what was measured says little."""
    found, message = statuses(a_run(), score=a_score(measured, **fields))["accuracy"]

    assert found == status
    assert ("in the notebook it gets 93.00 % right" in message) == (status == "needs_review")


@pytest.mark.parametrize(
    ("as_usual", "shown", "status"),
    [(True, True, "needs_review"), (True, False, "failed"), (False, True, "failed")],
)
def test_a_matrix_of_images_prepared_in_another_way(as_usual, shown, status):
    """It differs from the one that was measured, and may be right."""
    matrix = MatrixShown(5, "printed", ((1.0, 499.0), (499.0, 1.0)))
    (finding,) = run_checks(
        an_assignment(a_check("confusion_matrix_shown")),
        evidence_of(a_run(), matrices=(matrix,) if shown else ()),
        (a_score(prepared_as_usual=as_usual),),
        reference=a_reference(),
        recording=RECORDING,
    )

    assert finding.status == status
