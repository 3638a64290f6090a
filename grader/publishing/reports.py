"""Makes the reports of a result: for a browser, and for paper."""

from __future__ import annotations

import hashlib
from pathlib import Path

from grader import __version__
from grader.assignment import bundled
from grader.model.graded.result import Result
from grader.pipeline import LoadedAssignment, decided_whole
from grader.report import Reporter, scripts_of
from grader.review import Book
from grader.store import SubmissionFolder


def report_fingerprint(loaded: LoadedAssignment) -> str:
    """Of what a report is rendered from, beside the result: templates, assignment, program."""
    digest = hashlib.sha256(repr((__version__, loaded.fingerprint, loaded.examination)).encode())
    for path in sorted(path for path in bundled("templates").rglob("*") if path.is_file()):
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def render_kept(loaded: LoadedAssignment, folder: Path, *, pdf: bool) -> tuple[str, ...]:
    """Render the reports of the result that is kept in `folder`; return the scripts that no font
    here can draw.
    """
    place = SubmissionFolder(folder)
    decisions = Book(place.batch).of(place.name)
    return write_reports(loaded, place, decided_whole(place, decisions), pdf=pdf)


def write_reports(
    loaded: LoadedAssignment, folder: SubmissionFolder, result: Result, *, pdf: bool = True
) -> tuple[str, ...]:
    """Write one student's reports; return the scripts that no font here can draw."""
    reporter = _reporter(loaded)
    html, paper = reporter.html_and_paper(result) if pdf else (reporter.html(result), None)
    folder.write_reports(
        html, paper.content if paper else None, fingerprint=report_fingerprint(loaded)
    )
    return scripts_of(paper.undrawn) if paper else ()


def report_html(loaded: LoadedAssignment, result: Result) -> str:
    """The report for a browser."""
    return _reporter(loaded).html(result)


def report_pdf(loaded: LoadedAssignment, result: Result) -> tuple[bytes, tuple[str, ...]]:
    """The report for paper, and the scripts in it that no font here can draw."""
    paper = _reporter(loaded).paper(result)
    return paper.content, scripts_of(paper.undrawn)


def _reporter(loaded: LoadedAssignment) -> Reporter:
    return Reporter(loaded.assignment, loaded.reference, loaded.dataset, bundled("templates"))
