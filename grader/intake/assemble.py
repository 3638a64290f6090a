"""Makes a hand-in of the files of one owner, archives inside them opened."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from grader.errors import IntakeError
from grader.intake.archives.unpack import File, unpack
from grader.intake.autosaves import NOTE, is_autosave, without_autosaves
from grader.intake.beside import HandInFile, visible_beside
from grader.intake.choose import Candidate, choose
from grader.intake.kinds import OTHER_ARCHIVES, is_archive, is_notebook
from grader.intake.lms import Owner
from grader.intake.notebooks.work import Starter
from grader.intake.path import shown
from grader.model.hand_in import HandIn, Origin

MAX_ARCHIVES = 4
"""Of one hand-in, those inside others included."""
MAX_DEPTH = 2
"""How deep archives may lie in one another."""
MAX_NAMED = 6


@dataclass(slots=True)
class HandInFiles:
    """The files that one owner handed in."""

    owner: Owner
    files: list[tuple[Owner, File]] = field(default_factory=list)


def assemble(
    files: HandInFiles, *, system: str, work: Path, around: int = 0, starter: Starter | None = None
) -> HandIn:
    """Open the archives of a hand-in, choose its notebook, and say what was left out.

    `work` is where archives are unpacked; the first `around` steps of a path say nothing and are
    not shown. `starter` is what the assignment gave.
    """
    pieces = list(_opened(files, work))
    candidates = {
        Candidate(one.rest, one.path, shown(one.file.parts[around:]), one.attempt): one
        for one in pieces
        if one.path and one.rest and is_notebook(one.rest, one.path)
    }
    left_out = [
        f"{shown(one.rest)} was left out: {one.file.problem}." for one in pieces if one.file.problem
    ]
    note = [files.owner.note] if files.owner.note else []
    late = any(owner.late for owner, _ in files.files)
    if not candidates:
        origin = Origin(files.owner.students, late, tuple(note))
        problem = _why_none(pieces, left_out)
        return HandIn(
            _name(files, around), files.owner.key, None, origin, _paths(pieces), problem=problem
        )
    choice = choose(list(candidates), resubmissions=system == "canvas", starter=starter)
    chosen = candidates[choice.notebook]
    visible, hidden = visible_beside(chosen, pieces, resubmissions=system == "canvas")
    autosaved = NOTE if is_autosave(chosen.file.parts) else ""
    notes = (
        *note,
        *filter(None, [autosaved, choice.why, _without_notebook(chosen, pieces), hidden]),
        *left_out[:MAX_NAMED],
    )
    origin = Origin(files.owner.students, late, notes)
    beside = tuple(path for path in _paths(pieces) if path != choice.notebook.path)
    return HandIn(
        choice.notebook.name, files.owner.key, choice.notebook.path, origin, beside, visible
    )


def _without_notebook(chosen: HandInFile, pieces: Sequence[HandInFile]) -> str:
    """Say where a later attempt holds no notebook at all."""
    last = max(one.attempt for one in pieces)
    notebooks = {
        one.attempt for one in pieces if one.path and one.rest and is_notebook(one.rest, one.path)
    }
    if last <= chosen.attempt or last in notebooks:
        return ""
    return f"The last attempt ({last}) holds no notebook; the one of {chosen.attempt} was graded."


def _opened(files: HandInFiles, work: Path) -> Iterator[HandInFile]:
    """Every file of a hand-in; those of archives in the place of the archive."""
    waiting = [
        (HandInFile(owner.rest, file, owner.attempt, owner.rest), 0)
        for owner, file in reversed(files.files)
    ]
    archives = 0
    while waiting:
        piece, depth = waiting.pop()
        if piece.path is None or not piece.rest or not is_archive(piece.rest, piece.path):
            yield piece
            continue
        archives += 1
        inside, problem = (
            _inside(piece.file, work) if _may_open(archives, depth) else ((), _too_many(depth))
        )
        if problem:
            yield replace(piece, file=File(piece.file.parts, None, problem))
        waiting += [
            (
                HandInFile(
                    piece.rest + one.parts,
                    File(piece.file.parts + one.parts, one.path, one.problem),
                    piece.attempt,
                    piece.place[:-1] + one.parts,
                ),
                depth + 1,
            )
            for one in reversed(inside)
        ]


def _may_open(archives: int, depth: int) -> bool:
    return archives <= MAX_ARCHIVES and depth < MAX_DEPTH


def _too_many(depth: int) -> str:
    if depth >= MAX_DEPTH:
        return f"archives are opened {MAX_DEPTH} deep, and this one lies deeper"
    return f"of one hand-in no more than {MAX_ARCHIVES} archives are opened"


def _inside(file: File, work: Path) -> tuple[tuple[File, ...], str]:
    """What an archive holds, and what is wrong with it."""
    assert file.path is not None  # noqa: S101 - looked at by the caller
    try:
        files = unpack(file.path, name="the archive", into=work, owner_of=lambda _: lambda _: "")
    except IntakeError as error:
        return (), error.message
    files = without_autosaves(files)
    return files, "" if files else "it is empty"


def _paths(pieces: Sequence[HandInFile]) -> tuple[Path, ...]:
    return tuple(one.path for one in pieces if one.path)


def _name(files: HandInFiles, around: int) -> str:
    """How a hand-in without a notebook is called: by its only file, else by the folder of its
    files.
    """
    (owner, first), *others = files.files
    if not others or len(owner.rest) >= len(first.parts):
        return shown(first.parts[around:])
    return shown(first.parts[around : len(first.parts) - len(owner.rest)])


def _why_none(pieces: Sequence[HandInFile], left_out: list[str]) -> str:
    there = [shown(one.rest or one.file.parts[-1:]) for one in pieces if one.path]
    if not there:
        return (
            f"Nothing of this hand-in could be read. {' '.join(left_out[:MAX_NAMED])} Ask for the "
            f"notebook itself (.ipynb)."
        )
    named = ", ".join(there[:MAX_NAMED]) + (" and more" if len(there) > MAX_NAMED else "")
    packed = any(name.lower().endswith(OTHER_ARCHIVES) for name in there)
    hint = " Of archives only zips are opened." if packed else ""
    return (
        f"There is no notebook (.ipynb) in this hand-in, but {named}.{hint} Ask for the notebook "
        f"itself."
    )
