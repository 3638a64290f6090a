"""Makes pages of results: a student's reports, and the class at a glance."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

from grader import __version__
from grader.assignment import bundled
from grader.checks import audit_rate
from grader.desk import Desk
from grader.model.result import Result
from grader.report import Reporter, scripts_of, summary_page
from grader.store import BatchFolder, SubmissionFolder

MOST_NAMED = 20


def report_fingerprint(desk: Desk) -> str:
    """Of what a report is rendered from, beside the result: templates, assignment, program."""
    digest = hashlib.sha256(repr((__version__, desk.fingerprint, desk.examination)).encode())
    for path in sorted(path for path in bundled("templates").rglob("*") if path.is_file()):
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def render_kept(desk: Desk, folder: Path, *, pdf: bool) -> tuple[str, ...]:
    """Render the reports of the result that is kept in `folder`; return the scripts that no font here can draw."""
    place = SubmissionFolder(folder)
    return write_reports(desk, place, place.load(events=False), pdf=pdf)


def write_reports(desk: Desk, folder: SubmissionFolder, result: Result, *, pdf: bool = True) -> tuple[str, ...]:
    """Write one student's reports; return the scripts that no font here can draw."""
    reporter = _reporter(desk)
    html, paper = reporter.html_and_paper(result) if pdf else (reporter.html(result), None)
    folder.write_reports(html, paper.content if paper else None, fingerprint=report_fingerprint(desk))
    return scripts_of(paper.undrawn) if paper else ()


def write_summary(desk: Desk, store: BatchFolder, graded: Sequence[tuple[SubmissionFolder, Result]]) -> None:
    """Write the class page, with a link to every report."""
    links = [(result, folder.html.relative_to(store.path).as_posix()) for folder, result in graded]
    intake = store.read_intake()
    notices = (*intake.problems, *intake.notes) if intake else ()
    missing = [one.name for one in store.without_result()]
    if missing:
        notices = (
            f"Not graded yet, so not on this page ({len(missing)}): {', '.join(missing[:MOST_NAMED])}.",
            *notices,
        )
    rate = audit_rate([result for _, result in graded])
    if rate is not None:
        store.write_audit(rate)
    page = summary_page(
        links, assignment=desk.assignment, templates_folder=bundled("templates"), notices=notices, audit=rate
    )
    store.write_summary(page)


def report_html(desk: Desk, result: Result) -> str:
    """The report for a browser."""
    return _reporter(desk).html(result)


def report_pdf(desk: Desk, result: Result) -> tuple[bytes, tuple[str, ...]]:
    """The report for paper, and the scripts in it that no font here can draw."""
    paper = _reporter(desk).paper(result)
    return paper.content, scripts_of(paper.undrawn)


def _reporter(desk: Desk) -> Reporter:
    return Reporter(desk.assignment, desk.reference, desk.dataset, bundled("templates"))
