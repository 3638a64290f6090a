"""The format that people fill in: a row for each answer, with room for points and a comment."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from grader.cli.exports.request import ExportRequest, Format, load, put_out, say_what_is_missing

if TYPE_CHECKING:
    from grader.export import ToGrade


def _grading_sheet(request: ExportRequest) -> None:
    from grader.export import as_grading_sheet

    loaded = load(request)
    sheet = as_grading_sheet(_hand_ins(request), names=not request.blind)
    put_out(request, sheet.encode("utf-8-sig", "replace"))  # Excel takes it for UTF-8 by the mark
    say_what_is_missing(request, loaded)


def _hand_ins(request: ExportRequest) -> Iterator[ToGrade]:
    """Every hand-in with its answers, one after another: a class of them would fill memory."""
    from grader.cli.screen import on_one_line
    from grader.errors import ConfigError
    from grader.export import ToGrade
    from grader.pipeline import decided_whole
    from grader.review import Book, by_hand_in
    from grader.store import BatchFolder

    store = BatchFolder(request.folder)
    decisions = by_hand_in(Book(store.path).all())
    for folder, _ in store.current():
        try:
            result = decided_whole(folder, decisions[folder.name])
        except ConfigError as error:
            click.echo(f"grader: left out: {on_one_line(error.message)}", err=True)
        else:
            yield ToGrade(folder.name, result)


GRADING_SHEET = Format(
    "grading-sheet",
    "a table to be filled in by hand, for grader override --from",
    _grading_sheet,
    frozenset({"blind"}),
)
