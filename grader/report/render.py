"""What do the other rooms call to get a report?"""

from __future__ import annotations

from pathlib import Path

from grader.model.assignment import Assignment
from grader.model.dataset import Dataset
from grader.model.reference import Reference
from grader.model.result import Result
from grader.report.reporter import Reporter


def render_html(
    result: Result,
    *,
    assignment: Assignment,
    reference: Reference | None,
    dataset: Dataset,
    templates_folder: Path,
) -> str:
    """Return one student's report as a self-contained page."""
    return Reporter(assignment, reference, dataset, templates_folder).html(result)


def render_pdf(
    result: Result,
    *,
    assignment: Assignment,
    reference: Reference | None,
    dataset: Dataset,
    templates_folder: Path,
) -> bytes:
    """Return the same report for print."""
    return Reporter(assignment, reference, dataset, templates_folder).pdf(result)
