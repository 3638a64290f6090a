"""`grader batch`: grades a folder of notebooks."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from grader.cli.commands.cluster import begin_to_fork_workers, keys_option, needs_dask
from grader.cli.options import (
    assignment_option,
    audience_option,
    audit_option,
    default_jobs,
    jobs_option,
    language_option,
    limits_options,
    make_policy,
    policy_option,
    reuse_option,
    stock_option,
    threads_each,
    unsafe_option,
)

if TYPE_CHECKING:
    from grader.batch.engine import Engine
    from grader.model.audience import Audience
    from grader.model.limits_hit import CutShort
    from grader.model.policy import TrainingPolicy

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
"""Of the hand-ins, how many are trained in full unless it is said otherwise: the policy believes
what it didn't see.
"""
AGAIN = (*CUT_SHORT, "limits")
LAYOUTS = (
    "canvas",
    "moodle",
    "blackboard",
    "brightspace",
    "gradescope",
    "sakai",
    "nbgrader",
    "folders",
    "plain",
)


@click.command(short_help="Grade a folder of notebooks; again to go on where it stopped.")
@click.argument("submissions", type=click.Path(path_type=Path, exists=True))
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    required=True,
    help="Where the reports go.",
)
@assignment_option
@policy_option("full")
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
    type=click.Choice(LAYOUTS, case_sensitive=False),
    help="The system that SUBMISSIONS was downloaded from.  [default: recognised by the names of "
    "files]",
)
@click.option(
    "--again",
    type=click.Choice(AGAIN, case_sensitive=False),
    multiple=True,
    help="Run only hand-ins that this cut short, with the limits that are given now, and those "
    "without a result;"
    " limits: any of them. May be given several times.",
)
@click.option(
    "--only",
    multiple=True,
    metavar="NAME",
    help="Grade only this student (id, name, address), hand-in or folder; * stands for anything. "
    "May be given several times.",
)
@click.option(
    "--limit",
    type=click.IntRange(1),
    metavar="N",
    help="Grade at most N hand-ins that have no result yet; again takes the next ones.",
)
@click.option(
    "--dry-run", is_flag=True, help="Grade nothing; show every hand-in and what would be done."
)
@click.option(
    "--watch",
    is_flag=True,
    help="Go on: grade what arrives in the folder SUBMISSIONS until Ctrl-C.",
)
@audience_option("as the reports in DIR, else instructor")
@language_option("as the reports in DIR, else the assignment's")
@click.option(
    "--workers",
    type=click.IntRange(1),
    metavar="N",
    help="Grade in N processes of this machine, each with a notebook at a time.",
)
@click.option(
    "--cluster",
    metavar="ADDRESS|FILE",
    help="Grade on a cluster: its scheduler's address, or the file that it wrote.",
)
@keys_option
@limits_options
@reuse_option
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
    only: tuple[str, ...],
    limit: int | None,
    dry_run: bool,
    watch: bool,
    audience: Audience | None,
    language: str | None,
    workers: int | None,
    cluster: str | None,
    keys: Path | None,
    audit: float | None,
    no_pdf: bool,
    no_reuse: bool,
    stock: bool,
    unsafe: bool,
    **limits: float | None,
) -> None:
    """Grade every hand-in of SUBMISSIONS; run it again to go on where it stopped.

    SUBMISSIONS is a folder, one notebook, or the zip that the LMS gave: Canvas, Moodle, Blackboard
    and Brightspace (bulk download), Gradescope (export), Sakai, nbgrader (submitted/). Students are
    named as the LMS names them. One bad notebook never stops the batch: it gets a record that says
    what is wrong with it.
    """
    if workers is not None and not dry_run:
        begin_to_fork_workers(assignment)
    from grader.batch import BatchOptions, HandedIn, Selection
    from grader.cli.class_run import run_and_show, show_what_would_be_done, watch_and_show
    from grader.intake import read_roster
    from grader.pipeline import load_everything

    jobs = jobs or workers or default_jobs()
    loaded = load_everything(assignment)
    chosen = make_policy(
        policy,
        threads=threads_each(jobs),
        audit_percent=AUDITED.get(policy, 0.0) if audit is None else audit,
        no_reuse=no_reuse,
        stock=stock,
        unsafe=unsafe,
        assignment=loaded.assignment,
        **limits,
    )
    cut_short = frozenset(cause for cause in CUT_SHORT if cause in again or "limits" in again)
    handed_in = HandedIn(submissions, layout, read_roster(roster) if roster else None)
    options = BatchOptions(
        out,
        jobs,
        not no_pdf,
        cut_short,
        audience=audience,
        language=language,
        selection=Selection(only, limit),
        engine=_engine(workers, cluster, keys),
    )
    if dry_run:
        sys.exit(show_what_would_be_done(loaded, handed_in, options))
    if watch:
        sys.exit(watch_and_show(loaded, chosen, handed_in, options))
    sys.exit(run_and_show(loaded, chosen, handed_in, options))


def _engine(workers: int | None, cluster: str | None, keys: Path | None) -> Engine | None:
    """What runs the notebooks; None: this process."""
    if workers is None and cluster is None:
        return None
    if workers is not None and cluster is not None:
        raise click.UsageError("--workers starts a cluster, --cluster names one: give one of them")
    needs_dask()
    from grader.batch.cluster.connection import ClusterAddress
    from grader.batch.cluster.engine import ClusterEngine

    return ClusterEngine(ClusterAddress(cluster or "", workers or 0, keys))
