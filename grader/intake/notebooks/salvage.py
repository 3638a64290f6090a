"""Takes the whole cells out of a notebook whose JSON was cut off or is spoiled in places.

Uploads break off, disks fill up while a notebook is saved, an editor loses a quote. Most of the
work still stands in such a file, cell by cell. What can't be read is counted and reported, and what
depends on it is a person's to judge.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from itertools import islice

from pydantic import JsonValue

MAX_SPOILED = 1_000
MAX_UNPLACED = 20
"""Failures that don't say where: each costs a look at the whole rest of the file."""
TIMES_READ = 8
"""Objects that are no cells are looked into, and what they hold is read once more: all together no
more than so many times the file.
"""
_KEYS = "attachments|cell_type|execution_count|id|input|metadata|outputs|prompt_number|source"
_BEGINS = re.compile(rf'\{{\s*+"(?:{_KEYS})"\s*+:')
_CELLS = re.compile(r'"cells"\s*+:\s*+\[')
_FORMAT = re.compile(r'"nbformat"\s*+:\s*+(\d)\b')
_KERNEL = re.compile(r'"(?:kernelspec|language_info)"\s*+:\s*+')
_CELL_TYPES = ("code", "markdown", "raw", "heading")


def salvaged(text: str) -> JsonValue | None:
    """Return a notebook of the whole cells in a text that is no JSON; None where there is none."""
    cells = list(_whole_cells(text))
    if not cells:
        return None
    found = _FORMAT.search(text)
    version = int(found[1]) if found else 4
    metadata = dict(_metadata(text))
    return {"cells": cells, "metadata": metadata, "nbformat": max(version, 4)}


def _whole_cells(text: str) -> Iterator[JsonValue]:
    """Every object that is a cell, in order; a look begins where the last one ended or failed, so
    none is read twice.
    """
    decoder = json.JSONDecoder(strict=False)
    start = _CELLS.search(text)
    at = start.end() if start else 0
    spoiled = unplaced = read = 0
    while spoiled < MAX_SPOILED and unplaced < MAX_UNPLACED and read <= TIMES_READ * len(text):
        begin = _BEGINS.search(text, at)
        if begin is None:
            return
        at = begin.start() + 1
        try:
            document, end = decoder.raw_decode(text, begin.start())
        except json.JSONDecodeError as error:
            spoiled += 1
            at = max(at, error.pos)
            continue
        except (ValueError, RecursionError):
            unplaced += 1
            continue
        read += end - begin.start()
        if isinstance(document, dict) and document.get("cell_type") in _CELL_TYPES:
            at = end
            yield document


def _metadata(text: str) -> Iterator[tuple[str, JsonValue]]:
    """What the file says of its kernel and language, where that can be read."""
    for found in islice(_KERNEL.finditer(text), MAX_UNPLACED):
        try:
            value, _ = json.JSONDecoder(strict=False).raw_decode(text, found.end())
        except (ValueError, RecursionError):
            continue
        if isinstance(value, dict) and "name" in value:
            yield found[0].split('"')[1], value
