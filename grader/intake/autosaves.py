"""Leaves out the copies that Jupyter keeps by itself, unless nothing else was handed in."""

from __future__ import annotations

from collections.abc import Iterable

from grader.intake.archives.unpack import File
from grader.intake.kinds import ARCHIVE, NOTEBOOK

FOLDER = ".ipynb_checkpoints"
NOTE = (
    "Only a copy that Jupyter saved by itself was handed in (.ipynb_checkpoints); it may be older "
    "than the work."
)


def is_autosave(parts: tuple[str, ...]) -> bool:
    """Whether the file lies where Jupyter keeps its copies."""
    return FOLDER in parts


def without_autosaves(files: Iterable[File]) -> tuple[File, ...]:
    """The files without Jupyter's copies; these stay where their folder holds no other notebook and
    no archive.
    """
    files = tuple(files)
    worked_in = {
        file.parts[:depth]
        for file in files
        if not is_autosave(file.parts) and file.parts[-1].lower().endswith((NOTEBOOK, ARCHIVE))
        for depth in range(len(file.parts))
    }
    return tuple(
        file for file in files if not is_autosave(file.parts) or _is_all_there_is(file, worked_in)
    )


def _is_all_there_is(file: File, worked_in: set[tuple[str, ...]]) -> bool:
    home = file.parts[: file.parts.index(FOLDER)]
    return home not in worked_in and file.parts[-1].lower().endswith(NOTEBOOK)
