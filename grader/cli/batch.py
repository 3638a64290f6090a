"""`grader batch`: grade a folder of notebooks."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import suppress
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING

import click

from grader.cli.options import (
    assignment_option,
    cores,
    default_jobs,
    limits_options,
    make_policy,
    policy_option,
    unsafe_option,
)

if TYPE_CHECKING:
    from rich.console import Console

    from grader.intake import Roster
    from grader.model.hand_in import HandIn
    from grader.model.policy import Policy, TrainingPolicy
    from grader.model.result import Result
    from grader.pipeline import Desk, Marker
    from grader.store import SubmissionFolder

LAYOUTS = ("canvas", "moodle", "gradescope", "nbgrader", "plain")


@click.command(short_help="Grade a folder of notebooks; again to go on where it stopped.")
@click.argument("submissions", type=click.Path(path_type=Path, exists=True))
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), required=True, help="Where the reports go.")
@assignment_option
@policy_option("decisive")
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
    no_pdf: bool,
    unsafe: bool,
    **limits: float | None,
) -> None:
    """Grade every hand-in of SUBMISSIONS; run it again to go on where it stopped.

    SUBMISSIONS is a folder, one notebook, or the zip that the LMS gave: Canvas and Moodle (bulk download), Gradescope
    (export), nbgrader (submitted/). Students are named as the LMS names them. One bad notebook never stops the batch:
    it gets a record that says what is wrong with it.
    """
    from rich.console import Console

    from grader.intake import read_roster
    from grader.pipeline import open_desk

    jobs = jobs or default_jobs()
    desk = open_desk(assignment)
    chosen = make_policy(policy, threads=max(1, cores() // jobs), unsafe=unsafe, **limits)
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

    from grader.cli.screen import progress, say_intake, summary_table
    from grader.intake import collect
    from grader.pipeline import Marker, write_reports, write_summary
    from grader.store import BatchFolder

    store = BatchFolder(out)
    intake = collect(submissions, work=store.intake, layout=layout, roster=roster)
    say_intake(console, intake)
    if not intake.hand_ins:
        raise click.BadParameter(f"there is no notebook (*.ipynb) in {submissions}")
    store.write_intake(intake)
    folders = {one: store.for_hand_in(one.key) for one in intake.hand_ins}
    results: dict[HandIn, Result] = {}
    with (
        Marker(desk, policy) as marker,
        progress(Console(stderr=True), len(folders)) as move,
        ThreadPoolExecutor(jobs) as pool,
    ):
        stopping = Event()
        running = {pool.submit(_grade, marker, one, folder, move, stopping): one for one, folder in folders.items()}
        try:
            for future in as_completed(running):
                one = running[future]
                results[one] = future.result()
                if not folders[one].has_reports(pdf=pdf):
                    write_reports(desk, folders[one], results[one], pdf=pdf)
        except BaseException:
            _stop(pool, stopping)
            raise
    write_summary(desk, store, [(folders[one], results[one]) for one in folders])
    console.print(summary_table([(one.name, results[one]) for one in folders]))
    console.print(f"reports: {store.path}/submissions/*/report.html", markup=False, soft_wrap=True)
    console.print(f"summary: {store.summary}", markup=False, soft_wrap=True)
    return [results[one] for one in folders]


def _stop(pool: ThreadPoolExecutor, stopping: Event) -> None:
    """End what is running without keeping any of it: Ctrl-C, or an error that concerns all notebooks."""
    import psutil

    stopping.set()
    pool.shutdown(wait=False, cancel_futures=True)
    for process in psutil.Process().children(recursive=True):
        with suppress(psutil.Error):
            process.kill()


def _grade(
    marker: Marker, hand_in: HandIn, folder: SubmissionFolder, move: Callable[[str, int, int], None], stopping: Event
) -> Result:
    """Grade one hand-in and keep the result, or take the one that is kept already."""
    from grader.pipeline import as_handed_in, keep

    key = marker.key(hand_in.notebook)
    if folder.finished(key):
        kept = folder.load()
        result = as_handed_in(kept, hand_in)
        if result != kept:
            keep(folder, result, key)
            folder.drop_reports()
        return result
    folder.prepare()
    result = marker.mark_or_explain(
        hand_in, folder=folder.recording, on_cell=lambda done, cells: move(hand_in.name, done, cells)
    )
    if not stopping.is_set():
        keep(folder, result, key)
    return result
