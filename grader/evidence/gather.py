"""What does a notebook show, from its own outputs and from running it?"""

from __future__ import annotations

from grader.evidence.roles import assign_roles
from grader.evidence.runs import recorded_runs
from grader.model.assignment import Assignment
from grader.model.dataset import Dataset
from grader.model.evidence import Evidence
from grader.model.recording import FigureShown, Notice, Recording
from grader.model.submission import Submission


def gather(submission: Submission, recording: Recording, *, assignment: Assignment, dataset: Dataset) -> Evidence:
    """Return all that the checks may look at, beside the scores."""
    del submission
    runs = assign_roles(recorded_runs(recording), assignment, dataset=dataset)
    return Evidence(
        runs=runs,
        figures=tuple(event for event in recording.events if isinstance(event, FigureShown)),
        notices=tuple(dict.fromkeys(event.message for event in recording.events if isinstance(event, Notice))),
    )
