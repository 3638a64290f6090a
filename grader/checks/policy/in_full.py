"""Says why a notebook must be run in full after all: cutting a training short changed more than it
may.

Two things can't be known while a model trains: whether the examples that it is validated on are the
held-out ones, and whether the notebook counts on as many epochs as it asked for, as
`plt.plot(range(500), history.history["loss"])` does.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from grader.checks.policy.at_stop import RELYING, unlike_measured
from grader.checks.policy.supervision import lowest_floor
from grader.model.assignment import Assignment
from grader.model.evidence import Evidence, TrainingRun
from grader.model.graded.score import Score
from grader.model.recording import CellRun, Recording
from grader.model.reference import Reference
from grader.model.submission import Notebook

METRIC = "val_accuracy"
SHORT = re.compile(
    r"same (first dimension|length|shape|size)|length of values|out of "
    r"(range|bounds)|mismatch|broadcast|inconsistent",
    re.IGNORECASE,
)
"""How Python, NumPy, pandas and matplotlib complain of a sequence that is shorter than expected."""
SHORT_ERRORS = ("ValueError", "IndexError")


def why_in_full(
    recording: Recording,
    evidence: Evidence,
    scores: Sequence[Score],
    *,
    notebook: Notebook,
    assignment: Assignment,
    reference: Reference,
) -> str:
    """Say, in half a sentence, why the stops can't stand; empty where they can."""
    stopped = [run for run in evidence.runs if run.stop_reason is not None]
    measured = {score.run: score.accuracy for score in scores if score.verified}
    for run in stopped:
        contradiction = _contradiction(run, measured.get(run.number), assignment, reference)
        if contradiction:
            return contradiction
    failed_before = {
        cell.index for cell in notebook.cells if any(out.kind == "error" for out in cell.outputs)
    }
    broken = [
        cell
        for cell in recording.cell_runs
        if cell.outcome == "error"
        and cell.cell not in failed_before
        and _is_too_short(cell, stopped)
    ]
    return (
        f"cell {broken[0].cell + 1} needs as many epochs as the training was asked for"
        if broken
        else ""
    )


def _contradiction(
    run: TrainingRun, accuracy: float | None, assignment: Assignment, reference: Reference
) -> str:
    """Where what was measured is on the other side of what the stop relied on."""
    if accuracy is None or run.role is None:
        return ""
    role, floor = reference.roles[run.role], lowest_floor(assignment, run.role)
    if run.stop_reason == "followed" and run.match and run.match.data_differences:
        return f"only what is trained as asked may be believed: {run.match.data_differences[0]}"
    if run.stop_reason in RELYING and (unlike := unlike_measured(run, accuracy, role)):
        return unlike
    band = role.final.get(METRIC)
    if run.stop_reason == "met" and band is not None and accuracy < band.low:
        return "a training that showed enough accuracy to be stopped had less on the held-out data"
    if (
        run.stop_reason in ("lost", "frozen", "out_of_reach")
        and floor is not None
        and accuracy > floor
    ):
        return (
            "a training that seemed hopeless had more accuracy on the held-out data than it showed"
        )
    return ""


def _is_too_short(cell: CellRun, stopped: Sequence[TrainingRun]) -> bool:
    if not stopped or cell.error_name not in SHORT_ERRORS or not SHORT.search(cell.error_message):
        return False
    numbers = set(map(int, re.findall(r"\d{1,9}", cell.error_message)))
    return not numbers or any(
        numbers & {run.epochs_run, run.epochs_requested, run.epochs_requested - 1}
        for run in stopped
    )
