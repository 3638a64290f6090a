"""Names the commands, and runs them."""

from __future__ import annotations

from typing import Any

import click

from grader import __version__
from grader.cli.commands.assignment import assignment
from grader.cli.commands.batch import batch
from grader.cli.commands.cache import cache
from grader.cli.commands.check import check
from grader.cli.commands.cluster import cluster, worker
from grader.cli.commands.demo import demo
from grader.cli.commands.doctor import doctor
from grader.cli.commands.export import export
from grader.cli.commands.gradescope_autograder import gradescope_autograder
from grader.cli.commands.lti_key import lti_key
from grader.cli.commands.override import override
from grader.cli.commands.reference import reference
from grader.cli.commands.regrade import regrade, report
from grader.cli.commands.review import review
from grader.cli.endings import Signals, end_of, run_to_an_end
from grader.host.streams import make_fit
from grader.host.temporary import temporary_folder

ONE_AT_A_TIME: dict[str, str] = {
    "batch": "Give the one folder or archive that holds all hand-ins; of a pattern (*.ipynb), "
    "the shell makes many arguments.",
    "check": "Give one notebook; grader batch grades a folder of them.",
}
"""By command, what is said to who gives it several."""


class Commands(click.Group):
    """Ends every command as `endings` says."""

    def main(self, *args: Any, standalone_mode: bool = True, **extra: Any) -> Any:
        """Run the command line; what can't be printed is reported, too."""
        if not standalone_mode:
            return super().main(*args, standalone_mode=False, **extra)  # type: ignore[call-overload]
        make_fit()
        with Signals(), temporary_folder():
            return run_to_an_end(lambda: super(Commands, self).main(*args, **extra))

    def make_context(self, *args: Any, **extra: Any) -> click.Context:
        """Read the arguments, and print what `--help` and `--version` ask for: click has a code of
        its own for a closed pipe.
        """
        try:
            return super().make_context(*args, **extra)
        except BrokenPipeError as error:
            raise click.exceptions.Exit(end_of(error)) from None

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command; one of two words comes before one that takes the second as a folder."""
        if " ".join(args[:2]) in self.commands:
            args = [" ".join(args[:2]), *args[2:]]
        return super().resolve_command(ctx, args)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; whatever ends it becomes a message on stderr and an exit code."""
        try:
            return super().invoke(ctx)
        except click.UsageError as error:
            said = ONE_AT_A_TIME.get(error.ctx.command.name or "") if error.ctx else None
            if said and "unexpected extra argument" in error.message:
                raise click.UsageError(f"{error.message}. {said}", error.ctx) from None
            raise
        except (click.ClickException, click.exceptions.Exit, click.Abort):
            raise
        except (Exception, KeyboardInterrupt) as error:  # noqa: BLE001 - the boundary of the program
            ctx.exit(end_of(error))


@click.group(
    cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100}
)
@click.version_option(__version__, prog_name="grader")
def main() -> None:
    """Mark deep-learning assignments handed in as Jupyter notebooks, and say why.

    Exit codes: 0 all required checks passed; 1 some did not; 2 wrong usage; 3 the notebook can't be
    read; 4 this host lacks something, what is finished can't be written, or the program failed; 130
    stopped by Ctrl-C.
    """


COMMANDS = (
    check,
    batch,
    regrade,
    report,
    review,
    override,
    export,
    lti_key,
    reference,
    assignment,
    cache,
    worker,
    cluster,
    doctor,
    demo,
)
for command in COMMANDS:
    main.add_command(command)
main.add_command(gradescope_autograder, "export gradescope-autograder")
