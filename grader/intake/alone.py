"""Says what lies beside the notebooks of a plain folder, which nobody has sorted by student.

A file belongs to a notebook where that is the only hand-in in its folder and below. Where several
lie together, nobody knows whose a helper module is, and no student may see another's: then none of
them sees it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from pathlib import Path

from grader.intake.archives.unpack import File
from grader.intake.beside import HandInFile, visible_beside
from grader.intake.path import shown
from grader.model.hand_in import HandIn

MAX_NAMED = 6


def beside_alone(hand_ins: Sequence[HandIn], files: Sequence[File]) -> list[HandIn]:
    """The hand-ins with the files of their folders, for those that are alone in theirs."""
    parts_of = {file.path: file.parts for file in files if file.path}
    taken = {path for one in hand_ins for path in (one.notebook, *one.beside) if path}
    below: dict[tuple[str, ...], list[File]] = defaultdict(list)
    for file in files:
        for depth in range(len(file.parts)):
            below[file.parts[:depth]].append(file)
    with_files = []
    for one in hand_ins:
        place = parts_of.get(one.notebook, ()) if one.notebook else ()
        inside = below[place[:-1]] if place else []
        alone = sum(file.path in taken for file in inside) == 1
        with_files.append(_with_files(one, len(place) - 1, inside) if alone else one)
    return with_files


def _with_files(one: HandIn, depth: int, files: Sequence[File]) -> HandIn:
    """The hand-in with the files of its folder, which lies `depth` steps deep."""
    pieces = [HandInFile(file.parts[depth:], file, place=file.parts[depth:]) for file in files]
    notebook = next(piece for piece in pieces if piece.path == one.notebook)
    visible, hidden = visible_beside(notebook, pieces)
    notes = (*one.origin.notes, hidden) if hidden else one.origin.notes
    beside = tuple(piece.path for piece in pieces if piece.path and piece.path != one.notebook)
    return replace(one, beside=beside, visible=visible, origin=replace(one.origin, notes=notes))


def without_notebooks(files: Sequence[File], hand_ins: Sequence[HandIn]) -> Iterator[str]:
    """Say which folders hold no hand-in, which files only look like a notebook, and which belong to
    nobody known.
    """
    taken = {path for one in hand_ins for path in (one.notebook, *one.beside) if path}
    folders: dict[str, list[File]] = defaultdict(list)
    for file in files:
        if len(file.parts) > 1:
            folders[file.parts[0]].append(file)
        elif ".ipynb" in file.parts[0].lower() and file.path and file.path not in taken:
            named = shown(file.parts)
            yield f"{named}: left out: it is not a notebook; ask for the .ipynb file itself"
    for folder, inside in folders.items():
        if len(folders) > 1 and not any(file.path in taken or file.problem for file in inside):
            named = ", ".join(shown(file.parts[1:]) for file in inside[:MAX_NAMED])
            yield f"{shown((folder,))}: holds no notebook (.ipynb), but {named}"
    yield from _sharing_a_folder(files, taken)


def _sharing_a_folder(files: Sequence[File], taken: AbstractSet[Path]) -> Iterator[str]:
    """Say which files lie with several hand-ins in one folder, so that none of them sees any."""
    together: dict[tuple[str, ...], list[File]] = defaultdict(list)
    for file in files:
        together[file.parts[:-1]].append(file)
    for inside in together.values():
        others = [
            file
            for file in inside
            if file.path and file.path not in taken and ".ipynb" not in file.parts[-1]
        ]
        if others and sum(file.path in taken for file in inside) > 1:
            named = ", ".join(shown(file.parts) for file in others[:MAX_NAMED])
            yield (
                f"{named}: beside several hand-ins; nobody knows whose it is, so no notebook sees "
                "it. Give each student a folder, or name it in the assignment's `resources`"
            )
