"""Makes the reports of a result: for a browser, and for paper."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path

from grader import __version__
from grader.assignment import bundled
from grader.model.audience import INSTRUCTORS, Readers
from grader.model.graded.result import Result
from grader.pipeline import LoadedAssignment, decided_whole
from grader.reference import load_rubric_test
from grader.report import Reporter, assignment_for, read_language, result_for, scripts_of
from grader.review import Book
from grader.store import BatchFolder, SubmissionFolder, readers_of


def report_fingerprint(loaded: LoadedAssignment, readers: Readers = INSTRUCTORS) -> str:
    """Of what a report is rendered from, beside the result: templates, assignment, program, and for
    whom.
    """
    language = language_of(loaded, readers)
    read_language(bundled("templates"), language)  # one that is wrong is reported before a batch
    about = (__version__, loaded.fingerprint, loaded.examination, readers.audience, language)
    digest = hashlib.sha256(repr(about).encode())
    for path in sorted(path for path in bundled("templates").rglob("*") if path.is_file()):
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    digest.update(repr(load_rubric_test(loaded.assignment.folder)).encode())
    return digest.hexdigest()


def load_drawing() -> None:
    """Import what figures are drawn with, ahead of the first report: matplotlib, and seaborn, which
    draws the matrices of what was run.
    """
    import grader.report.drawing.matrices  # noqa: F401, PLC0415 - seconds that only drawing need pay


def render_kept(loaded: LoadedAssignment, folder: Path, *, pdf: bool) -> tuple[str, ...]:
    """Render the reports of the result that is kept in `folder`, for whom the batch's reports are;
    return the scripts that no font here can draw.
    """
    place = SubmissionFolder(folder)
    readers = readers_of(BatchFolder(place.batch))
    return write_reports(loaded, place, _decided(place), readers=readers, pdf=pdf)


def render_for_students(
    loaded: LoadedAssignment, folder: Path, into: Path, *, pdf: bool
) -> tuple[str, ...]:
    """Write into a folder of its own what students read of the result kept in `folder`: on paper,
    or for a browser.
    """
    place = SubmissionFolder(folder)
    result, readers = _decided(place), for_students(BatchFolder(place.batch))
    into.mkdir(parents=True, exist_ok=True)
    if not pdf:
        page = report_html(loaded, result, readers=readers)
        (into / "report.html").write_text(page, "utf-8", "replace")
        return ()
    shown = result_for(result, loaded.assignment, readers.audience)
    paper = reporter_for(loaded, readers).paper(shown)
    (into / "report.pdf").write_bytes(paper.content)
    return scripts_of(paper.undrawn)


def _decided(place: SubmissionFolder) -> Result:
    return decided_whole(place, Book(place.batch).of(place.name))


def write_reports(
    loaded: LoadedAssignment,
    folder: SubmissionFolder,
    result: Result,
    *,
    readers: Readers = INSTRUCTORS,
    pdf: bool = True,
) -> tuple[str, ...]:
    """Write one student's reports; return the scripts that no font here can draw."""
    reporter, shown = (
        reporter_for(loaded, readers),
        result_for(result, loaded.assignment, readers.audience),
    )
    html, paper = reporter.html_and_paper(shown) if pdf else (reporter.html(shown), None)
    folder.write_reports(
        html, paper.content if paper else None, fingerprint=report_fingerprint(loaded, readers)
    )
    return scripts_of(paper.undrawn) if paper else ()


def report_html(loaded: LoadedAssignment, result: Result, *, readers: Readers = INSTRUCTORS) -> str:
    """The report for a browser."""
    return reporter_for(loaded, readers).html(
        result_for(result, loaded.assignment, readers.audience)
    )


def for_students(store: BatchFolder) -> Readers:
    """Students, in the language of the batch's reports."""
    return replace(readers_of(store), audience="student")


def reporter_for(loaded: LoadedAssignment, readers: Readers) -> Reporter:
    """What writes the reports of an assignment for these readers, of results as they may read them.
    Raises ConfigError where what its mistakes cost can't be read.
    """
    return Reporter(
        assignment_for(loaded.assignment, readers.audience),
        loaded.reference,
        loaded.dataset,
        bundled("templates"),
        language_of(loaded, readers),
        load_rubric_test(loaded.assignment.folder),
    )


def language_of(loaded: LoadedAssignment, readers: Readers) -> str:
    """The language that reports are written in: the readers', else the assignment's."""
    return readers.language or loaded.assignment.language
