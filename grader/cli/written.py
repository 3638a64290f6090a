"""Writes and prints what a command was asked for."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from grader.errors import OutputError

MAX_NAME_CHARS = 60
"""Of a file that is being written: its name may be as long as file systems allow."""


def write_file(path: Path, content: bytes) -> None:
    """Write a file whole: a reader sees the old one or the new one. Raises OutputError where it
    can't be written.

    An older file that could not be replaced is taken away, so that nobody takes it for this one.
    """
    from grader.host.files import write_bytes

    try:
        if path.exists() and not path.is_file():
            path.write_bytes(content)  # a device or a pipe: there is nothing to replace
        else:
            write_bytes(path.resolve(), content)
    except OSError as error:
        with suppress(OSError):
            if path.is_file():
                path.unlink()
        raise OutputError.of(error, path) from None


def write_pieces(path: Path, pieces: Iterable[bytes]) -> None:
    """Write a file whole or not at all, piece by piece. Raises OutputError where it can't be
    written.
    """
    if path.exists() and not path.is_file():
        _write_into(path, pieces)
        return
    path = path.resolve()
    half = path.with_name(f".{path.name[:MAX_NAME_CHARS]}.part")
    try:
        with half.open("wb") as stream:
            for piece in pieces:
                stream.write(piece)
        half.replace(path)
    except OSError as error:
        raise OutputError.of(error, path) from None
    finally:
        with suppress(OSError):
            half.unlink(missing_ok=True)


def _write_into(device: Path, pieces: Iterable[bytes]) -> None:
    """Write to a device or a pipe, which must not be replaced: it is not this command's own."""
    try:
        with device.open("wb") as stream:
            for piece in pieces:
                stream.write(piece)
    except OSError as error:
        raise OutputError.of(error, device) from None


def print_bytes(content: bytes) -> None:
    """Print text for programs: in UTF-8, whatever the terminal speaks."""
    sys.stdout.flush()
    stream = getattr(sys.stdout, "buffer", None)
    if stream is None:
        sys.stdout.write(content.decode("utf-8", "replace"))
    else:
        stream.write(content)
        stream.flush()
