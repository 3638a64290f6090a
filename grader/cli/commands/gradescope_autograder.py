"""`grader export gradescope-autograder`: builds the zip that Gradescope grades with."""

from __future__ import annotations

import tempfile
from pathlib import Path

import click

from grader.cli.options import assignment_option
from grader.cli.written import write_file

MOST_MINUTES = 40


@click.command(short_help="Build the autograder zip for Gradescope.")
@assignment_option
@click.option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    default=Path("autograder.zip"),
    show_default=True,
    help="Where the zip goes.",
)
@click.option(
    "--policy",
    type=click.Choice(("auto", "verify", "decisive", "full", "saved"), case_sensitive=False),
    default="auto",
    show_default=True,
    help="How much training to run there; auto: verify where the container has 3 GiB, else saved.",
)
@click.option(
    "--minutes",
    type=click.FloatRange(2, MOST_MINUTES),
    default=10,
    show_default=True,
    help="After which Gradescope ends a run, as set there.",
)
def gradescope_autograder(assignment: str, out: Path, policy: str, minutes: float) -> None:
    """Build a zip with which Gradescope grades each submission in its own container.

    It holds the program, the assignment and the versions of the packages that are here; solution
    and samples stay at home. The container that Gradescope gives by default is too small to run
    TensorFlow: there the saved outputs are read and what they state awaits a person.
    """
    import grader
    from grader.assignment import bundled
    from grader.export.gradescope import AutograderZip, write_autograder_zip
    from grader.pipeline import load_everything

    folder = load_everything(assignment).assignment.folder
    wanted = AutograderZip(
        Path(grader.__file__).parent, bundled("templates"), folder, policy, minutes
    )
    with tempfile.TemporaryDirectory(prefix="grader-") as place:
        packed = Path(place) / "autograder.zip"
        write_autograder_zip(wanted, packed)
        write_file(out, packed.read_bytes())
    click.echo(f"written: {out}; upload it in Gradescope under Configure Autograder")
