"""Finds what lies beside a single notebook and is named by its code.

Who checks a notebook in a folder of their own has the helper modules and data there; who checks one
in a folder full of others' must not show it theirs. So only what the code names is taken, and what
the modules among it name, and it is said.
"""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from grader.errors import IntakeError
from grader.intake.archives.names import MAX_STEPS, is_litter
from grader.intake.archives.unpack import File
from grader.intake.beside import HandInFile, Visible, visible_beside
from grader.intake.notebooks.read import read_submission
from grader.intake.path import shown
from grader.intake.spelled import MODULE, Spellings, spellings_in

MAX_ENTRIES = 5_000
"""Of the folder, as far as it is looked through."""
MAX_MODULE_BYTES = 1024**2
MAX_ROUNDS = 5
"""How far modules are followed that name other modules."""
MAX_NAMED = 6


def beside_one(notebook: Path) -> tuple[Visible, str]:
    """Return what the notebook at `notebook` finds beside it, and a sentence about it; nothing
    where it can't be read.
    """
    try:
        cells = read_submission(notebook).notebook.code_cells()
    except IntakeError:
        return (), ""
    found = _named_files(notebook, "\n".join(cell.source for cell in cells))
    if not found:
        return (), ""
    own = HandInFile((notebook.name,), File((notebook.name,), notebook), place=(notebook.name,))
    pieces = [HandInFile(place, File(place, path), place=place) for place, path in found.items()]
    visible, hidden = visible_beside(own, pieces)
    names = [name for _, name in visible]
    named = ", ".join(shown((name,)) for name in names[:MAX_NAMED])
    more = f" and {len(names) - MAX_NAMED} more" if len(names) > MAX_NAMED else ""
    note = (
        f"Beside the notebook while it runs, since its code names them: {named}{more}."
        if names
        else ""
    )
    return visible, " ".join(filter(None, (note, hidden)))


def _named_files(notebook: Path, code: str) -> dict[tuple[str, ...], Path]:
    """By its place, every file of the folder that the code names, directly or through a module."""
    folder = notebook.parent
    entries = {entry.name: entry for entry in _entries(folder) if entry.name != notebook.name}
    found: dict[tuple[str, ...], Path] = {}
    for _ in range(MAX_ROUNDS):
        spellings = spellings_in(code)
        fresh = [
            name
            for name, entry in entries.items()
            if _is_named(name, code, folder=entry.is_dir())
            or _is_spelled(name, spellings, folder=entry.is_dir())
        ]
        if not fresh:
            break
        for name in fresh:
            for path in _files(Path(entries.pop(name).path)):
                found[path.relative_to(folder).parts] = path
                if path.suffix == ".py" and path.stat().st_size <= MAX_MODULE_BYTES:
                    code += "\n" + path.read_text("utf-8", "replace")
    return found


def _is_named(name: str, code: str, *, folder: bool) -> bool:
    if name not in code and not name.endswith(".py"):
        return False
    stem = re.escape(name.removesuffix(".py"))
    imported = (
        re.search(rf"\b(?:from|import)[ \t]+(?:[\w.]+[ \t]*,[ \t]*){{0,20}}{stem}\b", code)
        is not None
    )
    if folder:
        return imported or re.search(rf"""['"/\s]{stem}(?:['"]|[/\\])""", code) is not None
    return imported if name.endswith(".py") and name not in code else True


def _is_spelled(name: str, spellings: Spellings, *, folder: bool) -> bool:
    """Whether the code names it with other capitals, or with `é` as one sign instead of two."""
    if name.endswith(MODULE):
        return False
    return (spellings.folder(name) if folder else spellings.file(name)) != name


def _entries(folder: Path) -> Iterator[os.DirEntry[str]]:
    """Ordinary files and folders; nothing hidden, no link, and no notebook, which is somebody's
    hand-in.
    """
    try:
        with os.scandir(folder) as entries:
            for entry in islice(entries, MAX_ENTRIES):
                hidden = (
                    entry.name.startswith(".") or is_litter((entry.name,)) or entry.is_symlink()
                )
                if (
                    not hidden
                    and not entry.name.endswith(".ipynb")
                    and (entry.is_file() or entry.is_dir())
                ):
                    yield entry
    except OSError:
        return


def _files(path: Path) -> Iterator[Path]:
    """The file, or those of the folder: neither hidden ones nor links."""
    if not path.is_dir():
        yield path
        return
    count = 0
    for parent, folders, names in os.walk(path):
        deep = len(Path(parent).relative_to(path).parts) >= MAX_STEPS
        named = [] if deep else folders
        folders[:] = sorted(name for name in named if not name.startswith((".", "__")))
        for name in sorted(names):
            inner = Path(parent, name)
            if not name.startswith(".") and stat.S_ISREG(inner.lstat().st_mode):
                count += 1
                yield inner
            if count >= MAX_ENTRIES:
                return
