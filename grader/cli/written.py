"""Writes and prints what a command was asked for."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from grader.errors import OutputError


def write_file(path: Path, content: bytes) -> None:
    """Write a file whole; raises OutputError where it can't be written."""
    write_pieces(path, [content])


def write_pieces(path: Path, pieces: Iterable[bytes]) -> None:
    """The same, piece by piece."""
    with written(path) as stream:
        for piece in pieces:
            stream.write(piece)


@contextmanager
def written(path: Path) -> Iterator[BinaryIO]:
    """A stream whose content is the file in the end: a reader sees the old one or the new one.
    Raises OutputError where it can't be written.

    An older file that could not be replaced is taken away, so that nobody takes it for this one. A
    device or a pipe is written into: it is not this command's own.
    """
    from grader.host.files import replacing

    try:
        into = path.exists() and not path.is_file()
        with path.open("wb") if into else replacing(path.resolve()) as stream:
            yield stream
    except OSError as error:
        with suppress(OSError):
            if path.is_file():
                path.unlink()
        raise OutputError.of(error, path) from None


def print_bytes(content: bytes) -> None:
    """Print text for programs: in UTF-8, whatever the terminal speaks."""
    sys.stdout.flush()
    stream = getattr(sys.stdout, "buffer", None)
    if stream is None:
        sys.stdout.write(content.decode("utf-8", "replace"))
    else:
        stream.write(content)
        stream.flush()
