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

    from grader.model.policy import Policy, TrainingPolicy
    from grader.model.result import Result
    from grader.pipeline import Desk, Marker
    from grader.store import SubmissionFolder


@click.command(short_help="Grade a folder of notebooks; again to go on where it stopped.")
@click.argument("submissions", type=click.Path(path_type=Path, exists=True))
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), required=True, help="Where the reports go.")
@assignment_option
@policy_option("decisive")
@click.option("--jobs", type=click.IntRange(min=1), help="Notebooks at a time.  [default: what cores and memory allow]")
@click.option("--no-pdf", is_flag=True, help="Write HTML reports only.")
@limits_options
@unsafe_option
def batch(
    submissions: Path,
    out: Path,
    assignment: str,
    policy: TrainingPolicy,
    jobs: int | None,
    *,
    no_pdf: bool,
    unsafe: bool,
    **limits: float | None,
) -> None:
    """Grade every notebook below SUBMISSIONS; run it again to go on where it stopped.

    One bad notebook never stops the batch: it gets a record that says what is wrong with it.
    """
    from rich.console import Console

    from grader.pipeline import open_desk

    jobs = jobs or default_jobs()
    desk = open_desk(assignment)
    chosen = make_policy(policy, threads=max(1, cores() // jobs), unsafe=unsafe, **limits)
    run_batch(desk, chosen, submissions, out=out, jobs=jobs, pdf=not no_pdf, console=Console(highlight=False))


def run_batch(
    desk: Desk, policy: Policy, submissions: Path, *, out: Path, jobs: int, pdf: bool, console: Console
) -> list[Result]:
    """Grade what is below `submissions` into `out`, write the class page, and print the table."""
    from rich.console import Console

    from grader.cli.screen import progress, summary_table
    from grader.intake import find_notebooks
    from grader.pipeline import Marker, write_reports, write_summary
    from grader.store import BatchFolder

    store = BatchFolder(out)
    under = submissions if submissions.is_dir() else submissions.parent
    folders = {path: store.for_notebook(path, under=under) for path in find_notebooks(submissions)}
    if not folders:
        raise click.BadParameter(f"there is no notebook (*.ipynb) below {submissions}")
    results: dict[Path, Result] = {}
    with (
        Marker(desk, policy) as marker,
        progress(Console(stderr=True), len(folders)) as move,
        ThreadPoolExecutor(jobs) as pool,
    ):
        stopping = Event()
        running = {pool.submit(_grade, marker, path, folder, move, stopping): path for path, folder in folders.items()}
        try:
            for future in as_completed(running):
                path = running[future]
                results[path] = future.result()
                if not folders[path].has_reports(pdf=pdf):
                    write_reports(desk, folders[path], results[path], pdf=pdf)
        except BaseException:
            _stop(pool, stopping)
            raise
    write_summary(desk, store, [(folders[path], results[path]) for path in folders])
    console.print(summary_table([(path.relative_to(under).as_posix(), results[path]) for path in folders]))
    console.print(f"reports: {store.path}/submissions/*/report.html", markup=False, soft_wrap=True)
    console.print(f"summary: {store.summary}", markup=False, soft_wrap=True)
    return [results[path] for path in folders]


def _stop(pool: ThreadPoolExecutor, stopping: Event) -> None:
    """End what is running without keeping any of it: Ctrl-C, or an error that concerns all notebooks."""
    import psutil

    stopping.set()
    pool.shutdown(wait=False, cancel_futures=True)
    for process in psutil.Process().children(recursive=True):
        with suppress(psutil.Error):
            process.kill()


def _grade(
    marker: Marker, path: Path, folder: SubmissionFolder, move: Callable[[str, int, int], None], stopping: Event
) -> Result:
    """Grade one notebook and keep the result, or take the one that is kept already."""
    from grader.pipeline import keep

    key = marker.key(path)
    if folder.finished(key):
        return folder.load()
    folder.prepare()
    result = marker.mark_or_explain(
        path, folder=folder.recording, on_cell=lambda done, cells: move(path.name, done, cells)
    )
    if not stopping.is_set():
        keep(folder, result, key)
    return result
