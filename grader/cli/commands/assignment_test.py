"""`grader assignment test`: whether the rubric of an assignment sees what is wrong."""

from __future__ import annotations

import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

import click

from grader.cli.options import (
    default_jobs,
    jobs_option,
    limits_options,
    make_policy,
    policy_option,
    reuse_option,
    threads_each,
    unsafe_option,
)

if TYPE_CHECKING:
    from grader.model.assignment import Assignment
    from grader.model.mutants import RubricTest
    from grader.model.policy import Policy, TrainingPolicy
    from grader.mutation import Grading
    from grader.pipeline import LoadedAssignment

STDOUT = "-"
MOST_NAMED = 5


@click.command("test", short_help="Test whether the rubric sees wrong solutions.")
@click.argument("name")
@click.option(
    "--only",
    multiple=True,
    metavar="OPERATOR",
    help="Only this operator (half_the_data), mutant (baseline.half_the_data) or variant; * stands "
    "for anything. May be given several times.",
)
@click.option(
    "--json",
    "json_out",
    metavar="FILE",
    help="Write the table as JSON to FILE; - for standard output, which then carries nothing else.",
)
@click.option(
    "--write",
    is_flag=True,
    help="Keep what was found as mutants.json beside the assignment; with --only, the rest of the "
    "file stays.",
)
@click.option(
    "--table",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Put the table into this Markdown file, between its two marks; with --only and --write, "
    "what was found before, too.",
)
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    help="Keep every notebook here with its grade and a report; again goes on where it stopped.",
)
@policy_option("full")
@jobs_option("Notebooks at a time.  [default: what cores and memory allow]")
@limits_options
@reuse_option
@unsafe_option
def test_command(
    name: str,
    policy: TrainingPolicy,
    jobs: int | None,
    only: tuple[str, ...],
    json_out: str | None,
    table: Path | None,
    out: Path | None,
    *,
    write: bool,
    no_reuse: bool,
    unsafe: bool,
    **limits: float | None,
) -> None:
    """Grade wrong solutions of the assignment NAME (or the folder of one), and list those that keep
    their points.

    Each is made of solution.ipynb by one change, as half the data or another loss, and graded by
    the whole program; solutions that are written otherwise and stay right must keep their points.
    Exit code 1: a wrong one keeps its points and assignment.yaml does not excuse it, or a right one
    loses some.
    """
    from grader.mutation import Grading
    from grader.pipeline import load_everything

    if only and table and not write:
        raise click.UsageError(
            "--table shows the whole; with --only it takes --write, which adds to what was found"
        )
    for target in (table, Path(json_out) if json_out not in (None, STDOUT) else None):
        if target is not None and not target.parent.is_dir():
            raise click.BadParameter(f"{target}: the folder {target.parent} does not exist")
    jobs = jobs or default_jobs()
    loaded = load_everything(name)
    chosen = make_policy(
        policy,
        threads=threads_each(jobs),
        no_reuse=no_reuse,
        stock=False,
        unsafe=unsafe,
        assignment=loaded.assignment,
        **limits,
    )
    with ExitStack() as open_now:
        temporary = tempfile.TemporaryDirectory(prefix="grader-mutants-")
        folder = out or Path(open_now.enter_context(temporary))
        found = _graded(loaded, chosen, Grading(folder, jobs, only, reports=out is not None))
    _publish(found, loaded.assignment, json_out, table=table, write=write)
    sys.exit(_exit_code(found))


def _graded(loaded: LoadedAssignment, policy: Policy, grading: Grading) -> RubricTest:
    """Grade them all, with bars on stderr."""
    from rich.console import Console

    from grader.cli.progress import ProgressDisplay, progress
    from grader.mutation import RubricListeners, grade_mutants

    shown: list[ProgressDisplay] = []
    with ExitStack() as bars:

        def planned(count: int) -> None:
            shown.append(bars.enter_context(progress(Console(stderr=True), count)))

        listeners = RubricListeners(
            planned,
            lambda name, done, cells: shown[0].move(name, done, cells),  # noqa: PLW0108 - shown later
            lambda name, fresh: shown[0].finish(name, fresh=fresh),
        )
        return grade_mutants(loaded, policy, grading, listeners)


def _publish(
    found: RubricTest,
    assignment: Assignment,
    json_out: str | None,
    *,
    table: Path | None,
    write: bool,
) -> None:
    from grader.cli.rubric_table import put_table, show
    from grader.cli.written import print_bytes, write_file
    from grader.model.mutants import MUTANTS_FILE
    from grader.mutation import added, all_names, as_json, untried
    from grader.reference import load_rubric_test

    kept, names = found, all_names(assignment)

    if json_out == STDOUT:
        print_bytes(as_json(found))
    else:
        show(found)
    if json_out not in (None, STDOUT):
        write_file(Path(str(json_out)), as_json(found))
    if write:
        path = assignment.folder / MUTANTS_FILE
        kept = added(found, load_rubric_test(assignment.folder) if found.only else None, names)
        write_file(path, as_json(kept))
        click.echo(f"grader: written: {path}", err=True)
    if table is not None:
        if kept.only:
            missing = ", ".join(untried(kept, names)[:MOST_NAMED])
            raise click.UsageError(f"--table shows the whole; not tried yet: {missing}")
        put_table(kept, table)
        click.echo(f"grader: written: {table}", err=True)


def _exit_code(found: RubricTest) -> int:
    from grader.cli.endings import HOST, NOT_PASSED, PASSED

    faults = found.faults()
    if faults:
        named = ", ".join(faults)
        click.echo(
            f"grader: could not be graded, by a fault of the program: {named}; --out FOLDER keeps "
            "what it was",
            err=True,
        )
        return HOST
    return PASSED if found.passed() else NOT_PASSED
