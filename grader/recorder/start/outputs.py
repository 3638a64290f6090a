"""Keeps an honest notebook that prints too much from drowning its own grade.

Beyond the limit of a cell its text is dropped, once with a line that says so; the next cell may
print again. The host has limits of its own for those who go around this one.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

from ..shared.replay import replaying

PIECE_CHARS = 500_000


class OutputAllowance:
    """How much text the running cell may still print."""

    def __init__(self, limit_bytes: int, running_cell: Callable[[], int | None]) -> None:
        """`running_cell` tells one cell from the next."""
        self.limit_bytes, self.left = limit_bytes, limit_bytes
        self._running_cell, self._cell = running_cell, running_cell()

    def renew(self) -> None:
        """Start anew where another cell runs."""
        cell = self._running_cell()
        if cell != self._cell:
            self._cell, self.left = cell, self.limit_bytes


def cap(
    limit_bytes: int, on_cut: Callable[[str], None], *, running_cell: Callable[[], int | None]
) -> None:
    """Let the kernel's streams write at most `limit_bytes` a cell, in pieces that fit a message."""
    from ipykernel.iostream import OutStream

    stock = OutStream.write
    allowance = OutputAllowance(limit_bytes, running_cell)

    @functools.wraps(stock)
    def write(self: Any, string: str) -> int:
        if not isinstance(string, str):
            return stock(self, string)
        allowance.renew()
        if len(string) < min(PIECE_CHARS, allowance.left):
            allowance.left -= len(string)
            return stock(self, string)
        if allowance.left > 0:
            kept = string[: allowance.left]
            allowance.left -= len(string)
            for start in range(0, len(kept), PIECE_CHARS):
                stock(self, kept[start : start + PIECE_CHARS])
                self.flush()
            if allowance.left <= 0:
                message = f"Output was cut after {limit_bytes / 1e6:.0f} MB."
                stock(self, f"\n[{message}]\n")
                on_cut(message)
        return len(string)

    OutStream.write = write
    _flush_seldom(OutStream)


def _flush_seldom(stream: Any) -> None:
    """Wait for no output to be sent while a training passes that the host has done: a thousand
    epochs in a second, each of which Keras flushes. The stream is sent five times a second anyway.
    """
    stock = stream.flush

    @functools.wraps(stock)
    def flush(self: Any) -> None:
        if replaying.get() is None:
            stock(self)

    stream.flush = flush
