"""Loads the assignment of a batch once for all workers of its machine, before they are forked.

Each of them would load it for a third of a second, at a time at which every core is wanted.
"""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from grader.host.forking import LOADS
from grader.pipeline import LoadedAssignment, load_everything

_before: dict[Path, LoadedAssignment] = {}
"""By folder; in a forked worker, what was loaded before."""


def load_before_forking() -> None:
    """Load what the program that started this process has named, if it has; what can't be loaded is
    reported by that program.
    """
    name = os.environ.pop(LOADS, "")
    if name:
        with suppress(Exception):
            loaded = load_everything(name)
            _before[loaded.assignment.folder.resolve()] = loaded


def loaded_for_workers(folder: Path) -> LoadedAssignment:
    """The assignment in a folder. Raises ConfigError where it can't be loaded."""
    return _before.get(folder) or load_everything(folder)
