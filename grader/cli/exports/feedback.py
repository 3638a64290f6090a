"""The format that packs each student's report so that the LMS finds the student.

Reports that were rendered for students are packed as they lie; others are rendered for students
first, into a folder that is taken away again. What was rendered for instructors goes out only where
that is asked for.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from grader.cli.exports.request import (
    ExportRequest,
    Format,
    assignment_of,
    load,
    read_gradebook,
    say_what_is_missing,
)

if TYPE_CHECKING:
    from grader.export import Award
    from grader.export.lms.feedback import Feedback
    from grader.export.lms.matching import Person

CANVAS = (
    "Canvas shows a report under the name of the file that was handed in, as if it were a "
    "notebook; --to canvas-service with --comments attaches it under its own"
)
_QUICKLY = 3
"""How hard zlib works: 2,000 pages take half of the time, and a sixth more room."""


def _feedback(request: ExportRequest) -> None:
    from grader.cli.exports.plan_table import show
    from grader.export import awards_of
    from grader.export.lms.feedback import feedback_for

    if request.out == "-" and not request.dry_run:
        raise click.UsageError("--to feedback needs --out with the name of a zip")
    loaded = load(request)
    awards = awards_of(loaded.graded, loaded.others, include_unfinished=request.include_unfinished)
    system = loaded.intake.system if loaded.intake else "plain"
    people = _participants(request, system, awards)
    feedback = feedback_for(awards, system, partial(_report, request.folder), people=people)
    _refuse_unproven(request, feedback)
    if not request.dry_run:
        with _for_its_readers(request, feedback) as reports:
            _write(request, feedback, reports)
        say_what_is_missing(request, loaded)
    show(request, feedback.lines, what="reports")
    if system == "canvas" and feedback.names:
        click.echo(f"grader: {CANVAS}", err=True)


def _participants(
    request: ExportRequest, system: str, awards: Sequence[Award]
) -> Sequence[Person] | None:
    """Moodle's participants, by the worksheet or the web service; None where neither is given."""
    from grader.cli.exports.services import moodle_book
    from grader.export.lms.participants import participants

    if request.gradebook is None and not request.at:
        return None
    if system != "moodle":
        raise click.UsageError(
            f"--gradebook and --at are for Moodle's hand-ins; these are laid out as {system} does"
        )
    if request.gradebook is None:
        return moodle_book(request)("moodle").people
    return participants(read_gradebook(request.gradebook), str(request.gradebook), awards)


def _refuse_unproven(request: ExportRequest, feedback: Feedback) -> None:
    """Refuse where nothing tells a participant's number from a group's, and so nobody gets one."""
    from grader.errors import ExportError
    from grader.export.lms.feedback import UNPROVEN

    if not feedback.names and any(line.said == UNPROVEN for line in feedback.lines):
        raise ExportError(
            f"{request.folder}: Moodle numbers groups as it numbers participants, and nothing here "
            "tells one from the other",
            hint="add --gradebook with the grading worksheet (in Moodle: Submissions, Actions, "
            "Download grading worksheet); where there is none, --at with the assignment's address "
            "and a token asks Moodle",
        )


def _report(folder: Path, award: Award) -> str:
    """Where the report lies, relative to the output folder: for paper, else for a browser."""
    if award.graded is None:
        return ""
    html = Path(award.graded.report)
    for path in (html.with_suffix(".pdf"), html):
        if (folder / path).is_file():
            return path.as_posix()
    return ""


@contextmanager
def _for_its_readers(request: ExportRequest, feedback: Feedback) -> Iterator[Mapping[str, Path]]:
    """Where the report lies that goes out for each of those in the batch."""
    reports = {report: request.folder / report for report in feedback.names.values()}
    if request.audience == "instructor":
        yield reports
        return
    with tempfile.TemporaryDirectory(prefix="grader-") as folder:
        yield {**reports, **_rendered(request, reports, Path(folder))}


def _rendered(
    request: ExportRequest, reports: Mapping[str, Path], into: Path
) -> Mapping[str, Path]:
    """Those rendered now, as none of this rendering is there for students."""
    from grader.errors import OutputError
    from grader.publishing import Renderers, for_students, report_fingerprint
    from grader.scheduling import allowed_cores
    from grader.store import BatchFolder, SubmissionFolder

    loaded = assignment_of(request)
    look = report_fingerprint(loaded, for_students(BatchFolder(request.folder)))
    to_do = {
        report: into / str(number) / path.name
        for number, (report, path) in enumerate(reports.items())
        if not SubmissionFolder(path.parent).has_reports(pdf=False, fingerprint=look)
    }
    processes = min(len(allowed_cores()), len(to_do))
    with Renderers(loaded, processes=processes) as renderers:
        for report, made in to_do.items():
            pdf = made.suffix == ".pdf"
            renderers.render(reports[report].parent, pdf=pdf, for_students=made.parent)
    if renderers.problems:
        first = renderers.problems[0]
        raise OutputError(f"{first.name}: no report for students can be made: {first.why}")
    return to_do


def _write(request: ExportRequest, feedback: Feedback, reports: Mapping[str, Path]) -> None:
    """Write the zip, whole or not at all: nobody is to upload half of one."""
    import zipfile

    from grader.cli.written import written

    with (
        written(Path(request.out)) as stream,
        zipfile.ZipFile(
            stream, "w", zipfile.ZIP_DEFLATED, compresslevel=_QUICKLY, strict_timestamps=False
        ) as archive,
    ):
        for name, report in feedback.names.items():
            packed = report.endswith(".pdf")
            how = zipfile.ZIP_STORED if packed else zipfile.ZIP_DEFLATED
            archive.write(reports[report], name, how)


FEEDBACK = Format(
    "feedback",
    "a zip of the reports, named as the LMS needs it",
    _feedback,
    frozenset({"dry_run", "include_unfinished", "audience", "assignment", "gradebook", "at"}),
)
