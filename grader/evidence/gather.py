"""What does a notebook show, from its own outputs and from running it?"""

from __future__ import annotations

from dataclasses import dataclass

from grader.evidence.claimed import claimed_runs
from grader.evidence.claims import read_claims
from grader.evidence.figures import curves_shown, digits_shown, matrices_drawn
from grader.evidence.order import order_of_execution
from grader.evidence.program import read_program
from grader.evidence.roles import assign_roles
from grader.evidence.runs import recorded_runs
from grader.evidence.saved_figures import matrices_printed, saved_curves, saved_matrices
from grader.evidence.shown import cells_that_claim, cells_that_evaluated, summaries_in
from grader.evidence.thread import Thread, attach_claims, make_thread
from grader.model.assignment import Assignment
from grader.model.dataset import Dataset
from grader.model.evidence import Claim, Evidence, TrainingRun
from grader.model.recording import FigureShown, Notice, Recording
from grader.model.submission import Submission


@dataclass(frozen=True, slots=True)
class _Trained:
    """Runs with their roles and claims, and the program that made them."""

    runs: tuple[TrainingRun, ...]
    thread: Thread
    claims: tuple[Claim, ...]


def gather(submission: Submission, recording: Recording, *, assignment: Assignment, dataset: Dataset) -> Evidence:
    """Return all that the checks may look at, beside the scores.

    Where nothing was executed, the runs are those that the saved outputs and the code show, marked as claimed.
    """
    trained = _trained(submission, recording, assignment=assignment, dataset=dataset)
    if recording.outcome == "not_run":
        return _saved(submission, trained, dataset)
    return _executed(recording, trained, dataset)


def _trained(submission: Submission, recording: Recording, *, assignment: Assignment, dataset: Dataset) -> _Trained:
    claims = read_claims(submission.notebook)
    order = order_of_execution(submission.notebook)
    actions = read_program(order.cells)
    saved = recording.outcome == "not_run"
    runs = claimed_runs(order, actions, claims) if saved else recorded_runs(recording)
    thread = make_thread(runs, actions, order)
    runs = assign_roles(attach_claims(runs, claims, thread), assignment, dataset=dataset)
    return _Trained(runs, thread, claims)


def _saved(submission: Submission, trained: _Trained, dataset: Dataset) -> Evidence:
    notebook = submission.notebook
    return Evidence(
        runs=trained.runs,
        curves=saved_curves(notebook, trained.runs, trained.thread),
        matrices=saved_matrices(notebook, trained.thread, len(dataset.classes)),
        claims=trained.claims,
        summaries_shown=summaries_in(notebook),
        evaluated_cells=cells_that_claim(trained.runs),
    )


def _executed(recording: Recording, trained: _Trained, dataset: Dataset) -> Evidence:
    executed, classes = recording.executed, len(dataset.classes)
    printed = matrices_printed(executed, classes, source="reproduced") if executed else ()
    return Evidence(
        runs=trained.runs,
        curves=curves_shown(recording, trained.runs),
        matrices=(*matrices_drawn(recording, classes), *printed),
        digits=digits_shown(recording, dataset),
        claims=trained.claims,
        figures=tuple(event for event in recording.events if isinstance(event, FigureShown)),
        summaries_shown=summaries_in(executed) if executed else (),
        evaluated_cells=cells_that_evaluated(recording, trained.runs, dataset),
        notices=tuple(dict.fromkeys(event.message for event in recording.events if isinstance(event, Notice))),
    )
