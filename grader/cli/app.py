"""Which commands are there, and how do errors end?"""

from __future__ import annotations

import sys
from typing import Any

import click

from grader import __version__
from grader.cli.assignment import assignment
from grader.cli.batch import batch
from grader.cli.check import check
from grader.cli.demo import demo
from grader.cli.doctor import doctor
from grader.cli.export import export
from grader.cli.reference import reference
from grader.cli.regrade import regrade, report
from grader.errors import ExportError, GraderError, IntakeError, PrerequisiteError, SandboxUnavailable

EXIT_CODES: tuple[tuple[type[GraderError], int], ...] = (
    (IntakeError, 3),
    (PrerequisiteError, 4),
    (SandboxUnavailable, 4),
    (ExportError, 2),
    (GraderError, 2),
)


class Commands(click.Group):
    """Turns an operator's error into one message and an exit code."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; a GraderError becomes its message on stderr."""
        try:
            return super().invoke(ctx)
        except GraderError as error:
            click.echo(f"grader: {error}", err=True)
            sys.exit(next(code for kind, code in EXIT_CODES if isinstance(error, kind)))


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="grader")
def main() -> None:
    """Mark deep-learning assignments handed in as Jupyter notebooks, and say why.

    Exit codes: 0 all required checks passed; 1 some did not; 2 wrong usage; 3 the notebook can't be read; 4 this host
    lacks something; 130 stopped by Ctrl-C.
    """


for command in (check, batch, regrade, report, export, reference, assignment, doctor, demo):
    main.add_command(command)
