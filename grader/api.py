"""Grades from Python: `grader.grade(notebook)` and `grader.grade_batch(submissions, out)`.

`import grader` loads nothing of this; it is there as soon as one of them is asked for.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path

import psutil

from grader.batch import BatchOptions, HandedIn, Listeners, Selection, run_batch
from grader.errors import GraderError
from grader.export import PublicRecord, public_record
from grader.intake import read_roster
from grader.model.graded.result import Result
from grader.model.policy import Policy, TrainingPolicy
from grader.pipeline import (
    LIMIT_FIELDS,
    LoadedAssignment,
    grade_alone,
    load_everything,
    policy_of,
)
from grader.scheduling import allowed_cores, slots_that_fit

GradeRecord = PublicRecord
"""One graded notebook, as `docs/schema/grade.schema.json` describes it. Points are strings, so that
nobody rounds them: `Decimal(record.points)`.
"""


@dataclass(frozen=True, slots=True)
class GradedClass:
    """What came of a batch."""

    records: tuple[GradeRecord, ...]
    """In the order of the hand-ins; without runs and answers, which the `grade.json` in the folder
    of each hand-in has.
    """
    waiting: int
    """How many hand-ins have no result, since only others were asked for."""
    failed: tuple[GraderError, ...]
    """What could not be done, as a report that could not be rendered; the grades are kept."""


def grade(
    notebook: str | Path,
    *,
    assignment: str | Path = "mnist",
    policy: TrainingPolicy = "full",
    stock: bool = False,
    unsafe: bool = False,
    **limits: float,
) -> GradeRecord:
    """Grade one notebook, as `grader check` does with the same options.

    One that can't be read has a record, too, whose status is `ungradable`. Raises GraderError where
    the operator can mend something: a wrong assignment, a host without protection. `limits` are
    those of the command line, as in `timeout=600, memory=4`.
    """
    loaded = load_everything(assignment)
    chosen = _policy(loaded, policy, 1, stock=stock, unsafe=unsafe, limits=limits)
    return public_record(_graded(loaded, chosen, Path(notebook)))


def grade_batch(  # noqa: PLR0913 - keywords, as the command has options
    submissions: str | Path,
    out: str | Path,
    *,
    assignment: str | Path = "mnist",
    policy: TrainingPolicy = "full",
    jobs: int | None = None,
    roster: str | Path | None = None,
    layout: str | None = None,
    only: Iterable[str] = (),
    limit: int | None = None,
    pdf: bool = True,
    on_done: Callable[[GradeRecord], None] | None = None,
    stock: bool = False,
    unsafe: bool = False,
    **limits: float,
) -> GradedClass:
    """Grade a class, as `grader batch` does with the same options: a folder, or the archive of an
    LMS, into the folder `out`; again goes on where it stopped.

    `on_done` is called for every hand-in that is done. Raises GraderError where nothing can be
    graded, and FolderInUse where somebody else writes into `out`.
    """
    loaded = load_everything(assignment)
    jobs = jobs or slots_that_fit(len(allowed_cores()), psutil.virtual_memory().available)
    chosen = _policy(loaded, policy, jobs, stock=stock, unsafe=unsafe, limits=limits)
    selection = Selection(tuple(only), limit)
    listeners = Listeners(
        lambda _: None,
        lambda *_: None,
        lambda one: on_done(public_record(one.result)) if on_done else None,
    )
    outcome = run_batch(
        loaded,
        chosen,
        HandedIn(Path(submissions), layout, read_roster(Path(roster)) if roster else None),
        BatchOptions(Path(out), jobs, pdf, selection=selection),
        listeners,
    )
    records = tuple(public_record(one.result) for one in outcome.graded)
    return GradedClass(records, outcome.waiting, tuple(outcome.failed))


def _policy(
    loaded: LoadedAssignment,
    training: TrainingPolicy,
    jobs: int,
    *,
    stock: bool,
    unsafe: bool,
    limits: dict[str, float],
) -> Policy:
    if unknown := limits.keys() - LIMIT_FIELDS.keys():
        raise TypeError(f"no limit is called {', '.join(unknown)}; there are {[*LIMIT_FIELDS]}")
    return policy_of(
        training,
        threads=max(1, len(allowed_cores()) // jobs),
        stock=stock,
        unsafe=unsafe,
        no_reuse=False,
        assignment=loaded.assignment,
        **limits,
    )


def _graded(loaded: LoadedAssignment, policy: Policy, notebook: Path) -> Result:
    """The result of one notebook, with what its code names beside it."""
    policy = replace(policy, audit_key=secrets.token_hex(32))
    return grade_alone(loaded, policy, notebook).result
