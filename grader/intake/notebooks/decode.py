"""Reads the JSON of a file's bytes, once byte-order marks, wrong encodings, merge conflicts and the
like are mended.
"""

from __future__ import annotations

import codecs
import json
import re
from dataclasses import dataclass
from typing import Literal, NoReturn

from pydantic import JsonValue

from grader.errors import IntakeError
from grader.intake.formats import DOWNLOAD, GZIP, OPENINGS
from grader.intake.notebooks.mend import mended, unpacked, unwrapped
from grader.intake.notebooks.salvage import salvaged
from grader.intake.rosters.table import decoded
from grader.untrusted.texts import MOST_VALUES, holds_too_many_values, with_whole_characters

Side = Literal["ours", "theirs"]

_CONFLICT_BEGINS = re.compile(r"^[ \t]*<{7}(?: |$)", re.MULTILINE)
OFFICE = b"[Content_Types].xml"


@dataclass(frozen=True, slots=True)
class Decoded:
    """What the bytes of a file say."""

    document: JsonValue
    lost: str = ""
    """Where the file is damaged and only its whole cells could be read, a sentence that says so."""


def decode_document(
    data: bytes, *, name: str, repairs: list[str], limit_bytes: int = 100 * 1024**2
) -> Decoded:
    """Return the JSON document; adds a sentence to `repairs` for whatever had to be mended first.

    A packed notebook is unpacked up to `limit_bytes`.
    """
    if data.startswith(GZIP):
        data = unpacked(data, name=name, limit_bytes=limit_bytes, repairs=repairs)
    if not data.strip(b"\0 \t\r\n"):
        raise IntakeError(
            f"{name}: the file is empty", hint="the upload may have failed; ask for it again"
        )
    _refuse_other_formats(data, name)
    text = with_whole_characters(_decode_text(data, repairs))
    if holds_too_many_values(text):
        raise IntakeError(
            f"{name}: holds more than {MOST_VALUES:,} values",
            hint="clear the outputs that hold data, save, and hand in again",
        )
    document, problem = _parse(text)
    if problem is None:
        return Decoded(_notebook_of(document, text, name=name, repairs=repairs))
    if _CONFLICT_BEGINS.search(text):
        return _parse_one_side(text, name=name, repairs=repairs)
    found = mended(text, repairs)
    if found is not None:
        return Decoded(found)
    return _whole_cells_of(text, problem) or _refused(name, problem, hint=_hint_for(text, data))


def _notebook_of(document: JsonValue, text: str, *, name: str, repairs: list[str]) -> JsonValue:
    if isinstance(document, dict) and "doc_id" in document and "cells" not in document:
        raise IntakeError(
            f"{name}: not a notebook: this is a link to a file in Google Drive", hint=DOWNLOAD
        )
    if (
        isinstance(document, dict)
        and document.get("cells") == []
        and (elsewhere := salvaged(text)) is not None
    ):
        repairs.append(
            "The notebook's list of cells is empty; the cells that stand elsewhere in the file "
            "were read."
        )
        return elsewhere
    return unwrapped(document, repairs)


def _whole_cells_of(text: str, problem: str) -> Decoded | None:
    """What is left of a damaged file; None where that is nothing."""
    document = salvaged(text)
    if not isinstance(document, dict) or not isinstance(cells := document["cells"], list):
        return None
    read = "Its only whole cell was" if len(cells) == 1 else f"Its {len(cells)} whole cells were"
    return Decoded(
        document, f"The file is damaged: {problem}. {read} read; what else stood in it is lost."
    )


def _refused(name: str, problem: str, *, hint: str) -> NoReturn:
    raise IntakeError(f"{name}: not a notebook: {problem}", hint=hint)


def _refuse_other_formats(data: bytes, name: str) -> None:
    head = data[:64].removeprefix(codecs.BOM_UTF8).lstrip()
    if head.startswith(b"PK") and OFFICE in data[:2_000]:
        raise IntakeError(
            f"{name}: not a notebook: this is an office document",
            hint="ask for the notebook itself (.ipynb)",
        )
    for opening, what, hint in OPENINGS:
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
        text = data.decode(encoding, "replace")
        whole = len(re.sub(r"[\x00-\x7f�]+", "", text))
        if encoding.startswith("utf-8") and whole < text.count("�"):
            text, _ = decoded(data)
            repairs.append(
                "The file is not UTF-8, but in the code page of a computer; its letters were read "
                "as such."
            )
            return text
        repairs.append("The file holds bytes that are not valid text; they were replaced by �.")
        return text


def _parse(text: str) -> tuple[JsonValue, str | None]:
    """Return the document and None, or None and what is wrong with the text."""
    try:
        return json.loads(text, strict=False), None
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        if error.pos >= len(text.rstrip()) or error.msg.startswith("Unterminated string"):
            return None, f"the JSON ends too early, in {where}"
        return None, f"not valid JSON ({error.msg} in {where})"
    except RecursionError:
        return None, "its JSON is nested too deeply"
    except (ValueError, OverflowError):
        return None, "its JSON holds a number that is too long"


def _parse_one_side(text: str, *, name: str, repairs: list[str]) -> Decoded:
    sides: tuple[tuple[Side, str], ...] = (("ours", "first"), ("theirs", "second"))
    for side, ordinal in sides:
        document, problem = _parse(_take_side(text, side))
        if problem is None:
            count = len(_CONFLICT_BEGINS.findall(text))
            places = "1 place" if count == 1 else f"{count} places"
            repairs.append(
                f"The file holds unresolved git conflicts in {places}; the {ordinal} side of each "
                f"was read."
            )
            return Decoded(document)
    problem = "it holds unresolved git conflicts, and neither side is valid JSON"
    hint = "resolve the conflict (git checkout --ours or --theirs) and hand in again"
    return _whole_cells_of(_take_side(text, "ours"), problem) or _refused(name, problem, hint=hint)


def _take_side(text: str, wanted: Side) -> str:
    """Return the lines of one side of every conflict, and all lines outside of conflicts."""
    kept: list[str] = []
    side: Side | Literal["base"] | None = None
    for line in text.splitlines(keepends=True):
        bare = line.strip()
        if side is None and bare.startswith("<<<<<<<"):
            side = "ours"
        elif side == "ours" and bare.startswith("|||||||"):
            side = "base"
        elif side in ("ours", "base") and bare == "=======":
            side = "theirs"
        elif side == "theirs" and bare.startswith(">>>>>>>"):
            side = None
        elif side in (None, wanted):
            kept.append(line)
    return "".join(kept)


def _is_no_text(data: bytes) -> bool:
    """Whether signs that no text holds stand at the beginning: another program's file under a
    notebook's name.
    """
    head = data[:1_000]
    odd = sum(byte < 9 or 13 < byte < 27 for byte in head)
    return odd > len(head) // 50


def _hint_for(text: str, data: bytes) -> str:
    if _is_no_text(data):
        return "the file is not text, whatever its name says: ask for the notebook itself (.ipynb)"
    if re.match(r"\s*(?:import |from \w+ import|#|def |print)", text):
        return "this looks like a Python script; ask for the notebook itself (.ipynb)"
    if not text.rstrip().endswith("}"):
        return "the upload or the download may have been cut off: hand it in again"
    return "open it in Jupyter, save it again, and hand in the saved file"
