"""What JSON do a file's bytes hold, once byte-order marks, wrong encodings and merge conflicts are mended?"""

from __future__ import annotations

import codecs
import json
import re
from typing import Literal

from pydantic import JsonValue

from grader.errors import IntakeError

Side = Literal["ours", "theirs"]

_CONFLICT_BEGINS = re.compile(r"^<{7}(?: |$)", re.MULTILINE)
_OPENINGS: tuple[tuple[bytes, str, str], ...] = (
    (b"PK\x03\x04", "a zip archive", "unpack it and grade what is inside"),
    (b"\x1f\x8b", "a gzip archive", "unpack it and grade what is inside"),
    (b"%PDF", "a PDF", "ask for the notebook itself (.ipynb), not its printout"),
    (b"<", "an HTML or XML page", "ask for the notebook itself: File > Download > Download .ipynb"),
    (b"{\\rtf", "a rich-text document", "ask for the notebook itself (.ipynb)"),
    (b"\x89PNG", "a picture", "ask for the notebook itself (.ipynb)"),
    (b"\xff\xd8\xff", "a picture", "ask for the notebook itself (.ipynb)"),
    (b"\xd0\xcf\x11\xe0", "an office document", "ask for the notebook itself (.ipynb)"),
)


def decode_document(data: bytes, *, name: str, repairs: list[str]) -> JsonValue:
    """Return the JSON document; adds a sentence to `repairs` for whatever had to be mended first."""
    if not data.strip():
        raise IntakeError(f"{name}: the file is empty", hint="the upload may have failed; ask for it again")
    _refuse_other_formats(data, name)
    text = _decode_text(data, repairs)
    document, problem = _parse(text)
    if problem is None:
        return document
    if _CONFLICT_BEGINS.search(text):
        return _parse_one_side(text, name=name, repairs=repairs)
    raise IntakeError(f"{name}: not a notebook: {problem}", hint=_hint_for(text))


def _refuse_other_formats(data: bytes, name: str) -> None:
    head = data[:64].removeprefix(codecs.BOM_UTF8).lstrip()
    for opening, what, hint in _OPENINGS:
        if head.startswith(opening) and not head.startswith(b"<<<<<<<"):
            raise IntakeError(f"{name}: not a notebook: this is {what}", hint=hint)


def _decode_text(data: bytes, repairs: list[str]) -> str:
    encoding = json.detect_encoding(data)
    if encoding != "utf-8":
        label = "UTF-8 with a byte-order mark" if encoding == "utf-8-sig" else encoding.upper()
        repairs.append(f"The file is {label} instead of plain UTF-8; it was read as such.")
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        repairs.append("The file holds bytes that are not valid text; they were replaced by �.")
        return data.decode(encoding, "replace")


def _parse(text: str) -> tuple[JsonValue, str | None]:
    """Return the document and None, or None and what is wrong with the text."""
    try:
        return json.loads(text, strict=False), None
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        if error.pos >= len(text.rstrip()) or error.msg.startswith("Unterminated string"):
            return None, f"the JSON ends too early, in {where}"
        return None, f"no valid JSON ({error.msg} in {where})"
    except RecursionError:
        return None, "its JSON is nested too deeply"
    except (ValueError, OverflowError):
        return None, "its JSON holds a number that is too long"


def _parse_one_side(text: str, *, name: str, repairs: list[str]) -> JsonValue:
    sides: tuple[tuple[Side, str], ...] = (("ours", "first"), ("theirs", "second"))
    for side, ordinal in sides:
        document, problem = _parse(_take_side(text, side))
        if problem is None:
            count = len(_CONFLICT_BEGINS.findall(text))
            places = "1 place" if count == 1 else f"{count} places"
            repairs.append(f"The file holds unresolved git conflicts in {places}; the {ordinal} side of each was read.")
            return document
    raise IntakeError(
        f"{name}: not a notebook: it holds unresolved git conflicts, and neither side is valid JSON",
        hint="resolve the conflict (git checkout --ours or --theirs) and hand in again",
    )


def _take_side(text: str, wanted: Side) -> str:
    """Return the lines of one side of every conflict, and all lines outside of conflicts."""
    kept: list[str] = []
    side: Side | Literal["base"] | None = None
    for line in text.splitlines(keepends=True):
        if side is None and line.startswith("<<<<<<<"):
            side = "ours"
        elif side == "ours" and line.startswith("|||||||"):
            side = "base"
        elif side in ("ours", "base") and line.rstrip() == "=======":
            side = "theirs"
        elif side == "theirs" and line.startswith(">>>>>>>"):
            side = None
        elif side in (None, wanted):
            kept.append(line)
    return "".join(kept)


def _hint_for(text: str) -> str:
    if re.match(r"\s*(?:import |from \w+ import|#|def |print)", text):
        return "this looks like a Python script; ask for the notebook itself (.ipynb)"
    return "open it in Jupyter, save it again, and hand in the saved file"
