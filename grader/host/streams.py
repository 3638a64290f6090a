"""Makes a program's standard streams fit to be written to, whoever started it: closed ones are
opened, and a pipe that is full is waited for.
"""

from __future__ import annotations

import io
import os
import select
import sys
from contextlib import suppress
from typing import TextIO


class _PatientFile(io.FileIO):
    """A file that waits while its reader has no room.

    Of a pipe that doesn't block (those of Node and of some remote shells) Python drops what it
    doesn't take, without a word. Making it block would do so for all who share it.
    """

    def write(self, content: object, /) -> int:
        """Write a part of it, as much as there is room for; at least something."""
        while True:
            written: int | None = super().write(content)  # type: ignore[arg-type]
            if written is not None:
                return written
            select.select([], [self], [])


def make_fit() -> None:
    """To be called first of all: what is opened before may get the number of a closed stream, and
    be printed into.
    """
    _open_missing()
    sys.stdout, sys.stderr = _patient(sys.stdout, 1), _patient(sys.stderr, 2)
    _print_whatever_comes()


def _open_missing() -> None:
    """Take the numbers 0 to 2 where a shell closed them, so that no file of ours gets one of them
    by chance.

    They are opened the wrong way round: who reads or writes there gets an error that says so.
    """
    for number, way in ((0, os.O_WRONLY), (1, os.O_RDONLY), (2, os.O_WRONLY)):
        try:
            os.fstat(number)
        except OSError:
            while os.open(os.devnull, way) < number:
                pass
    if sys.stdout is None:
        sys.stdout = open(1, "w", encoding="utf-8", closefd=False)  # noqa: SIM115 - it lives as long as the program
    if sys.stderr is None:
        sys.stderr = open(2, "w", encoding="utf-8", closefd=False)  # noqa: SIM115 - it lives as long as the program


def _patient(stream: TextIO, number: int) -> TextIO:
    """The stream, or one in its place that loses nothing where this number doesn't block."""
    with suppress(OSError, ValueError):  # what a test puts there has no number
        if (
            isinstance(stream, io.TextIOWrapper)
            and stream.fileno() == number
            and not os.get_blocking(number)
        ):
            stream.flush()
            return io.TextIOWrapper(
                io.BufferedWriter(_PatientFile(number, "w", closefd=False)),
                encoding=stream.encoding,
                errors=stream.errors,
                line_buffering=stream.line_buffering,
            )
    return stream


def _print_whatever_comes() -> None:
    """Let no sign that the terminal's encoding lacks end the program: it is printed by its
    number.
    """
    if isinstance(sys.stdout, io.TextIOWrapper) and sys.stdout.errors in (
        "strict",
        "surrogateescape",
    ):
        sys.stdout.reconfigure(errors="backslashreplace")
