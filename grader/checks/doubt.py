"""Sends to a person what is described in two ways, and what the recorder could not see.

It accuses nobody: a check that depends on such a thing is neither passed nor failed.
"""

from __future__ import annotations

from grader.checks.check import Case, Check, Failed, NeedsReview, Partial, Passed, Verdict, in_cell
from grader.checks.explained import unexplained_weights
from grader.checks.integrity.ahead import ahead_of_solutions
from grader.checks.integrity.rows import made_of_held_out_rows
from grader.checks.integrity.rows_of_a_line import rows_in_doubt
from grader.checks.jump import unexplained
from grader.checks.taught import METRIC, taught_otherwise
from grader.model.evidence import TrainingRun

NOT_RECOGNISED = (
    "How the notebook prepared its images was not recognised: we measured the model on images "
    "prepared in the usual ways"
)
OTHERWISE = 0.005
"""By how much more the training itself shows where its images were prepared in another way."""


def by_a_person_in_doubt(case: Case, check: Check, verdict: Verdict) -> Verdict:
    """The verdict, unless it rests on something that is in doubt or that was not seen."""
    reason = _reason(case, check, verdict)
    if not reason or isinstance(verdict, NeedsReview):
        return verdict
    said = verdict.message if isinstance(verdict, Passed) else verdict.for_students
    return NeedsReview(
        f"{reason} So a person decides. As far as we saw: {verdict.message}",
        verdict.evidence,
        f"A person looks at how this came about. As far as we saw: {said or verdict.message}",
    )


def of_a_hidden_training(case: Case, check: Check) -> Verdict | None:
    """Of a training that was not found where the recorder failed, or where a package that is not
    here ended a cell, nothing can be said.
    """
    if check.needs_run and case.run is None and (hidden := _hidden(case)):
        return NeedsReview(f"{hidden} So a person decides.")
    return None


def _hidden(case: Case) -> str:
    """What kept a training from being seen."""
    return next(iter(case.evidence.faults), "") or case.evidence.out_of_sight.get("training", "")


def _about_rows_and_weights(case: Case, run: TrainingRun) -> str:
    """The first of what makes an accuracy say less than it seems to."""
    score, evidence, scores = case.score(), case.evidence, case.scores
    return (
        next(iter(run.unseen), "")
        or made_of_held_out_rows(run, score)
        or rows_in_doubt(run, evidence, scores)
        or unexplained(run, score)
        or unexplained_weights(run, evidence, scores, asked=case.role.parameters)
        or ahead_of_solutions(run, evidence, scores, asked=case.role, reference=case.role_reference)
        or taught_otherwise(run, evidence, scores, case.role_reference, best=_best(case))
    )


def _prepared_otherwise(case: Case, check: Check) -> str:
    """Why something that was measured on images prepared in the usual ways says little, where
    nobody recognised how the notebook had prepared its own.
    """
    score, shown = case.score(), case.evidence
    if score is None or not score.prepared_as_usual or score.accuracy is None:
        return ""
    if check.name in ("confusion_matrix_shown", "mistakes_shown"):
        drawn = shown.matrices if check.name == "confusion_matrix_shown" else shown.digits
        return f"{NOT_RECOGNISED}." if drawn else ""
    own = case.trained().history.get(METRIC, ())
    if not check.needs_rows or not own or not own[-1] > score.accuracy + OTHERWISE:
        return ""
    return f"{NOT_RECOGNISED}, and in the notebook it gets {100 * own[-1]:.2f} % right."


def _best(case: Case) -> float:
    """At which accuracy the best correct solutions of any part end."""
    bands = (role.final.get(METRIC) for role in case.reference.roles.values())
    return max((band.high for band in bands if band is not None), default=1.0)


def _reason(case: Case, check: Check, verdict: Verdict) -> str:
    run = case.run if check.needs_role else None
    if run is not None and run.source == "reproduced":
        if run.contradiction:
            return (
                f"The model of {in_cell(run.cell)} is described in two ways: {run.contradiction}."
            )
        if check.needs_rows and isinstance(verdict, Passed | Partial):
            return _about_rows_and_weights(case, run)
        if isinstance(verdict, Failed | Partial) and (reason := _prepared_otherwise(case, check)):
            return reason
    missed = check.judges == "notebook" or (check.needs_role and run is None)
    if case.evidence.faults and missed and isinstance(verdict, Failed):
        return case.evidence.faults[0]
    return ""
