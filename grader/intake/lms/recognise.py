"""Tells whose layout a folder or an archive has."""

from __future__ import annotations

from collections.abc import Callable, Container, Sequence

from grader.intake.lms.blackboard import blackboard
from grader.intake.lms.brightspace import brightspace
from grader.intake.lms.canvas import canvas
from grader.intake.lms.folders import by_folder, by_people, folders
from grader.intake.lms.gradescope import gradescope
from grader.intake.lms.moodle import moodle
from grader.intake.lms.nbgrader import by_exchange, nbgrader
from grader.intake.lms.owner import HandInLayout, Owner, OwnerOf, Parts
from grader.intake.lms.sakai import sakai

MAX_FOLDERS_AROUND = 3
_SYSTEMS: dict[str, Callable[[Sequence[Parts], Sequence[str]], OwnerOf | None]] = {
    "gradescope": gradescope,
    "moodle": moodle,
    "blackboard": blackboard,
    "brightspace": brightspace,
    "sakai": sakai,
    "nbgrader": nbgrader,
    "canvas": canvas,
    "folders": folders,
}
"""In the order of how sure their signs are."""
LAYOUTS = (*_SYSTEMS, "plain")


def recognise(
    paths: Sequence[Parts],
    *,
    layout: str | None = None,
    groups: Sequence[str] = (),
    people: Container[str] = (),
) -> HandInLayout:
    """Return the layout of these files: the one asked for, else the first that explains most of
    their names.

    `groups` are the names of known groups, `people` the ids and names of known students, folded.
    What nothing explains is `plain`: every file stands for
    itself.
    """
    if layout == "folders":
        return HandInLayout("folders", by_folder, _folders_around(paths, 1) or ())
    if layout == "nbgrader" and (owner := by_exchange(paths)) is not None:
        return HandInLayout("nbgrader", owner)
    for depth in range(MAX_FOLDERS_AROUND):
        within = _folders_around(paths, depth)
        if within is None:
            break
        inner = [parts[depth:] for parts in paths]
        for system, owners in _SYSTEMS.items():
            if layout in (None, system) and (owner := owners(inner, groups)) is not None:
                known = by_people(inner, people) if system == "folders" else None
                return HandInLayout(system, known or owner, within)
    return HandInLayout("plain", _itself)


def _folders_around(paths: Sequence[Parts], depth: int) -> Parts | None:
    """The first `depth` folders, where they are around everything; None where they are not."""
    around = {parts[:depth] for parts in paths}
    return around.pop() if len(around) == 1 and all(len(parts) > depth for parts in paths) else None


def _itself(parts: Parts) -> Owner:
    return Owner("/".join(parts), rest=parts)
