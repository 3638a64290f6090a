"""Reads what a code cell put out, without its pictures and without the bulk."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from pydantic import JsonValue

from grader.intake.notebooks.terminal import as_seen
from grader.model.submission import Cell, Output, OutputKind
from grader.untrusted.texts import unescaped

MAX_CHARS = 4_000_000
"""Of one output's text, after progress bars are resolved: half from its beginning, half from its
end. A log of 10,000 epochs with their metrics has 1.5 million.
"""
MAX_NOTEBOOK_CHARS = 8_000_000
"""Of all outputs of a notebook."""
MIN_CHARS = 2_000
"""An output of no more is never shortened."""
MAX_NOTEBOOK_LINES = 200_000
"""Of all outputs of a notebook: every line is read by several readers, whatever its length. A log
of 10,000 epochs has 20,000.
"""
MIN_LINES = 200
"""An output of no more lines is never shortened."""
MAX_OUTPUTS = 500
"""Of one cell; where there are more, none is left out, but neighbours are joined."""
MAX_HTML_CHARS = 2_000_000
"""Of an output that has no plain text, a table of a long history for instance."""
LEFT_OUT = "characters left out"
"""What stands where the middle of a text was."""

StreamName = Literal["stdout", "stderr"]

_KINDS: dict[str, OutputKind] = {
    "stream": "stream",
    "execute_result": "result",
    "pyout": "result",
    "display_data": "display",
    "update_display_data": "display",
    "error": "error",
    "pyerr": "error",
}
_FORMAT_3_MIME = {
    "png": "image/png",
    "jpeg": "image/jpeg",
    "svg": "image/svg+xml",
    "html": "text/html",
    "latex": "text/latex",
    "json": "application/json",
    "javascript": "application/javascript",
    "pdf": "application/pdf",
}
_ROW_ENDS = re.compile(r"</(?:tr|p|div|li|h\d)\s*>|<br\s*/?>", re.IGNORECASE)
_LEFT_OUT = re.compile(r"\A<.*>\Z|\.\.\.")
"""Plain text that says less than the table beside it: an object's name, or a frame with its middle
left out.
"""
_OBJECT = re.compile(r"\A<[\w.]{1,100} object>\Z")
_STYLE = re.compile(r"<(style|script)\b(?:.*?</\1\s*>|.*)", re.IGNORECASE | re.DOTALL)
"""One that never ends reaches to the end, as in a browser; looked for again and again, thousands of
them would take hours.
"""
_TAG = re.compile(r"<[^<>]*>")


@dataclass(slots=True)
class _Stream:
    """Neighbouring pieces of one stream."""

    name: StreamName
    pieces: list[str]


def read_outputs(raw: object) -> tuple[Output, ...]:
    """Return the outputs of a cell; neighbouring pieces of one stream become one output.

    Where a cell put out more than `MAX_OUTPUTS`, warnings between the lines of a log for instance,
    each stream becomes one output, and of what is displayed the later part does.
    """
    pieces = list(_streams_joined(raw if isinstance(raw, list) else []))
    if len(pieces) > MAX_OUTPUTS:
        pieces = _each_stream_joined(pieces)
    outputs = [
        _read_stream(piece) if isinstance(piece, _Stream) else _read_other(piece)
        for piece in pieces
    ]
    if len(outputs) > MAX_OUTPUTS:
        outputs = [*outputs[: MAX_OUTPUTS - 1], _as_one(outputs[MAX_OUTPUTS - 1 :])]
    return tuple(outputs)


def within_budget(cells: Sequence[Cell]) -> tuple[Cell, ...]:
    """Shorten the longest outputs of a notebook until all together are within `MAX_NOTEBOOK_CHARS`
    and `MAX_NOTEBOOK_LINES`.
    """
    lines = [output.text.count("\n") for cell in cells for output in cell.outputs]
    most = _share(lines, MAX_NOTEBOOK_LINES, MIN_LINES)
    short = _with_texts(cells, lambda text: _shorten_lines(text, most)) if most else tuple(cells)
    share = _share(
        [len(output.text) for cell in short for output in cell.outputs],
        MAX_NOTEBOOK_CHARS,
        MIN_CHARS,
    )
    return _with_texts(short, lambda text: _shorten(text, share)) if share else short


def _share(sizes: Sequence[int], allowed: int, least: int) -> int:
    """What each of the large ones may keep so that all together are within `allowed`; 0 where they
    are.
    """
    if sum(sizes) <= allowed:
        return 0
    small = [size for size in sizes if size <= least]
    return max(least, (allowed - sum(small)) // max(1, len(sizes) - len(small)))


def _with_texts(cells: Sequence[Cell], change: Callable[[str], str]) -> tuple[Cell, ...]:
    return tuple(
        replace(
            cell,
            outputs=tuple(replace(output, text=change(output.text)) for output in cell.outputs),
        )
        for cell in cells
    )


def joined(value: object) -> str:
    """Return text that a notebook holds as one string or as a list of lines."""
    if isinstance(value, str):
        return value
    if isinstance(value, list):
        return "".join(line for line in value if isinstance(line, str))
    return ""


def _streams_joined(raw: Sequence[JsonValue]) -> Iterator[_Stream | dict[str, JsonValue]]:
    stream: _Stream | None = None
    for output in raw:
        if not isinstance(output, dict):
            continue
        name = _stream_name(output)
        if stream is not None and name != stream.name:
            yield stream
            stream = None
        if name is None:
            yield output
            continue
        stream = stream or _Stream(name, [])
        stream.pieces.append(joined(output.get("text")))
    if stream is not None:
        yield stream


def _each_stream_joined(
    pieces: Sequence[_Stream | dict[str, JsonValue]],
) -> list[_Stream | dict[str, JsonValue]]:
    """All of a stream's pieces where its first one stood, everything else in its order."""
    streams: dict[StreamName, _Stream] = {}
    kept: list[_Stream | dict[str, JsonValue]] = []
    for piece in pieces:
        if not isinstance(piece, _Stream):
            kept.append(piece)
        elif piece.name in streams:
            streams[piece.name].pieces.extend(piece.pieces)
        else:
            streams[piece.name] = _Stream(piece.name, list(piece.pieces))
            kept.append(streams[piece.name])
    return kept


def _as_one(outputs: Sequence[Output]) -> Output:
    """What stands in several outputs, as one; an error among them stays known as one."""
    error = next((output for output in outputs if output.kind == "error"), None)
    mime_types = tuple(dict.fromkeys(mime for output in outputs for mime in output.mime_types))
    text = _shorten("\n".join(output.text for output in outputs))
    return Output(
        "error" if error else "display",
        text,
        mime_types=mime_types,
        error_name=error.error_name if error else "",
    )


def _stream_name(output: Mapping[str, JsonValue]) -> StreamName | None:
    if output.get("output_type") != "stream":
        return None
    return "stderr" if "stderr" in (output.get("name"), output.get("stream")) else "stdout"


def _read_stream(stream: _Stream) -> Output:
    return Output("stream", _clean("".join(stream.pieces)), stream=stream.name)


def _read_other(output: Mapping[str, JsonValue]) -> Output:
    output_type = output.get("output_type")
    kind = _KINDS.get(output_type, "display") if isinstance(output_type, str) else "display"
    if kind == "error":
        return _read_error(output)
    data = _data_of(output)
    text, markup = joined(data.get("text/plain")), joined(data.get("text/html"))[:MAX_HTML_CHARS]
    if markup and (not text or ("<table" in markup and _LEFT_OUT.search(text))):
        text = _text_of_html(markup)
    elif _OBJECT.match(text):
        text = joined(data.get("text/markdown"))[:MAX_HTML_CHARS] or text
    mime_types = tuple(mime for mime in data if mime != "text/plain")
    return Output(kind, _clean(text), mime_types=mime_types)


def _read_error(output: Mapping[str, JsonValue]) -> Output:
    traceback = output.get("traceback")
    lines = (
        [joined(line) for line in traceback] if isinstance(traceback, list) else [joined(traceback)]
    )
    name, value = joined(output.get("ename")), joined(output.get("evalue"))
    text = "\n".join(lines).strip() or f"{name}: {value}".strip(": ")
    return Output("error", _clean(text), error_name=name)


def _data_of(output: Mapping[str, JsonValue]) -> dict[str, JsonValue]:
    """The output's MIME bundle; in format 3 the types stand, by short names, in the output
    itself.
    """
    data = output.get("data")
    if isinstance(data, dict):
        return data
    bundle = {mime: output[short] for short, mime in _FORMAT_3_MIME.items() if short in output}
    return {"text/plain": output.get("text"), **bundle} if "text" in output else bundle


def _text_of_html(markup: str) -> str:
    rows = _ROW_ENDS.sub("\n", " ".join(_STYLE.sub("", markup).split()))
    return unescaped(_TAG.sub(" ", rows))


def _clean(text: str) -> str:
    return _shorten(as_seen(text))


def _shorten(text: str, limit: int = MAX_CHARS) -> str:
    """Leave out the middle, by whole lines where there are any."""
    if len(text) <= limit:
        return text
    head, tail = text[: limit // 2], text[-limit // 2 :]
    head = head[: head.rfind("\n") + 1] or head
    tail = tail[tail.find("\n") + 1 :] or tail
    return f"{head}\n… {len(text) - len(head) - len(tail):,} {LEFT_OUT} …\n{tail}"


def _shorten_lines(text: str, limit: int) -> str:
    """Leave out the lines in the middle."""
    if text.count("\n") <= limit:
        return text
    lines = text.split("\n")
    head, tail = "\n".join(lines[: limit // 2]), "\n".join(lines[-limit // 2 :])
    return f"{head}\n… {len(text) - len(head) - len(tail):,} {LEFT_OUT} …\n{tail}"
