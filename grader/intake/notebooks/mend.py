"""Mends what surrounds or spoils a notebook's JSON: commas too many, text around it, wrappers of
other programs.

Only a document with cells comes out of it, and every mend is reported. What was cut off is not
mended here: `salvage` takes the whole cells out of it.
"""

from __future__ import annotations

import base64
import json
import re
import zlib

from pydantic import JsonValue

from grader.errors import IntakeError
from grader.untrusted.texts import STRING, read_json

MAX_WRAPPERS = 3
_STRING_OR_COMMA = re.compile(rf"{STRING.pattern}|,(?=\s*+[}}\]])", re.DOTALL)
_BEGINS = re.compile(r'\{\s*"(?:cells|metadata|nbformat|nbformat_minor|worksheets)"\s*:')
_WRAPPERS = ("content", "notebook", "ipynb", "data", "model")
"""Under which keys Jupyter's contents API, Drive and other programs keep a notebook."""


def mended(text: str, repairs: list[str]) -> JsonValue | None:
    """The notebook in a text that is no JSON as it is; None where there is none to be had."""
    begin = _BEGINS.search(text)
    if begin is None:
        return _packed_as_text(text, repairs)
    document, rest = _first(text[begin.start() :])
    if document is None:
        document, rest = _first(_STRING_OR_COMMA.sub(_without_comma, text[begin.start() :]))
        if document is None:
            return None
        repairs.append("The file holds commas that JSON does not allow; they were left out.")
    if text[: begin.start()].strip():
        repairs.append(
            f"{len(text[: begin.start()].strip()):,} characters in front of the notebook were "
            f"left out."
        )
    if _BEGINS.search(rest):
        repairs.append("The file holds several notebooks one behind the other; the first was read.")
    elif rest.strip():
        repairs.append(f"{len(rest.strip()):,} characters behind the notebook were left out.")
    return document


def unwrapped(document: JsonValue, repairs: list[str]) -> JsonValue:
    """The notebook inside of a text, a list or another program's record; the document itself where
    it is none of these.
    """
    inner = document
    for _ in range(MAX_WRAPPERS):
        if _is_notebook(inner):
            break
        found = _inside(inner)
        if found is None:
            return document
        inner = found
    if inner is not document and _is_notebook(inner):
        repairs.append("The notebook stood inside of another record; it was taken out.")
        return inner
    return document


def unpacked(data: bytes, *, name: str, limit_bytes: int, repairs: list[str]) -> bytes:
    """The notebook of a gzip file, which some downloads are."""
    unzip = zlib.decompressobj(wbits=31)
    try:
        content = unzip.decompress(data, limit_bytes + 1)
    except zlib.error:
        raise IntakeError(
            f"{name}: not a notebook: a damaged gzip archive", hint="ask for the notebook again"
        ) from None
    if len(content) > limit_bytes:
        raise IntakeError(
            f"{name}: unpacks to more than {limit_bytes // 1024**2} MB", hint="ask for it unpacked"
        )
    repairs.append("The file was packed by gzip; it was unpacked.")
    return content


def _packed_as_text(text: str, repairs: list[str]) -> JsonValue | None:
    document = _document(_from_base64(text)) if text[:1].isalnum() else None
    if not _is_notebook(document):
        return None
    repairs.append("The file was packed as text (base64); it was unpacked.")
    return document


def _first(text: str) -> tuple[JsonValue | None, str]:
    """The first document of a text, where it is a notebook, and what stands behind it."""
    try:
        document, end = json.JSONDecoder(strict=False).raw_decode(text)
    except (ValueError, RecursionError):
        return None, ""
    return (document, text[end:]) if _is_notebook(document) else (None, "")


def _without_comma(found: re.Match[str]) -> str:
    return "" if found[0] == "," else found[0]


def _is_notebook(document: JsonValue) -> bool:
    return isinstance(document, dict) and (
        isinstance(document.get("cells"), list) or isinstance(document.get("worksheets"), list)
    )


def _document(text: str) -> JsonValue | None:
    try:
        return read_json(text)
    except (ValueError, RecursionError):
        return None


def _from_base64(text: str) -> str:
    """What a text stands for that is base64, as GitHub and mail programs send files; nothing where
    it is none.
    """
    try:
        return base64.b64decode("".join(text.split()), validate=True).decode("utf-8")
    except ValueError:
        return ""


def _inside(document: JsonValue) -> JsonValue | None:
    if isinstance(document, str):
        return _document(document) or _document(_from_base64(document))
    if isinstance(document, dict):
        return next(
            (document[key] for key in _WRAPPERS if isinstance(document.get(key), (dict, str))), None
        )
    if isinstance(document, list) and document:
        if all(isinstance(cell, dict) and "cell_type" in cell for cell in document):
            return {"cells": document, "nbformat": 4, "metadata": {}}
        return document[0] if _is_notebook(document[0]) else None
    return None
