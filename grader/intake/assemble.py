"""How do the files of one owner become a hand-in, archives inside them opened?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from grader.errors import IntakeError
from grader.intake.choose import Candidate, choose
from grader.intake.lms import Owner
from grader.intake.path import shown
from grader.intake.unpack import File, unpack
from grader.model.hand_in import HandIn, Origin

NOTEBOOK = ".ipynb"
ARCHIVE = ".zip"
OTHER_ARCHIVES = (".rar", ".7z", ".tar", ".gz", ".tgz", ".bz2", ".xz")
MAX_ARCHIVES = 4
"""Of one hand-in, those inside others included."""
MAX_DEPTH = 2
"""How deep archives may lie in one another."""
MAX_NAMED = 6


@dataclass(slots=True)
class Pile:
    """What lies on one owner's pile."""

    owner: Owner
    files: list[tuple[Owner, File]] = field(default_factory=list)


def is_notebook(parts: tuple[str, ...]) -> bool:
    """Whether the file's name is a notebook's; browsers like to add `.txt` or `.json` to it."""
    name = parts[-1].lower()
    return name.endswith((NOTEBOOK, f"{NOTEBOOK}.txt", f"{NOTEBOOK}.json"))


def is_archive(parts: tuple[str, ...]) -> bool:
    """Whether the file's name is that of a zip."""
    return parts[-1].lower().endswith(ARCHIVE)


def assemble(pile: Pile, *, system: str, work: Path, around: int = 0) -> HandIn:
    """Open the archives of a hand-in, choose its notebook, and say what was left out.

    `work` is where archives are unpacked; the first `around` steps of a path say nothing and are not shown.
    """
    files = list(_opened(pile, work))
    candidates = [
        Candidate(rest, file.path, shown(file.parts[around:]))
        for rest, file in files
        if file.path and is_notebook(rest)
    ]
    left_out = [f"{shown(rest)} was left out: {file.problem}." for rest, file in files if file.problem]
    note = [pile.owner.note] if pile.owner.note else []
    late = any(owner.late for owner, _ in pile.files)
    if not candidates:
        origin = Origin(pile.owner.students, late, tuple(note))
        return HandIn(
            _name(pile, around), pile.owner.key, None, origin, _paths(files), problem=_why_none(files, left_out)
        )
    choice = choose(candidates, resubmissions=system == "canvas")
    told = (*note, *filter(None, [choice.why]), *left_out[:MAX_NAMED])
    origin = Origin(pile.owner.students, late, told)
    beside = tuple(path for path in _paths(files) if path != choice.notebook.path)
    return HandIn(choice.notebook.name, pile.owner.key, choice.notebook.path, origin, beside)


def _opened(pile: Pile, work: Path) -> Iterator[tuple[tuple[str, ...], File]]:
    """Every file of a pile with its path inside the hand-in; those of archives in the place of the archive."""
    waiting = [(owner.rest, file, 0) for owner, file in reversed(pile.files)]
    archives = 0
    while waiting:
        rest, file, depth = waiting.pop()
        if file.path is None or not is_archive(rest):
            yield rest, file
            continue
        archives += 1
        inside, problem = _inside(file, work) if _may_open(archives, depth) else ((), _too_many(depth))
        if problem:
            yield rest, File(file.parts, None, problem)
        waiting += [
            (rest + one.parts, File(file.parts + one.parts, one.path, one.problem), depth + 1)
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
    return files, "" if files else "it is empty"


def _paths(files: Sequence[tuple[tuple[str, ...], File]]) -> tuple[Path, ...]:
    return tuple(file.path for _, file in files if file.path)


def _name(pile: Pile, around: int) -> str:
    """How a hand-in without a notebook is called: by its only file, else by the folder of its files."""
    (owner, first), *others = pile.files
    if not others or len(owner.rest) >= len(first.parts):
        return shown(first.parts[around:])
    return shown(first.parts[around : len(first.parts) - len(owner.rest)])


def _why_none(files: Sequence[tuple[tuple[str, ...], File]], left_out: list[str]) -> str:
    there = [shown(rest) for rest, file in files if file.path]
    if not there:
        return f"Nothing of this hand-in could be read. {' '.join(left_out[:MAX_NAMED])} Ask for the notebook itself (.ipynb)."
    named = ", ".join(there[:MAX_NAMED]) + (" and more" if len(there) > MAX_NAMED else "")
    packed = any(name.lower().endswith(OTHER_ARCHIVES) for name in there)
    hint = " Of archives only zips are opened." if packed else ""
    return f"There is no notebook (.ipynb) in this hand-in, but {named}.{hint} Ask for the notebook itself."
