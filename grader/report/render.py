"""What do the other rooms call to get a report?"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from grader.model.assignment import Assignment
from grader.model.dataset import Dataset
from grader.model.reference import Reference
from grader.model.result import Result
from grader.report.reporter import Reporter, summary_page


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


def render_summary(
    results: Sequence[tuple[Result, str]],
    *,
    assignment: Assignment,
    templates_folder: Path,
    notices: Sequence[str] = (),
) -> str:
    """Return the page of a class from results and the paths of their reports, relative to the page.

    `notices` are sentences about the class as a whole, as of what was left out of an archive.
    """
    return summary_page(results, assignment=assignment, templates_folder=templates_folder, notices=notices)
