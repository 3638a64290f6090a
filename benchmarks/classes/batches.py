"""Grades a class from the command line, and reads what came of it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.measuring.processes import GRADER, CommandError, timed

ENVIRONMENT = {"COLUMNS": "200"}


@dataclass(frozen=True, slots=True)
class HandInGrade:
    """What a hand-in got, as far as a policy could change it."""

    status: str
    points: str
    findings: tuple[tuple[str, str, str], ...]
    """Id, status and points of each."""


def empty_cache(folder: Path) -> dict[str, str]:
    """An environment in which nothing is kept yet of what programs keep for their user."""
    return {"XDG_CACHE_HOME": str(folder)}


def grade(
    submissions: Path,
    out: Path,
    *options: str,
    jobs: int = 2,
    timeout_s: float = 7200,
    cache: Path | None = None,
) -> float:
    """Seconds of one `grader batch`; with a `cache` folder, trainings are kept there."""
    command = [GRADER, "batch", submissions, "--out", out, "--jobs", str(jobs), *options]
    environment = {**ENVIRONMENT, **(empty_cache(cache) if cache is not None else {})}
    return timed(command, cwd=out.parent, environment=environment, timeout_s=timeout_s)


def records(out: Path) -> list[dict[str, Any]]:
    """The published record of every hand-in, by name."""
    return [
        json.loads(path.read_text("utf-8")) for path in sorted(out.glob("submissions/*/grade.json"))
    ]


def require_graded(
    out: Path,
    *,
    count: int,
    reports: Sequence[str] = ("html", "pdf"),
    ends: Sequence[str] = ("completed",),
) -> None:
    """Raise CommandError unless every notebook ran to one of these ends and has its reports."""
    found = records(out)
    ended = [record["execution"]["outcome"] for record in found]
    reasons = {str(record["reason"]) for record in found if record["reason"]}
    written = {kind: len(list(out.glob(f"submissions/*/report.{kind}"))) for kind in reports}
    if len(ended) != count or set(written.values()) != {count} or not {*ended} <= {*ends}:
        raise CommandError(
            f"of {count} hand-ins in {out}, this came out: {ended}, reports {written}; {reasons}"
        )


def grades_in(out: Path) -> dict[str, HandInGrade]:
    """By the name of the notebook, what each hand-in got."""
    return {_notebook(record): _grade_of(record) for record in records(out)}


def _notebook(record: dict[str, object]) -> str:
    submission: dict[str, str] = record["submission"]  # type: ignore[assignment]
    return Path(submission["notebook"]).name


def _grade_of(record: dict[str, object]) -> HandInGrade:
    findings: list[dict[str, str]] = record["findings"]  # type: ignore[assignment]
    rows = sorted((one["id"], one["status"], one["points"]) for one in findings)
    return HandInGrade(str(record["status"]), str(record["points"]), tuple(rows))
