"""Keeps the pictures that lie in a notebook, as far as a person might want to see them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from pydantic import JsonValue

from grader.intake.notebooks.outputs import joined
from grader.model.submission import Cell, Picture

RASTER = ("image/png", "image/jpeg", "image/gif", "image/webp")
"""What can be shown: pictures made of dots. SVG may hold anything, and stays in the notebook."""
MAX_CHARS = 6_000_000
"""Of one picture in base64: a photograph of a sheet of paper has four million."""
MAX_NOTEBOOK_CHARS = 16_000_000
"""Of all that were pasted into a notebook."""
MAX_DRAWN_CHARS = 2_000_000
"""Of all that its code put out: of those, only one that stands for an answer is ever shown."""
MAX_NAME = 300


def attachments(raw: JsonValue) -> tuple[Picture, ...]:
    """Pictures that were pasted into a text cell: by name, then by media type."""
    if not isinstance(raw, dict):
        return ()
    return tuple(picture for name, bundle in raw.items() for picture in _pictures(bundle, name))


def drawn(raw: JsonValue) -> tuple[Picture, ...]:
    """Pictures in the outputs of a code cell."""
    bundles = (
        [output.get("data") for output in raw if isinstance(output, dict)]
        if isinstance(raw, list)
        else []
    )
    return tuple(
        picture
        for number, bundle in enumerate(bundles, start=1)
        for picture in _pictures(bundle, f"output-{number}")
    )


def within_budget(cells: Sequence[Cell]) -> tuple[Cell, ...]:
    """Keep the first pictures of a notebook, until there are too many."""
    left = {"code": MAX_DRAWN_CHARS, "text": MAX_NOTEBOOK_CHARS}
    kept = []
    for cell in cells:
        kind = "code" if cell.kind == "code" else "text"
        fitting = []
        for picture in cell.pictures:
            if len(picture.content) <= left[kind]:
                left[kind] -= len(picture.content)
                fitting.append(picture)
        kept.append(
            cell if len(fitting) == len(cell.pictures) else replace(cell, pictures=tuple(fitting))
        )
    return tuple(kept)


def _pictures(bundle: JsonValue, name: str) -> Iterator[Picture]:
    """The first picture of a MIME bundle that can be shown."""
    if not isinstance(bundle, dict):
        return
    for media_type in RASTER:
        content = "".join(joined(bundle.get(media_type)).split())
        if 0 < len(content) <= MAX_CHARS:
            yield Picture(name[:MAX_NAME], media_type, content)
            return
