"""What lies ready before the first notebook is opened?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from grader.assignment import (
    decision_fingerprint,
    examination_fingerprint,
    execution_fingerprint,
    find_assignment,
    load_assignment,
    load_dataset,
)
from grader.checks import CHECKS, Check, checks_for
from grader.model.assignment import Assignment
from grader.model.dataset import Dataset
from grader.model.reference import Reference
from grader.reference import load_reference


@dataclass(frozen=True, slots=True)
class Desk:
    """An assignment with its data, its checks and its reference."""

    assignment: Assignment
    checks: Mapping[str, Check]
    """By name, every check that the assignment may name."""
    dataset: Dataset
    reference: Reference
    fingerprint: str
    """Of the files that decide a grade."""
    examination: str
    """Fingerprint of what decides which runs and answers are found in a recording."""
    execution: str = ""
    """Fingerprint of what of the assignment decides how a notebook runs, its data aside."""

    def has_own_checks(self) -> bool:
        """Whether a check of the instructor's own decides: it may look at anything that was recorded."""
        return any(spec.check not in CHECKS for spec in self.assignment.checks())


def open_assignment(name_or_path: str | Path) -> tuple[Assignment, Mapping[str, Check]]:
    """Load an assignment and all checks that it may name; raises ConfigError where it is wrong."""
    path = find_assignment(name_or_path)
    checks = checks_for(path.parent)
    return load_assignment(path, known_checks={name: check.options for name, check in checks.items()}), checks


def open_desk(name_or_path: str | Path) -> Desk:
    """Load an assignment with its data and its reference; raises ConfigError where one of them is wrong."""
    assignment, checks = open_assignment(name_or_path)
    return Desk(
        assignment,
        checks,
        load_dataset(assignment),
        load_reference(assignment),
        decision_fingerprint(assignment.folder),
        examination_fingerprint(assignment),
        execution_fingerprint(assignment),
    )
