"""Makes the reports of a result: for a browser, and for paper."""

from __future__ import annotations

import hashlib
from pathlib import Path

from grader import __version__
from grader.assignment import bundled
from grader.model.audience import Audience
from grader.model.graded.result import Result
from grader.pipeline import LoadedAssignment, decided_whole
from grader.publishing.audience import assignment_told, result_told
from grader.report import Reporter, scripts_of
from grader.review import Book
from grader.store import BatchFolder, SubmissionFolder, audience_of


def report_fingerprint(loaded: LoadedAssignment, audience: Audience = "instructor") -> str:
    """Of what a report is rendered from, beside the result: templates, assignment, program, and for
    whom.
    """
    about = (__version__, loaded.fingerprint, loaded.examination, audience)
    digest = hashlib.sha256(repr(about).encode())
    for path in sorted(path for path in bundled("templates").rglob("*") if path.is_file()):
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def render_kept(loaded: LoadedAssignment, folder: Path, *, pdf: bool) -> tuple[str, ...]:
    """Render the reports of the result that is kept in `folder`, for whom the batch's reports are;
    return the scripts that no font here can draw.
    """
    place = SubmissionFolder(folder)
    audience = audience_of(BatchFolder(place.batch))
    return write_reports(loaded, place, _decided(place), audience=audience, pdf=pdf)


def render_for_students(
    loaded: LoadedAssignment, folder: Path, into: Path, *, pdf: bool
) -> tuple[str, ...]:
    """Write into a folder of its own what students read of the result kept in `folder`: on paper,
    or for a browser.
    """
    result = _decided(SubmissionFolder(folder))
    into.mkdir(parents=True, exist_ok=True)
    if not pdf:
        page = report_html(loaded, result, audience="student")
        (into / "report.html").write_text(page, "utf-8", "replace")
        return ()
    content, undrawn = report_pdf(loaded, result, audience="student")
    (into / "report.pdf").write_bytes(content)
    return undrawn


def _decided(place: SubmissionFolder) -> Result:
    return decided_whole(place, Book(place.batch).of(place.name))


def write_reports(
    loaded: LoadedAssignment,
    folder: SubmissionFolder,
    result: Result,
    *,
    audience: Audience = "instructor",
    pdf: bool = True,
) -> tuple[str, ...]:
    """Write one student's reports; return the scripts that no font here can draw."""
    reporter, told = _reporter(loaded, audience), result_told(result, loaded.assignment, audience)
    html, paper = reporter.html_and_paper(told) if pdf else (reporter.html(told), None)
    folder.write_reports(
        html, paper.content if paper else None, fingerprint=report_fingerprint(loaded, audience)
    )
    return scripts_of(paper.undrawn) if paper else ()


def report_html(
    loaded: LoadedAssignment, result: Result, *, audience: Audience = "instructor"
) -> str:
    """The report for a browser."""
    return _reporter(loaded, audience).html(result_told(result, loaded.assignment, audience))


def report_pdf(
    loaded: LoadedAssignment, result: Result, *, audience: Audience = "instructor"
) -> tuple[bytes, tuple[str, ...]]:
    """The report for paper, and the scripts in it that no font here can draw."""
    told = result_told(result, loaded.assignment, audience)
    paper = _reporter(loaded, audience).paper(told)
    return paper.content, scripts_of(paper.undrawn)


def _reporter(loaded: LoadedAssignment, audience: Audience) -> Reporter:
    assignment = assignment_told(loaded.assignment, audience)
    return Reporter(assignment, loaded.reference, loaded.dataset, bundled("templates"))
