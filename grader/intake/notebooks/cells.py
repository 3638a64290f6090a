"""Reads the cells of a notebook's JSON, whatever version of the format it follows.

Formats 1 to 3 and 4 are read leniently by one reader: what nbformat would reject or fill in is
repaired and listed.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence

from pydantic import JsonValue

from grader.errors import IntakeError
from grader.intake.notebooks.language import language_of
from grader.intake.notebooks.outputs import LEFT_OUT, joined, read_outputs, within_budget
from grader.intake.notebooks.pictures import attachments, drawn
from grader.intake.notebooks.pictures import within_budget as pictures_within_budget
from grader.model.submission import Cell, CellKind, Notebook
from grader.untrusted.texts import is_one_line, lines_in

MAX_COUNT = 10**9
MAX_CELLS = 10_000
MAX_LINES = 500_000
"""Of all cells, without their outputs: each line becomes a text of its own wherever lines are
compared, and in the executed notebook. Honest notebooks have some hundreds.
"""
MAX_NAMED = 10
CURRENT_FORMAT = 4
_WRITTEN_COUNT = re.compile(r"\s*+(?:(?:In|Out)\s*+\[)?\s*+(\d{1,9})\s*+\]?:?\s*+")
_KINDS: dict[str, CellKind] = {
    "code": "code",
    "markdown": "markdown",
    "heading": "markdown",
    "html": "markdown",
    "raw": "raw",
    "plaintext": "raw",
    "text": "markdown",
}
_FIELDS = {
    "code", "text", "id", "cell_type", "metadata", "source", "outputs", "execution_count",
    "attachments", "input", "prompt_number", "level", "collapsed", "language",
}  # fmt: skip


def read_notebook(document: JsonValue, *, name: str, repairs: list[str]) -> Notebook:
    """Return the notebook; adds a sentence to `repairs` for whatever departs from the format."""
    if not isinstance(document, dict):
        raise IntakeError(
            f"{name}: not a notebook: its JSON is not an object",
            hint="hand in the .ipynb file itself",
        )
    raw_cells = _raw_cells(document, repairs)
    if raw_cells is None:
        raise IntakeError(
            f"{name}: not a notebook: its JSON has no cells", hint="hand in the .ipynb file itself"
        )
    if len(raw_cells) > MAX_CELLS:
        raise IntakeError(f"{name}: {len(raw_cells):,} cells; at most {MAX_CELLS:,} are read")
    if sum(lines_in(_source(raw)) for raw in raw_cells if isinstance(raw, dict)) > MAX_LINES:
        raise IntakeError(
            f"{name}: holds more than {MAX_LINES:,} lines of text and code",
            hint="keep data in a file beside the notebook, save, and hand in again",
        )
    _require_python(document, raw_cells, name=name, repairs=repairs)
    _note_missing_kernel(document, repairs)
    tally: Counter[str] = Counter()
    seen: set[str] = set()
    cells = tuple(_read_cell(raw, index, tally, seen) for index, raw in enumerate(raw_cells))
    repairs.extend(_sentences(tally))
    short = within_budget(cells)
    cut = [cell.index for cell in short if any(LEFT_OUT in output.text for output in cell.outputs)]
    if cut:
        where = ", ".join(map(str, cut[:MAX_NAMED])) + (" and more" if len(cut) > MAX_NAMED else "")
        repairs.append(
            "The outputs hold more text than is read; the middle of the longest was left out "
            f"(cells {where}). What stood only there counts as not shown."
        )
    return Notebook(pictures_within_budget(short))


def _require_python(
    document: Mapping[str, JsonValue],
    raw_cells: Sequence[JsonValue],
    *,
    name: str,
    repairs: list[str],
) -> None:
    code = [
        _source(raw)
        for raw in raw_cells
        if isinstance(raw, dict) and raw.get("cell_type") == "code"
    ]
    language = language_of(document, code)
    if language.foreign is not None:
        raise IntakeError(
            f"{name}: a notebook for {language.foreign}, not for Python",
            hint="hand in a notebook that runs on a Python kernel",
        )
    if language.overruled:
        repairs.append(
            f"Its metadata name {language.overruled}, but its code is Python; it was read as such."
        )


def _raw_cells(document: Mapping[str, JsonValue], repairs: list[str]) -> Sequence[JsonValue] | None:
    version = document.get("nbformat")
    if isinstance(version, str) and version.strip() == str(CURRENT_FORMAT):
        version = CURRENT_FORMAT
    cells, worksheets = document.get("cells"), document.get("worksheets")
    if isinstance(cells, list):
        if version != CURRENT_FORMAT:
            repairs.append(
                f"The file names {_version(version)} as its notebook format; it was read as "
                f"format 4."
            )
        return cells
    if isinstance(worksheets, list):
        repairs.append(
            f"The file is in the old notebook format {_version(version)}; it was upgraded to "
            f"format 4."
        )
        sheets = [sheet.get("cells") for sheet in worksheets if isinstance(sheet, dict)]
        return [cell for sheet in sheets if isinstance(sheet, list) for cell in sheet]
    return None


def _version(version: JsonValue) -> str:
    return (
        str(version)
        if isinstance(version, int) and abs(version) < MAX_COUNT
        else "nothing sensible"
    )


def _note_missing_kernel(document: Mapping[str, JsonValue], repairs: list[str]) -> None:
    metadata = document.get("metadata")
    if not isinstance(metadata, dict) or not (
        metadata.get("kernelspec") or metadata.get("language_info")
    ):
        repairs.append("The notebook does not name its kernel; Python 3 was assumed.")


def _read_cell(raw: JsonValue, index: int, tally: Counter[str], seen: set[str]) -> Cell:
    if not isinstance(raw, dict):
        tally["no_cell"] += 1
        return Cell(index, "raw", "")
    cell_type = raw.get("cell_type")
    kind = _KINDS.get(cell_type.strip().lower()) if isinstance(cell_type, str) else None
    if kind is None:
        kind = _kind_by_fields(raw) if cell_type is None else None
        tally["kind" if kind is None else "no_kind"] += 1
    if _FIELDS.issuperset(raw) is False:
        tally["extra"] += 1
    source = _source(raw, tally)
    if cell_type == "heading":
        source = f"{'#' * _level(raw.get('level'))} {' '.join(source.splitlines())}"
    if kind != "code":
        pasted = attachments(raw.get("attachments"))
        return Cell(index, kind or "raw", source, id=_cell_id(raw, tally, seen), pictures=pasted)
    count = raw.get("execution_count", raw.get("prompt_number"))
    return Cell(
        index,
        "code",
        source,
        _cell_id(raw, tally, seen),
        _execution_count(count, tally),
        outputs=read_outputs(raw.get("outputs")),
        pictures=drawn(raw.get("outputs")),
    )


def _kind_by_fields(raw: Mapping[str, JsonValue]) -> CellKind:
    """A cell that does not say its kind is code where it could have been run."""
    return (
        "code"
        if raw.keys() & {"outputs", "execution_count", "prompt_number", "code"}
        else "markdown"
    )


def _source(raw: Mapping[str, JsonValue], tally: Counter[str] | None = None) -> str:
    """The cell's text, in the fields of all formats."""
    given = next((raw[key] for key in ("source", "input", "code", "text") if raw.get(key)), "")
    text = joined(given)
    if given and not text and tally is not None and joined(given) != given:
        tally["unread"] += 1
    if isinstance(given, list) and len(given) > 1 and is_one_line(text):
        text = "\n".join(line for line in given if isinstance(line, str))
        if tally is not None:
            tally["lines"] += 1
    return text


def _level(level: JsonValue) -> int:
    return min(max(level, 1), 6) if isinstance(level, int) else 1


def _cell_id(raw: Mapping[str, JsonValue], tally: Counter[str], seen: set[str]) -> str | None:
    """The cell's id; of cells that share one, the first keeps it."""
    given = raw.get("id")
    if given is None:
        return None
    if not isinstance(given, str) or not given or len(given) > 256:
        tally["id"] += 1
        return None
    if given in seen:
        tally["duplicate_id"] += 1
        return None
    seen.add(given)
    return given


def _execution_count(count: JsonValue, tally: Counter[str]) -> int | None:
    if count is None or count == "*":
        return None
    if isinstance(count, str) and (found := _WRITTEN_COUNT.fullmatch(count)):
        count = int(found[1])
    if isinstance(count, float) and count.is_integer():
        count = int(count)
    if isinstance(count, bool) or not isinstance(count, int) or not 0 <= count <= MAX_COUNT:
        tally["count"] += 1
        return None
    return count


def _sentences(tally: Counter[str]) -> list[str]:
    texts = {
        "no_cell": ("{} is not a cell and counts as empty.",
                    "{} are not cells and count as empty."),
        "no_kind": ("{} does not say of which kind it is; its fields show it.",
                    "{} do not say of which kind they are; their fields show it."),
        "lines": ("{} holds lines without their ends; they were put on lines of their own.",
                  "{} hold lines without their ends; they were put on lines of their own."),
        "unread": ("{} holds its text in a form that no notebook has; it counts as empty.",
                   "{} hold their text in a form that no notebook has; they count as empty."),
        "kind": ("{} is of an unknown kind and was read as text.", ("{} are of an unknown kind and "
                                                                   "were read as text.")),
        "extra": ("{} has keys that the format does not know; they were ignored.",
                  "{} have keys that the format does not know; they were ignored."),
        "id": ("{} has an invalid id; it was dropped.", "{} have invalid ids; they were dropped."),
        "duplicate_id": ("{} repeats the id of another; the first keeps it.",
                         "{} repeat the ids of others; the first keeps it."),
        "count": ("{} has an invalid execution count; it was dropped.",
                  "{} have invalid execution counts; they were dropped."),
    }  # fmt: skip
    return [
        forms[tally[key] != 1].format("1 cell" if tally[key] == 1 else f"{tally[key]} cells")
        for key, forms in texts.items()
        if tally[key]
    ]
