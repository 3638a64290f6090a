"""`grader batch`: grades a folder of notebooks."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from grader.cli.endings import HOST, PASSED, exit_code_of
from grader.cli.options import (
    assignment_option,
    audit_option,
    default_jobs,
    jobs_option,
    limits_options,
    make_policy,
    policy_option,
    stock_option,
    threads_each,
    unsafe_option,
)
from grader.cli.written import Attempts
from grader.errors import OutputError

if TYPE_CHECKING:
    from rich.console import Console

    from grader.batch import Batch, Graded
    from grader.desk import Desk
    from grader.intake import Roster
    from grader.model.hand_in import Intake
    from grader.model.policy import Policy, TrainingPolicy
    from grader.model.recording import CutShort
    from grader.store import BatchFolder

CUT_SHORT: tuple[CutShort, ...] = (
    "timeout",
    "out_of_memory",
    "processes",
    "disk",
    "output",
    "recording",
    "kernel_died",
)
AUDITED: dict[TrainingPolicy, float] = {"verify": 5.0}
"""Of the hand-ins, how many are trained in full unless it is said otherwise: the policy believes what it didn't see."""
AGAIN = (*CUT_SHORT, "limits")
LAYOUTS = ("canvas", "moodle", "blackboard", "brightspace", "gradescope", "sakai", "nbgrader", "folders", "plain")


@click.command(short_help="Grade a folder of notebooks; again to go on where it stopped.")
@click.argument("submissions", type=click.Path(path_type=Path, exists=True))
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), required=True, help="Where the reports go.")
@assignment_option
@policy_option("decisive")
@audit_option
@jobs_option("Notebooks at a time.  [default: what cores and memory allow]")
@click.option("--no-pdf", is_flag=True, help="Write HTML reports only.")
@click.option(
    "--roster",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="CSV of the class, as an LMS exports it: ids or e-mails, names, sections.",
)
@click.option(
    "--layout",
    type=click.Choice(LAYOUTS),
    help="Whose layout SUBMISSIONS has.  [default: recognised by the names of files]",
)
@click.option(
    "--again",
    type=click.Choice(AGAIN),
    multiple=True,
    help="Run only hand-ins that this cut short, with the limits that are given now, and those without a result;"
    " limits: any of them. May be given several times.",
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
    again: tuple[str, ...],
    *,
    audit: float | None,
    no_pdf: bool,
    stock: bool,
    unsafe: bool,
    **limits: float | None,
) -> None:
    """Grade every hand-in of SUBMISSIONS; run it again to go on where it stopped.

    SUBMISSIONS is a folder, one notebook, or the zip that the LMS gave: Canvas, Moodle, Blackboard and Brightspace (bulk
    download), Gradescope (export), Sakai, nbgrader (submitted/). Students are named as the LMS names them. One bad notebook never stops the batch:
    it gets a record that says what is wrong with it.
    """
    from grader.cli.screen import terminal
    from grader.desk import open_desk
    from grader.intake import read_roster

    jobs = jobs or default_jobs()
    desk = open_desk(assignment)
    chosen = make_policy(
        policy,
        threads=threads_each(jobs),
        audit_percent=AUDITED.get(policy, 0.0) if audit is None else audit,
        stock=stock,
        unsafe=unsafe,
        assignment=desk.assignment,
        **limits,
    )
    code = run_batch(
        desk,
        chosen,
        submissions,
        out=out,
        jobs=jobs,
        pdf=not no_pdf,
        console=terminal(),
        layout=layout,
        roster=read_roster(roster) if roster else None,
        again=frozenset(cause for cause in CUT_SHORT if cause in again or "limits" in again),
    )
    sys.exit(code)


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
    again: frozenset[CutShort] = frozenset(),
) -> int:
    """Grade what is below `submissions` into `out`, print the table, write the class page; return the exit code.

    Whatever ends the grading, what is finished by then is kept and shown.
    """
    from grader.batch import Batch
    from grader.cli.screen import say_audit, say_cut_short, say_fonts, say_intake, unrendered_lines
    from grader.pages import write_summary
    from grader.store import BatchFolder, held

    with held(out, "grader batch"):
        store = BatchFolder(out)
        if policy.audit_percent:
            policy = replace(policy, audit_key=store.audit_key())
        intake = _taken_in(desk, store, submissions, layout=layout, roster=roster)
        grading = Batch(desk, policy, store, jobs=jobs, pdf=pdf, again=again)
        attempts = Attempts()
        attempts.attempt(lambda: say_intake(console, intake))
        graded = _graded(grading, intake, attempts)
        attempts.attempt(lambda: _show(console, graded))
        attempts.attempt(lambda: say_audit(console, [one.result for one in graded]))
        attempts.attempt(lambda: say_cut_short(console, [one.result for one in graded]))
        results = [(one.folder, one.result) for one in graded]
        summary = attempts.attempt(lambda: write_summary(desk, store, results))
        attempts.failed += [OutputError(line) for line in unrendered_lines(grading.report_problems)]
        attempts.attempt(lambda: say_fonts(console, grading.undrawn))
        attempts.attempt(lambda: _show_places(console, store, summary=summary))
    for problem in attempts.failed:
        click.echo(f"grader: {problem}", err=True)
    if grading.outdated:
        told = f"{len(grading.outdated)} hand-ins changed since and were left as they are"
        click.echo(f"grader: {told}; the command without --again grades them", err=True)
    faults = sum(one.result.grade.status == "grader_fault" for one in graded)
    if faults:
        click.echo(f"grader: {faults} hand-ins met a fault of the program; the same command tries them again", err=True)
    return HOST if attempts.failed or faults else PASSED


def _taken_in(
    desk: Desk, store: BatchFolder, submissions: Path, *, layout: str | None, roster: Roster | None
) -> Intake:
    """The hand-ins, compared with one another and noted in the folder."""
    from grader.comparing import STARTER, compared
    from grader.intake import collect

    starter = desk.assignment.folder / STARTER
    intake = collect(submissions, work=store.intake, layout=layout, roster=roster, starter=starter)
    intake = compared(intake, assignment_folder=desk.assignment.folder, before=store.read_intake())
    if not intake.hand_ins:
        raise click.BadParameter(f"there is no notebook (*.ipynb) in {submissions}")
    store.write_intake(intake)
    return intake


def _graded(grading: Batch, intake: Intake, attempts: Attempts) -> list[Graded]:
    """Everything that came to its end; what ended the grading before its time is among the failed attempts."""
    from rich.console import Console

    from grader.batch import Watching
    from grader.cli.progress import progress

    done: list[Graded] = []
    hand_ins = intake.hand_ins

    def grade() -> None:
        with progress(Console(stderr=True), len(hand_ins)) as shown:

            def finished(one: Graded) -> None:
                done.append(one)
                shown.finish(one.hand_in.name, fresh=one.fresh)

            grading.grade(
                hand_ins,
                Watching(on_cell=lambda hand_in, cell, cells: shown.move(hand_in.name, cell, cells), on_done=finished),
            )

    def say_kept(how: str) -> None:
        told = f"{len(done)} of {len(hand_ins)} hand-ins are graded, and kept"
        click.echo(f"grader: {how}: {told}; the same command goes on from there", err=True)

    try:
        if not attempts.attempt(grade):
            say_kept("ended before its time")
    except KeyboardInterrupt as stop:
        say_kept("stopped")
        sys.exit(exit_code_of(stop))
    place = {one.key: number for number, one in enumerate(hand_ins)}
    return sorted(done, key=lambda one: place[one.hand_in.key])


def _show(console: Console, graded: Sequence[Graded]) -> None:
    from grader.cli.screen import say_cold_kernels, summary_table

    console.print(summary_table([(one.hand_in.name, one.result) for one in graded]))
    say_cold_kernels(console, [one.result for one in graded if one.fresh])


def _show_places(console: Console, store: BatchFolder, *, summary: bool) -> None:
    console.print(f"reports: {store.path}/submissions/*/report.html", markup=False, soft_wrap=True)
    if summary:
        console.print(f"summary: {store.summary}", markup=False, soft_wrap=True)
