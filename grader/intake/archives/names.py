"""Says whether an archive may hold an entry of this name, and which names look alike.

Nothing is ever written under such a name; a name that tries to lead elsewhere is refused all the
same, because whoever packed it meant something by it.
"""

from __future__ import annotations

import re
import unicodedata

MAX_STEPS = 60
_DRIVE = re.compile(r"[A-Za-z]:")
_LITTER = re.compile(
    r"__MACOSX|\.DS_Store|Thumbs\.db|desktop\.ini|\._.*|\.~.*|~\$.*|\.#.*", re.IGNORECASE
)
_LOOKALIKES = str.maketrans("аеорсухіјѕԁһкмтвнοανιρτυκμ", "aeopcyxijsdhkmtbhoaviptukm")
"""Cyrillic, then Greek, to Latin."""


class EntryRefused(Exception):  # noqa: N818 - an entry that is left out is no error of the program
    """An entry that is not taken; says why."""


def steps_of(name: str) -> tuple[str, ...]:
    """Split the name of an entry, whose separators may be Windows'; raises EntryRefused where it
    leads elsewhere.
    """
    text = name.replace("\\", "/")
    if text.startswith("/"):
        raise EntryRefused("its path is absolute")
    if _DRIVE.match(text):
        raise EntryRefused("its path names a drive")
    steps = tuple(step for step in text.split("/") if step not in ("", "."))
    if ".." in steps:
        raise EntryRefused("its path leads out of the archive")
    if not steps:
        raise EntryRefused("it has no name")
    if len(steps) > MAX_STEPS:
        raise EntryRefused(f"it lies more than {MAX_STEPS} folders deep")
    return steps


def is_litter(steps: tuple[str, ...]) -> bool:
    """Whether the file is what a system leaves lying around: nobody handed it in."""
    return any(_LITTER.fullmatch(step) for step in steps)


def lookalike_key(name: str) -> str:
    """What a name looks like: names that a reader takes for one another give the same text."""
    seen = unicodedata.normalize("NFKC", name)
    seen = "".join(sign for sign in seen if unicodedata.category(sign)[0] != "C")
    return " ".join(seen.casefold().translate(_LOOKALIKES).split())
