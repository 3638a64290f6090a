"""A run that is described in two ways, or was not seen, is left to a person."""

from grader.checks.run import run_checks
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


def test_what_is_missing_may_be_hidden_by_a_fault_of_the_recorder():
    """Something that was not found is then nobody's failure yet; what was seen stands."""
    fault = "The recorder failed in cell 8 (ValueError): what happened there was seen in part only."

    assert statuses(None)["run_found"][0] == "failed"
    assert {status for status, _ in statuses(None, faults=(fault,)).values()} == {"needs_review"}
    assert statuses(a_run(), faults=(fault,))["summary_shown"][0] == "needs_review"
    assert statuses(a_run(), faults=(fault,))["accuracy"][0] == "passed"
