"""Finds the assignment whose results lie in the output folder of a batch."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from grader.store import BatchFolder


def assignment_in(folder: Path, asked: str | None) -> str:
    """What was asked for, else the name of the one bundled assignment whose results lie there."""
    from grader.assignment import bundled_assignments
    from grader.store import BatchFolder

    if asked is not None:
        return asked
    names = names_in(BatchFolder(folder))
    if not names:
        raise click.BadParameter(f"{folder} holds no results; grader batch makes them")
    if len(names) > 1 or names[0] not in bundled_assignments():
        raise click.UsageError(not_known(names))
    return names[0]


def names_in(store: BatchFolder) -> list[str]:
    """The names of the assignments of which results are kept."""
    return sorted({finished.brief.assignment for _, finished in store.current()})


def not_known(names: list[str]) -> str:
    """What is said where nobody knows where the assignment lies."""
    return f"the results are of {', '.join(names)}: say where it lies with --assignment"
