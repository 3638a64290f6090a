"""Loads an assignment with all that grading needs of it: its data, its checks, its reference."""

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
    other_assignments,
)
from grader.checks import CHECKS, Check
from grader.errors import ConfigError, PrerequisiteError, Problem
from grader.model.assignment import Assignment
from grader.model.dataset import Dataset
from grader.model.reference import Reference
from grader.pipeline.own_checks import checks_for
from grader.reference import load_reference


@dataclass(frozen=True, slots=True)
class LoadedAssignment:
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
    others: tuple[Path, ...] = ()
    """Folders of other assignments, for one of which a notebook may be meant."""

    def has_own_checks(self) -> bool:
        """Whether a check of the instructor's own decides: it may look at anything that was
        recorded.
        """
        return any(spec.check not in CHECKS for spec in self.assignment.checks())


def open_assignment(name_or_path: str | Path) -> tuple[Assignment, Mapping[str, Check]]:
    """Load an assignment and all checks that it may name; raises ConfigError where it is wrong."""
    path = find_assignment(name_or_path)
    try:
        checks = checks_for(path.parent)
    except ConfigError as error:
        raise _with_problems_of(path, error) from None
    return load_assignment(path, known_checks=checks), checks


def _with_problems_of(path: Path, error: ConfigError) -> ConfigError:
    """Tell with what is wrong in `checks.py` what is wrong in the YAML: names of checks can't be
    judged without it.
    """
    try:
        load_assignment(path, known_checks=CHECKS)
    except ConfigError as other:
        known = [
            problem
            for problem in other.problems
            if not problem.message.startswith("unknown check ")
        ]
        return ConfigError([*error.problems, *known], hint=error.hint)
    return error


def load_everything(name_or_path: str | Path) -> LoadedAssignment:
    """Load an assignment with its data and its reference; raises ConfigError where one of them is
    wrong.
    """
    assignment, checks = open_assignment(name_or_path)
    dataset, reference = _data_and_reference(assignment)
    return LoadedAssignment(
        assignment,
        checks,
        dataset,
        reference,
        decision_fingerprint(assignment.folder),
        examination_fingerprint(assignment),
        execution_fingerprint(assignment),
        other_assignments(assignment.folder),
    )


def _data_and_reference(assignment: Assignment) -> tuple[Dataset, Reference]:
    """Load both; what is wrong with either is reported at once."""
    problems: list[Problem] = []
    hints: list[str] = []
    dataset: Dataset | None = None
    reference: Reference | None = None
    try:
        dataset = load_dataset(assignment)
    except ConfigError as error:
        problems, hints = [*error.problems], [error.hint]
    try:
        reference = load_reference(assignment)
    except ConfigError as error:
        problems, hints = [*problems, *error.problems], [*hints, error.hint]
    except PrerequisiteError:
        if not problems:
            raise
    if dataset is None or reference is None:
        raise ConfigError(
            list(dict.fromkeys(problems)), hint="; ".join(dict.fromkeys(filter(None, hints)))
        )
    return dataset, reference
