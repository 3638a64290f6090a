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
        raise click.BadParameter(no_results(folder), param_hint="FOLDER")
    if len(names) > 1 or names[0] not in bundled_assignments():
        raise click.UsageError(not_known(names))
    return names[0]


def names_in(store: BatchFolder) -> list[str]:
    """The names of the assignments of which results are kept."""
    return sorted({finished.brief.assignment for _, finished in store.current()})


def no_results(folder: Path, assignment: str = "") -> str:
    """What is said of a folder without results, of `assignment` where it is named: whether there
    are others, or some that can't be read here.
    """
    from grader.store import BatchFolder

    others = names_in(BatchFolder(folder))
    if assignment and others:
        return (
            f"{folder} holds no results of the assignment {assignment!r}, but of "
            f"{', '.join(others)}"
        )
    if any(folder.glob("submissions/*/grade.json")):
        return (
            f"{folder} holds results, but none that this version can read: they were written by "
            "another grader, or are damaged; grader batch grades anew"
        )
    return f"{folder} holds no results; grader batch makes them"


def not_known(names: list[str]) -> str:
    """What is said where nobody knows where the assignment lies."""
    return f"the results are of {', '.join(names)}: say where it lies with --assignment"
