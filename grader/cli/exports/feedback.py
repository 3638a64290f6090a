"""The format that packs each student's report so that the LMS finds the student."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from grader.cli.exports.request import ExportRequest, Format, load, say_what_is_missing

if TYPE_CHECKING:
    from grader.export import Award
    from grader.export.lms.feedback import Feedback


def _feedback(request: ExportRequest) -> None:
    from grader.cli.exports.plan_table import show
    from grader.export import awards_of
    from grader.export.lms.feedback import feedback_for

    if request.out == "-" and not request.dry_run:
        raise click.UsageError("--to feedback needs --out with the name of a zip")
    loaded = load(request)
    awards = awards_of(loaded.graded, loaded.others, include_unfinished=request.include_unfinished)
    system = loaded.intake.system if loaded.intake else "plain"
    feedback = feedback_for(awards, system, partial(_report, request.folder))
    if not request.dry_run:
        _write(request, feedback)
        say_what_is_missing(request, loaded)
    show(request, feedback.lines, what="reports")


def _report(folder: Path, award: Award) -> str:
    """Where the report lies, relative to the output folder: for paper, else for a browser."""
    if award.graded is None:
        return ""
    html = Path(award.graded.report)
    for path in (html.with_suffix(".pdf"), html):
        if (folder / path).is_file():
            return path.as_posix()
    return ""


def _write(request: ExportRequest, feedback: Feedback) -> None:
    """Write the zip under another name first, so that nobody uploads half of one."""
    import zipfile

    from grader.errors import OutputError

    path = Path(request.out)
    half = path.with_name(f".{path.name}.part")
    try:
        with zipfile.ZipFile(half, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, report in feedback.names.items():
                archive.write(request.folder / report, name)
        half.replace(path)
    except OSError as error:
        half.unlink(missing_ok=True)
        raise OutputError.of(error, path) from None


FEEDBACK = Format(
    "feedback",
    "a zip of the reports, named as the LMS needs it",
    _feedback,
    frozenset({"dry_run", "include_unfinished"}),
)
