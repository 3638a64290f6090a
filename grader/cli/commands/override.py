"""`grader override`: what a person decides, by command and by table."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from grader.cli.by_hand.act import act
from grader.cli.by_hand.override_request import OverrideRequest
from grader.cli.commands.regrade import folder_argument
from grader.cli.options import assignment_of_folder_option


@click.command(short_help="Give points by hand, one finding or a whole table at a time.")
@folder_argument
@click.argument("student", default="")
@click.argument("finding", default="")
@click.option("--points", metavar="N", help="What the finding gets instead.")
@click.option("--comment", metavar="TEXT", help="For the student; stands in the report.")
@click.option(
    "--from",
    "table",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="CSV with many at once, as grader export --to grading-sheet writes it: all or nothing.",
)
@click.option("--confirm", is_flag=True, help="FINDING is an observation on integrity: it is so.")
@click.option("--dismiss", is_flag=True, help="FINDING is an observation on integrity: it is not.")
@click.option("--appeal", metavar="TEXT", help="What the student objects to FINDING.")
@click.option("--answer", metavar="TEXT", help="To the appeal; granted where --points are given.")
@click.option("--undo", type=int, multiple=True, metavar="ID", help="Take a decision back.")
@click.option("--list", "listing", is_flag=True, help="Show every decision and what became of it.")
@click.option("--why", default="", metavar="TEXT", help="For other graders; not in the report.")
@click.option(
    "--grader", metavar="NAME", help="Who decides.  [default: the name of the account here]"
)
@click.option(
    "--overwrite",
    is_flag=True,
    help="Record it although somebody else decided since the table was written.",
)
@click.option("--dry-run", is_flag=True, help="Record nothing; show what would be.")
@click.option("--json", "json_out", metavar="F|-", help="Write the decisions as JSON.")
@assignment_of_folder_option
@click.option("--reports/--no-reports", default=True, help="Render changed reports again, too.")
def override(folder: Path, **options: Any) -> None:
    """Record in FOLDER, the output of a batch, what a person decides.

    STUDENT is an id, an address, a name or a file; FINDING an id as in q1.answered. The decision
    stands beside what the program found and survives `batch`, `regrade` and a changed rubric;
    where the question disappeared or the student has handed in another answer, it is kept, shown
    by --list, and does not count.

    \b
    grader override out ann@uni.example q1.answered --points 8 --comment "Why so?"
    grader override out --from points.csv
    grader override out --list
    grader override out --undo 17
    """  # noqa: D301 - click reads a backspace
    sys.exit(act(OverrideRequest(folder, **options)))
