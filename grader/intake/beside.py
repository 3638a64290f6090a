"""Says which files of a hand-in its notebook finds beside it, and under which paths.

Only files of the same hand-in and the same attempt; never another student's. What lies below the
notebook's folder keeps its path from there, everything else its path from the hand-in's own root,
so that helpers packed a folder above are found too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from grader.intake.archives.unpack import File
from grader.intake.path import shown
from grader.intake.spelled import as_the_code_asks

MAX_FILES = 500
MAX_BYTES = 200 * 1024**2
"""Of all files beside one notebook. They count as its scratch space while it runs, which may be
smaller.
"""
MAX_NAMED = 6
_UNASKED = re.compile(
    r"\..*|__pycache__|sitecustomize\.py|usercustomize\.py|(?:ipython|jupyter)\w*config\.(?:py|json)",
    re.IGNORECASE,
)
"""What Python, IPython or a library reads without being asked by the notebook: it is not laid
there.
"""
_AGAIN = re.compile(r"-\d{1,3}$")

Visible = tuple[tuple[Path, str], ...]
"""Where each file lies, and its path in the notebook's working directory."""


@dataclass(frozen=True, slots=True)
class HandInFile:
    """One file of a hand-in, those of its archives included."""

    rest: tuple[str, ...]
    """Its path inside the hand-in, archives among its steps."""
    file: File
    attempt: str = ""
    place: tuple[str, ...] = ()
    """Its path once archives are unpacked where they lie."""

    @property
    def path(self) -> Path | None:
        """Where it lies; None where it was left out."""
        return self.file.path


def visible_beside(
    notebook: HandInFile, pieces: Sequence[HandInFile], *, resubmissions: bool = False
) -> tuple[Visible, str]:
    """Return the files beside `notebook`, and a sentence that names those for which there is no
    room.

    `resubmissions`: whether the system adds `-1`, `-2` to the names of files handed in again; they
    go by both names then.
    """
    found: dict[str, Path] = {}
    for one in pieces:
        if (
            one.path is None
            or one.path == notebook.path
            or not one.place
            or one.attempt != notebook.attempt
        ):
            continue
        if any(map(_UNASKED.fullmatch, one.place)):
            continue
        for name in _names(one.place, notebook.place[:-1], resubmissions=resubmissions):
            found.setdefault(name, one.path)
    found.pop(notebook.place[-1], None)
    kept, note = _within(found)  # first: of a hundred thousand each would be sought in the code
    asked = as_the_code_asks({name: path for path, name in kept}, notebook.path)
    return tuple((path, name) for name, path in sorted(asked.items())), note


def _names(
    place: tuple[str, ...], folder: tuple[str, ...], *, resubmissions: bool
) -> Iterator[str]:
    inner = place[len(folder) :] if folder and place[: len(folder)] == folder else place
    path = PurePosixPath(*(step.encode("utf-8", "replace").decode() for step in inner))
    yield str(path)
    if resubmissions and (again := _AGAIN.sub("", path.stem)) != path.stem and again:
        yield str(path.with_name(again + path.suffix))


def _within(found: dict[str, Path]) -> tuple[Visible, str]:
    """As many as there is room for, small ones first, modules before all others."""
    sizes = {name: _size(path) for name, path in found.items()}
    kept: list[str] = []
    left = MAX_BYTES
    for name in sorted(found, key=lambda name: (not name.endswith(".py"), sizes[name], name)):
        if len(kept) < MAX_FILES and sizes[name] <= left:
            kept.append(name)
            left -= sizes[name]
    without = sorted(found.keys() - kept)
    named = ", ".join(shown(PurePosixPath(name).parts) for name in without[:MAX_NAMED])
    more = f" and {len(without) - MAX_NAMED} more" if len(without) > MAX_NAMED else ""
    note = (
        f"Too many or too large to lie beside the notebook while it runs: {named}{more}."
        if without
        else ""
    )
    return tuple((found[name], name) for name in sorted(kept)), note


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return MAX_BYTES + 1
