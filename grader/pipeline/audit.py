"""Puts a policy to the test: by what it would have cut short, or by what a kernel trains itself."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from grader.checks import as_if_stopped, differences
from grader.model.evidence import Evidence
from grader.model.graded.grade import Grade
from grader.model.graded.result import Audit
from grader.model.policy import TrainingPolicy
from grader.model.recording import NOT_RUN, TrainingStop
from grader.pipeline.examination import Examination
from grader.pipeline.run import Examined, NotebookRun


def audit_of_stops(  # noqa: PLR0917 - what was seen, and what it is held against
    policy: TrainingPolicy,
    seen: Examined,
    saved: Evidence,
    full: Grade,
    stops: tuple[TrainingStop, ...],
    examination: Examination,
) -> Audit:
    """Hold what the policy would have decided against what training in full showed."""
    if policy == "saved":
        other = examination.decide(NOT_RUN, saved, ())
    else:
        other = examination.decide(
            seen.recording, *as_if_stopped(seen.evidence, seen.scores, stops)
        )
    return Audit(policy, stops, differences(full.findings, other.findings))


def audit_of_trainings(
    asked: Grade, run: NotebookRun, graded_by_kernel: Callable[[NotebookRun], Grade]
) -> Audit:
    """Run the notebook once more, with every training in its kernel, and hold the grades against
    each other.
    """
    with tempfile.TemporaryDirectory(prefix="grader-audit-") as folder:
        again = replace(run, folder=Path(folder), on_cell=None, warm=None, asks=False)
        trained = graded_by_kernel(again)
    return Audit("full", (), differences(trained.findings, asked.findings))
