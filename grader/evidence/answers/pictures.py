"""Finds the pictures that a text shows among those that lie in its cell."""

from __future__ import annotations

import re
from collections.abc import Sequence
from urllib.parse import unquote

from grader.model.submission import Cell, Picture

_DATA = re.compile(
    r"data:(image/[\w.+-]{1,40})(?:;[\w=.-]{1,60})?;base64,([A-Za-z0-9+/=]+(?:%[0-9A-Fa-f]{2})*)"
)
_NAMED = re.compile(r"attachment:([^\s\"'<>)\]]{1,300})")
SHORTENED = "attachment:embedded-{}"
"""What stands in the text for a picture whose bytes stood in it."""


def with_names(cell: Cell) -> tuple[str, tuple[Picture, ...]]:
    """The cell's text with a name for every picture that stands in it in full, and all of the
    cell's pictures.
    """
    embedded: list[Picture] = []

    def named(found: re.Match[str]) -> str:
        name = SHORTENED.format(len(embedded) + 1)
        embedded.append(Picture(name.partition(":")[2], found[1], unquote(found[2])))
        return name

    text = _DATA.sub(named, cell.source) if "data:image" in cell.source else cell.source
    return text, (*cell.pictures, *embedded)


def shown_in(text: str, pictures: Sequence[Picture]) -> tuple[Picture, ...]:
    """Those of `pictures` that the text refers to."""
    if not pictures:
        return ()
    names = {unquote(name) for name in _NAMED.findall(text)}
    return tuple(picture for picture in pictures if picture.name in names)
