"""How is an honest notebook that prints too much kept from drowning its own grade?

Beyond the limit its text is dropped, once with a line that says so. The host has limits of its own for those who go
around this one.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

PIECE_CHARS = 500_000


def cap(limit_bytes: int, on_cut: Callable[[str], None]) -> None:
    """Let the kernel's streams write at most `limit_bytes`, in pieces that fit a message."""
    from ipykernel.iostream import OutStream

    stock = OutStream.write
    left = [limit_bytes]

    @functools.wraps(stock)
    def write(self: Any, string: str) -> int:
        if not isinstance(string, str) or len(string) < 1000 < left[0] - len(string):
            left[0] -= len(string) if isinstance(string, str) else 0
            return stock(self, string)
        if left[0] <= 0:
            return len(string)
        kept = string[: left[0]]
        left[0] -= len(string)
        for start in range(0, len(kept), PIECE_CHARS):
            stock(self, kept[start : start + PIECE_CHARS])
            self.flush()
        if left[0] <= 0:
            message = f"Output was cut after {limit_bytes / 1e6:.0f} MB."
            stock(self, f"\n[{message}]\n")
            on_cut(message)
        return len(string)

    OutStream.write = write
