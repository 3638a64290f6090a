"""`grader demo`: grades the bundled samples."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from grader.cli.options import (
    default_jobs,
    jobs_option,
    make_policy,
    policy_option,
    reuse_option,
    stock_option,
    threads_each,
    unsafe_option,
)

if TYPE_CHECKING:
    from grader.model.policy import TrainingPolicy


@click.command()
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("out/demo"),
    show_default=True,
    help="Where the reports go.",
)
@policy_option("full")
@jobs_option("Notebooks at a time.  [default: what cores and memory allow]")
@reuse_option
@stock_option
@unsafe_option
def demo(
    out: Path,
    policy: TrainingPolicy,
    jobs: int | None,
    *,
    no_reuse: bool,
    stock: bool,
    unsafe: bool,
) -> None:
    """Grade the bundled samples and name the reports."""
    from grader.assignment import bundled
    from grader.batch import BatchOptions, HandedIn
    from grader.cli.class_run import run_and_show
    from grader.cli.screen import terminal
    from grader.pipeline import load_everything

    jobs = jobs or default_jobs()
    chosen = make_policy(
        policy, threads=threads_each(jobs), no_reuse=no_reuse, stock=stock, unsafe=unsafe
    )
    samples = bundled("reference") / "mnist" / "samples"
    code = run_and_show(
        load_everything("mnist"), chosen, HandedIn(samples), BatchOptions(out, jobs, pdf=True)
    )
    console = terminal()
    for report in sorted(out.glob("submissions/*/report.*")):
        console.print(f"  {report}", markup=False, soft_wrap=True)
    sys.exit(code)
