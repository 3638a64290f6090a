"""Shows what becomes of everybody: the whole table for a dry run, else who is left out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from grader.cli.exports.request import ExportRequest

if TYPE_CHECKING:
    from rich.table import Table

    from grader.export.lms import Line

MARKS = {"set": ("→", "green"), "same": ("=", "bright_black"), "skipped": ("–", "yellow")}

MOST_SHOWN = 5_000
"""To lay a line out takes a millisecond or two; those without a hand-in stand last."""


def show(
    request: ExportRequest, lines: Sequence[Line], *, what: str = "grades", sent_to: str = ""
) -> None:
    """Print the table and the sums."""
    from grader.cli.screen import on_one_line, terminal

    console = terminal(stderr=not request.dry_run)
    shown = (
        lines if request.dry_run else [one for one in lines if one.what == "skipped" or one.said]
    )
    if shown:
        console.print(_table(shown[:MOST_SHOWN]))
    if len(shown) > MOST_SHOWN:
        click.echo(f"grader: and {len(shown) - MOST_SHOWN:,} more lines like the last", err=True)
    counted = Counter(line.what for line in lines)
    sums = f"{counted['set']} {what}, {counted['same']} there already, {counted['skipped']} skipped"
    where = "standard output" if request.out == "-" else request.out
    done = f"sent to {sent_to}" if sent_to else f"written: {where}"
    if request.dry_run:
        done = "nothing was written (--dry-run)"
    click.echo(f"grader: {sums}; {on_one_line(done)}", err=True)


def _table(lines: Sequence[Line]) -> Table:
    """A line for every student."""
    from rich import box
    from rich.table import Table
    from rich.text import Text

    from grader.cli.screen import on_one_line

    table = Table("", "student", "id", "gets", "now", "", box=box.SIMPLE_HEAD, show_edge=False)
    for line in lines:
        mark, colour = MARKS[line.what]
        cells = (line.student, line.id, line.points, line.was, line.said)
        table.add_row(Text(mark, style=colour), *(Text(on_one_line(cell)) for cell in cells))
    return table
