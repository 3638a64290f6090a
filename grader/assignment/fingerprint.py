"""Says on which of an assignment's files, and on which of their lines, a result depends."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

from grader.assignment.resources import resources_fingerprint
from grader.model.assignment import Assignment
from grader.model.mutants import MUTANTS_FILE

HIDDEN = "."
"""Begins the names of what editors and file systems put beside a file: Emacs' `.#assignment.yaml`,
a link that leads nowhere, macOS' `._assignment.yaml`.
"""


PIECE_BYTES = 1024**2


def decision_fingerprint(folder: Path) -> str:
    """SHA-256 over the files that decide a grade: rubric, thresholds, checks of one's own; not what
    testing the rubric found.
    """
    digest = hashlib.sha256()
    for pattern in ("*.yaml", "*.json", "checks*.py"):
        for path in sorted(folder.glob(pattern)):
            if path.name != MUTANTS_FILE and not path.name.startswith(HIDDEN) and path.is_file():
                digest.update(path.name.encode() + b"\0")
                _add(path, digest.update)
                digest.update(b"\0")
    return digest.hexdigest()


def execution_fingerprint(assignment: Assignment) -> str:
    """SHA-256 over what of the assignment decides how a notebook runs, but for its data: what lies
    beside it, and whose seeds count.
    """
    beside = resources_fingerprint(assignment)
    return beside if assignment.seeds == "grader" else f"{beside} seeds {assignment.seeds}"


def examination_fingerprint(assignment: Assignment) -> str:
    """SHA-256 over what decides which runs and answers are found in a recording: points and
    thresholds do not.
    """
    asked = [
        (
            part.id,
            part.question,
            part.about,
            part.optional,
            sorted({check.role or "" for check in part.checks}),
        )
        for part in assignment.parts
    ]
    digest = hashlib.sha256(repr((assignment.roles, assignment.dataset, asked)).encode())
    for notebook in sorted(assignment.folder.glob("starter*.ipynb")):
        if notebook.is_file():
            _add(notebook, digest.update)
    return digest.hexdigest()


def _add(path: Path, update: Callable[[bytes], None]) -> None:
    """Add what a file holds, however large it is."""
    with path.open("rb") as stream:
        while piece := stream.read(PIECE_BYTES):
            update(piece)
