"""Keeps what a cell displays, within bounds.

Messages come from a kernel that a student controls: whatever is not of the form that Jupyter gives
them is left out, and what is kept is bounded.
"""

from __future__ import annotations

import json
import re
from collections import deque
from dataclasses import dataclass, field
from typing import Any

from nbformat.v4 import new_output

KEPT_OUTPUTS = 2_000
"""Outputs of one cell that are kept."""
CELL_SHARE = 4
"""One cell may use at most this part of what all may: a fourth."""
CELL_RESERVE_BYTES = 200_000
"""Every cell may show this much, whatever the cells before it have used…"""
RESERVES_BYTES = 100 * CELL_RESERVE_BYTES
"""… until a hundred have shown as much beyond what all may: a notebook may have thousands."""
OUTPUT_BYTES = 500
"""What an output takes beside its text; a display that is put up without any counts, too."""
KEPT_UP_TO_DATE = 20
"""Displays of one id that change with it: the last ones. A notebook shows a thing in one place or
two.
"""
MAX_ERROR_CHARS = 20_000
MAX_TRACEBACK_LINES = 1_000
LINE_BYTES = 10
"""What an end of a line takes in the executed notebook beside its own two signs: each line is a
string of its own there.
"""
MAX_MIME_TYPES = 20
MIME_TYPE = re.compile(r"[a-zA-Z0-9.+_-]{1,60}/[a-zA-Z0-9.+_-]{1,100}")


@dataclass(slots=True)
class Display:
    """Collects the outputs of one notebook, cell by cell."""

    limit_bytes: int
    """What is kept of all cells together; of every cell an error and a little are kept beyond it.
    """
    outputs: list[Any] = field(default_factory=list)
    """Of the cell that runs, in nbformat's form."""
    left_out: int = 0
    """How many outputs there was no room for."""
    _used: int = 0
    _used_by_cell: int = 0
    _by_display_id: dict[str, deque[Any]] = field(default_factory=dict)
    _ids_of_cell: list[str] = field(default_factory=list)
    _clear_next: bool = False
    _has_error: bool = False
    """Whether the cell has shown one: the first is kept in any case."""

    def begin(self, outputs: list[Any]) -> None:
        """Collect in `outputs` from now on."""
        self.outputs, self._clear_next, self._used_by_cell = outputs, False, 0
        self._ids_of_cell, self._has_error = [], False

    def take(self, kind: str, content: dict[str, Any]) -> None:
        """Take the content of one message of the kernel's."""
        if self._clear_next and kind in ("stream", "display_data", "execute_result", "error"):
            self._clear()
        match kind:
            case "stream":
                self._stream(content.get("name"), content.get("text"))
            case "display_data" | "execute_result":
                self._data(kind, content)
            case "update_display_data":
                self._update(content)
            case "error":
                self._error(content)
            case "clear_output" if content.get("wait"):
                self._clear_next = True
            case "clear_output":
                self._clear()

    def _stream(self, name: Any, text: Any) -> None:
        if (
            name not in ("stdout", "stderr")
            or not isinstance(text, str)
            or not self._room_for(_written_bytes(text))
        ):
            return
        last = self.outputs[-1] if self.outputs else None
        if last is not None and last.output_type == "stream" and last.name == name:
            last.text.append(text)
        else:
            output = new_output("stream", name=name)
            output.text = [text]
            self._add(output)

    def _data(self, kind: str, content: dict[str, Any]) -> None:
        data = _texts(content.get("data"))
        if not data or not self._room_for(OUTPUT_BYTES + sum(map(_written_bytes, data.values()))):
            return
        output = new_output(kind, data=data)
        if kind == "execute_result":
            output.execution_count = whole(content.get("execution_count"))
        display_id = _display_id(content)
        if display_id:
            shown = self._by_display_id.setdefault(display_id, deque(maxlen=KEPT_UP_TO_DATE))
            for earlier in shown:
                earlier.data = data
            shown.append(output)
            self._ids_of_cell.append(display_id)
        self._add(output)

    def _update(self, content: dict[str, Any]) -> None:
        data, shown = _texts(content.get("data")), self._by_display_id.get(_display_id(content), ())
        if data and shown and self._room_for(sum(map(_written_bytes, data.values()))):
            for output in shown:
                output.data = data

    def _error(self, content: dict[str, Any]) -> None:
        trace, message = content.get("traceback"), str(content.get("evalue"))[:MAX_ERROR_CHARS]
        lines = [str(line) for line in trace] if isinstance(trace, list) else []
        shown = "\n".join(lines)[-MAX_ERROR_CHARS:]
        size = OUTPUT_BYTES + _written_bytes(message) + _written_bytes(shown)
        if self._has_error and not self._room_for(size):
            return
        self._has_error = True
        self._add(
            new_output(
                "error",
                ename=str(content.get("ename"))[:200],
                evalue=message,
                traceback=shown.split("\n")[-MAX_TRACEBACK_LINES:],
            )
        )

    def _add(self, output: Any) -> None:
        self.outputs.append(output)

    def _clear(self) -> None:
        """Forget the outputs of this cell, those with a name too, and that they took room."""
        cleared = set(map(id, self.outputs))
        for display_id in self._ids_of_cell:
            self._forget(display_id, cleared)
        self._ids_of_cell.clear()
        self.outputs.clear()
        self._used -= self._used_by_cell
        self._used_by_cell, self._clear_next = 0, False

    def _forget(self, display_id: str, cleared: set[int]) -> None:
        """Keep of this name what stands in other cells."""
        shown = self._by_display_id.pop(display_id, deque())
        kept = [output for output in shown if id(output) not in cleared]
        if kept:
            self._by_display_id[display_id] = deque(kept, maxlen=KEPT_UP_TO_DATE)

    def _room_for(self, size: int) -> bool:
        by_cell = self._used_by_cell + size
        fits = self._used + size <= self.limit_bytes and by_cell <= self.limit_bytes // CELL_SHARE
        within = self._used + size <= self.limit_bytes + RESERVES_BYTES
        reserved = by_cell <= CELL_RESERVE_BYTES and within
        if len(self.outputs) >= KEPT_OUTPUTS or not (fits or reserved):
            self.left_out += 1
            return False
        self._used += size
        self._used_by_cell += size
        return True


def whole(value: Any) -> int | None:
    """`value`, where it is a whole number that a counter may have."""
    return (
        value
        if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 10**9
        else None
    )


def _written_bytes(text: str) -> int:
    """What a text takes in the executed notebook, where JSON writes a control character in six
    signs.
    """
    written = json.dumps(text, ensure_ascii=False).encode("utf-8", "surrogatepass")
    return len(written) - len('""') + LINE_BYTES * text.count("\n")


def _texts(data: Any) -> dict[str, str]:
    """The texts (pictures come as base64) of a bundle; other JSON, such as widgets', is of no use
    to a reader.
    """
    if not isinstance(data, dict) or len(data) > MAX_MIME_TYPES:
        return {}
    return {
        kind: text
        for kind, text in data.items()
        if isinstance(text, str) and MIME_TYPE.fullmatch(kind)
    }


def _display_id(content: dict[str, Any]) -> str:
    transient = content.get("transient")
    display_id = transient.get("display_id") if isinstance(transient, dict) else None
    return display_id[:200] if isinstance(display_id, str) else ""
