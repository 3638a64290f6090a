"""`grader export`: writes grades for other programs."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from grader.cli.exports.registry import FORMATS
from grader.cli.exports.request import ExportRequest
from grader.cli.options import assignment_of_folder_option, audience_option

WHAT = "; ".join(f"{one.name}: {one.what}" for one in FORMATS.values())


@click.command(short_help="Write the grades for other programs.")
@click.argument("folder", type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.option(
    "--to",
    "form",
    type=click.Choice(list(FORMATS), case_sensitive=False),
    required=True,
    help=f"{WHAT}.",
)
@click.option(
    "--out", default="-", show_default=True, metavar="F|-", help="Where to; - is standard output."
)
@click.option(
    "--gradebook",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="What the LMS exported and takes back: its gradebook, its grading worksheet.",
)
@click.option(
    "--column",
    default="",
    metavar="TITLE",
    help="The assignment's column there, or a part of its header that no other one has.",
)
@click.option(
    "--scale", is_flag=True, help="Convert points where the column is out of another maximum."
)
@click.option(
    "--include-unfinished",
    is_flag=True,
    help="Count what is certain so far of grades that await a person, instead of leaving them out.",
)
@click.option("--comments", is_flag=True, help="Fill in the column for comments, too.")
@click.option(
    "--at",
    default="",
    metavar="URL",
    help="The assignment's page in the LMS, as the browser has it.",
)
@click.option(
    "--registration",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="What the LMS said when the grader was registered with it as an LTI 1.3 tool.",
)
@click.option("--create", is_flag=True, help="Make the line item where none has the title.")
@click.option("--excel", is_flag=True, help="As Excel opens it with a double click: UTF-16, tabs.")
@click.option("--blind", is_flag=True, help="Without the names of those who gave points.")
@audience_option("student for feedback, else instructor")
@assignment_of_folder_option
@click.option("--dry-run", is_flag=True, help="Write nothing; show who gets what, and who doesn't.")
def export(folder: Path, form: str, out: str, **options: Any) -> None:
    """Write the grades in FOLDER, the output of a batch, for other programs.

    The table has a row for every student, with the points of each part; who has no result has a row
    without points, whose status is no_result or, for the roster's students without a hand-in,
    not_handed_in. Where the batch ran more than once, the hand-ins of the last time count.

    Into the tables of an LMS go only grades about which nothing is open; everybody else is named
    with the reason. docs/lms/ says for each system what to click and what to type.
    """
    request = ExportRequest(folder, out, **options)
    chosen = FORMATS[form]
    chosen.refuse_what_means_nothing(request)
    chosen.write(request)
