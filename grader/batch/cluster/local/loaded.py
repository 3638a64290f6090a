"""Loads the assignment of a batch once for all workers of its machine, before they are forked.

Each of them would load it for a third of a second, at a time at which every core is wanted.
"""

from __future__ import annotations

import ast
import os
import sys
from contextlib import suppress
from pathlib import Path

from grader.assignment import find_assignment
from grader.host.forking import LOADS
from grader.pipeline import LoadedAssignment, load_everything
from grader.pipeline.own_checks import FILE_NAME

_before: dict[Path, LoadedAssignment] = {}
"""By folder; in a forked worker, what was loaded before."""


def load_before_forking() -> None:
    """Load what the program that started this process has named, if it has; what can't be loaded is
    reported by that program. An assignment whose own checks import more than is imported already is
    left to the workers: that may start threads, and who has some can't be forked.
    """
    name = os.environ.pop(LOADS, "")
    with suppress(Exception):
        if name and _imports_nothing_new(find_assignment(name).with_name(FILE_NAME)):
            loaded = load_everything(name)
            _before[loaded.assignment.folder.resolve()] = loaded


def _imports_nothing_new(checks: Path) -> bool:
    names: set[str | None] = set()
    for node in ast.walk(ast.parse(checks.read_bytes() if checks.is_file() else b"")):
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            names.add(node.module)
    return names <= sys.modules.keys()


def loaded_for_workers(folder: Path) -> LoadedAssignment:
    """The assignment in a folder. Raises ConfigError where it can't be loaded."""
    return _before.get(folder) or load_everything(folder)
