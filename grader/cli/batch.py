"""`grader batch`: grade a folder of notebooks."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from grader.cli.options import (
    assignment_option,
    audit_option,
    default_jobs,
    limits_options,
    make_policy,
    policy_option,
    stock_option,
    threads_each,
    unsafe_option,
)

if TYPE_CHECKING:
    from rich.console import Console

    from grader.batch import Graded
    from grader.desk import Desk
    from grader.intake import Roster
    from grader.model.policy import Policy, TrainingPolicy
    from grader.model.result import Result

INTERRUPTED = 130
"""What shells call the end by Ctrl-C."""
LAYOUTS = ("canvas", "moodle", "gradescope", "nbgrader", "plain")


@click.command(short_help="Grade a folder of notebooks; again to go on where it stopped.")
@click.argument("submissions", type=click.Path(path_type=Path, exists=True))
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), required=True, help="Where the reports go.")
@assignment_option
@policy_option("decisive")
@audit_option
@click.option("--jobs", type=click.IntRange(min=1), help="Notebooks at a time.  [default: what cores and memory allow]")
@click.option("--no-pdf", is_flag=True, help="Write HTML reports only.")
@click.option(
    "--roster",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="CSV of the class, as an LMS exports it: ids or e-mails, names, sections.",
)
@click.option(
    "--layout",
    type=click.Choice(LAYOUTS),
    help="Whose layout SUBMISSIONS has.  [default: told from the names]",
)
@limits_options
@stock_option
@unsafe_option
def batch(
    submissions: Path,
    out: Path,
    assignment: str,
    policy: TrainingPolicy,
    jobs: int | None,
    roster: Path | None,
    layout: str | None,
    *,
    audit: float,
    no_pdf: bool,
    stock: bool,
    unsafe: bool,
    **limits: float | None,
) -> None:
    """Grade every hand-in of SUBMISSIONS; run it again to go on where it stopped.

    SUBMISSIONS is a folder, one notebook, or the zip that the LMS gave: Canvas and Moodle (bulk download), Gradescope
    (export), nbgrader (submitted/). Students are named as the LMS names them. One bad notebook never stops the batch:
    it gets a record that says what is wrong with it.
    """
    from rich.console import Console

    from grader.desk import open_desk
    from grader.intake import read_roster

    jobs = jobs or default_jobs()
    desk = open_desk(assignment)
    chosen = make_policy(policy, threads=threads_each(jobs), audit_percent=audit, stock=stock, unsafe=unsafe, **limits)
    run_batch(
        desk,
        chosen,
        submissions,
        out=out,
        jobs=jobs,
        pdf=not no_pdf,
        console=Console(highlight=False),
        layout=layout,
        roster=read_roster(roster) if roster else None,
    )


def run_batch(
    desk: Desk,
    policy: Policy,
    submissions: Path,
    *,
    out: Path,
    jobs: int,
    pdf: bool,
    console: Console,
    layout: str | None = None,
    roster: Roster | None = None,
) -> list[Result]:
    """Grade what is below `submissions` into `out`, write the class page, and print the table."""
    from rich.console import Console

    from grader.batch import Batch, Watching
    from grader.cli.progress import progress
    from grader.cli.screen import say_cold_kernels, say_intake, summary_table
    from grader.comparing import compared
    from grader.intake import collect
    from grader.pages import write_summary
    from grader.store import BatchFolder

    store = BatchFolder(out)
    intake = collect(submissions, work=store.intake, layout=layout, roster=roster)
    intake = compared(intake, assignment_folder=desk.assignment.folder, before=store.read_intake())
    say_intake(console, intake)
    if not intake.hand_ins:
        raise click.BadParameter(f"there is no notebook (*.ipynb) in {submissions}")
    store.write_intake(intake)
    grading = Batch(desk, policy, store, jobs=jobs, pdf=pdf)
    done: list[Graded] = []
    try:
        with progress(Console(stderr=True), len(intake.hand_ins)) as shown:

            def finished(one: Graded) -> None:
                done.append(one)
                shown.finish(one.hand_in.name, fresh=one.fresh)

            graded = grading.grade(
                intake.hand_ins,
                Watching(on_cell=lambda hand_in, cell, cells: shown.move(hand_in.name, cell, cells), on_done=finished),
            )
    except KeyboardInterrupt:
        told = f"{len(done)} of {len(intake.hand_ins)} hand-ins are graded, and kept"
        click.echo(f"grader: stopped: {told}; the same command goes on from there", err=True)
        sys.exit(INTERRUPTED)
    write_summary(desk, store, [(one.folder, one.result) for one in graded])
    console.print(summary_table([(one.hand_in.name, one.result) for one in graded]))
    say_cold_kernels(console, [one.result for one in graded if one.fresh])
    for problem in grading.report_problems:
        console.print(f"! no report: {problem}", style="yellow", markup=False, soft_wrap=True)
    console.print(f"reports: {store.path}/submissions/*/report.html", markup=False, soft_wrap=True)
    console.print(f"summary: {store.summary}", markup=False, soft_wrap=True)
    return [one.result for one in graded]
