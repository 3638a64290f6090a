"""Finds the files in a folder, without following a link or waiting at a pipe, whatever they are
called.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Collection, Iterator
from pathlib import Path

from grader.errors import IntakeError
from grader.intake.archives.archive import KINDS
from grader.intake.archives.names import MAX_STEPS, is_litter
from grader.intake.archives.unpack import File
from grader.intake.autosaves import FOLDER
from grader.intake.path import printable

HIDDEN = "."
RESULTS = "submissions"
OUTPUT = (RESULTS, "intake")
OUTPUT_FILES = frozenset(
    {"intake.json", "readers.json", "audit.json", "audit.key", "decisions.sqlite3"}
    | {"summary.html", "summary.pdf", "sent-by-lti.jsonl", "sent-to-moodle.jsonl"}
)
"""What a batch writes into its output folder, which may be the one that it is given."""
GIVEN = frozenset({"starter.ipynb", "solution.ipynb"})
"""The notebooks that lie in the folder of an assignment."""
NOTEBOOK = ".ipynb"
"""A notebook is taken even where its name hides it: `...ipynb` is somebody's work."""


def files_below(
    folder: Path, *, without: Collection[Path], assignment: Path | None = None
) -> tuple[File, ...]:
    """Return every file below `folder` in the order of their names, but what is hidden or lies
    below one of `without`.

    What is no regular file is named with its problem: a link may lead to another student's work, a
    pipe never ends. So is the folder of the assignment where it lies below; where it is `folder`,
    the starter and the solution are left out.
    """
    course = None if assignment is None else assignment.resolve()
    found = _below(folder, frozenset(path.resolve() for path in without), course)
    return tuple(sorted(found, key=lambda file: file.parts))


def _below(folder: Path, without: frozenset[Path], course: Path | None) -> Iterator[File]:
    closed: list[OSError] = []
    for parent, folders, files in os.walk(folder, onerror=closed.append):
        here = Path(parent)
        if folders and len(here.relative_to(folder).parts) >= MAX_STEPS:
            yield _too_deep(here / folders[0], folder)
            folders[:] = []
        links = [name for name in folders if (here / name).is_symlink()]
        folders[:] = sorted(
            name
            for name in folders
            if (not name.startswith(HIDDEN) or name == FOLDER)
            and name not in links
            and (here / name).resolve() not in without
        )
        if here.resolve() == course:
            files[:] = [name for name in files if name not in GIVEN]
        for name in [name for name in folders if (here / name).resolve() == course]:
            folders.remove(name)
            parts = tuple(map(_spelled, (here / name).relative_to(folder).parts))
            yield File(parts, None, "it is the assignment, not what was handed in")
        if _is_output(here, folders):
            files[:] = [name for name in files if name not in OUTPUT_FILES]
            folders[:] = [name for name in folders if name not in OUTPUT]
            if here.resolve() not in without:
                parts = tuple(map(_spelled, (here / RESULTS).relative_to(folder).parts))
                yield File(parts, None, "it is the output of a batch, not what was handed in")
        for name in (*links, *files):
            parts = tuple(map(_spelled, (here / name).relative_to(folder).parts))
            if not is_litter(parts) and (
                not name.startswith(HIDDEN) or name.lower().endswith(NOTEBOOK)
            ):
                yield _file(here / name, parts)
    for error in closed:
        yield _closed(error, folder)


def _closed(error: OSError, folder: Path) -> File:
    """What stands for a folder that can't be looked into: somebody's work may lie there."""
    path = Path(os.fsdecode(error.filename))
    why = f"can't be looked into ({error.strerror})"
    if path == folder:
        raise IntakeError(
            f"{printable(folder)}: {why}",
            hint="make it readable (chmod u+rx), or run as the owner of the files",
        )
    return File(tuple(map(_spelled, path.relative_to(folder).parts)), None, f"it {why}")


def _too_deep(path: Path, folder: Path) -> File:
    """What stands for all that lies below: walking there may take more frames than Python has."""
    parts = tuple(map(_spelled, path.relative_to(folder).parts))
    return File(parts, None, f"it lies more than {MAX_STEPS} folders deep")


def _is_output(folder: Path, inner: Collection[str]) -> bool:
    """Whether a batch wrote its results here: the notebooks among them are hand-ins that it ran."""
    return RESULTS in inner and next(folder.glob(f"{RESULTS}/*/grade.json"), None) is not None


def _spelled(name: str) -> str:
    """A name as text that every record can hold, the same in every locale; bytes that are no UTF-8
    as in `L%F6sung.ipynb`.
    """
    if name.isascii():
        return name
    text = os.fsencode(name).decode("utf-8", "surrogateescape")
    return "".join(
        f"%{ord(sign) - 0xDC00:02X}" if "\udc80" <= sign <= "\udcff" else sign for sign in text
    )


def _file(path: Path, parts: tuple[str, ...]) -> File:
    try:
        kind = stat.S_IFMT(path.lstat().st_mode)
    except OSError as error:
        return File(parts, None, f"it can't be looked at ({error.strerror})")
    if kind == stat.S_IFREG:
        return File(parts, path)
    what = KINDS.get(kind, "no ordinary file")
    return File(
        parts, None, f"it is {what}" + ("; links are not followed" if kind == stat.S_IFLNK else "")
    )
