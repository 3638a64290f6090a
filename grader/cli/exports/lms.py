"""The formats that fill in what an LMS exported, and show who gets what."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from grader.cli.exports.request import (
    ExportRequest,
    Format,
    LoadedGrades,
    load,
    put_out,
    read_gradebook,
    say_what_is_missing,
)

if TYPE_CHECKING:
    from grader.export.lms import FilledIn, FillingRequest

FILLING = frozenset({"dry_run", "include_unfinished", "gradebook", "column", "scale", "comments"})


def _canvas(request: ExportRequest) -> None:
    from grader.export.lms import fill_in_canvas

    _fill_in(request, fill_in_canvas)


def _moodle(request: ExportRequest) -> None:
    from grader.export.lms import fill_in_moodle

    _fill_in(request, fill_in_moodle)


def _brightspace(request: ExportRequest) -> None:
    from grader.export.lms import fill_in_brightspace

    _fill_in(request, fill_in_brightspace)


def _blackboard(request: ExportRequest) -> None:
    from grader.export.lms import fill_in_blackboard

    _fill_in(request, fill_in_blackboard)


def _fill_in(request: ExportRequest, fill: Callable[[FillingRequest], FilledIn]) -> None:
    """Fill in the table, show what becomes of everybody, and write it unless it is a dry run."""
    from grader.cli.exports.plan_table import show
    from grader.cli.screen import on_one_line

    loaded = load(request)
    filled = fill(_wanted(request, loaded))
    filled.check(filled.content)
    if not request.dry_run:
        put_out(request, filled.content)
        _check_written(request, filled)
        say_what_is_missing(request, loaded)
    show(request, filled.lines)
    for note in filled.notes:
        click.echo(f"grader: {on_one_line(note)}", err=True)


def _wanted(request: ExportRequest, loaded: LoadedGrades) -> FillingRequest:
    from grader.export import awards_of
    from grader.export.lms import FillingRequest

    path = request.gradebook
    assert path is not None  # noqa: S101 - `needs` says so
    table = read_gradebook(path)
    if request.out != "-" and Path(request.out).exists() and path.samefile(request.out):
        raise click.BadParameter(f"{path}: --out would replace what the LMS gave")
    return FillingRequest(
        awards_of(loaded.graded, loaded.others, include_unfinished=request.include_unfinished),
        loaded.intake.system if loaded.intake else "plain",
        table,
        str(path),
        request.column,
        scale=request.scale,
        comments=request.comments,
    )


def _check_written(request: ExportRequest, filled: FilledIn) -> None:
    """Read the file back as the LMS will; one that says anything else is taken away."""
    from grader.errors import ExportError

    path = Path(request.out)
    if request.out == "-" or not path.is_file():
        return
    try:
        filled.check(path.read_bytes())
    except ExportError:
        path.unlink()
        raise


CANVAS = Format(
    "canvas",
    "the gradebook that Canvas exported, filled in",
    _canvas,
    FILLING - {"comments"},
    ("gradebook",),
)
MOODLE = Format(
    "moodle",
    "the grading worksheet that Moodle gave, filled in",
    _moodle,
    FILLING,
    ("gradebook",),
)
BRIGHTSPACE = Format(
    "brightspace",
    "the grades that Brightspace exported, filled in",
    _brightspace,
    FILLING - {"comments"},
    ("gradebook",),
)
BLACKBOARD = Format(
    "blackboard",
    "the grade centre that Blackboard exported, filled in",
    _blackboard,
    FILLING - {"comments"},
    ("gradebook",),
)
