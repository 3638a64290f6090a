"""Tells the host what was stood in for."""

from __future__ import annotations

from collections.abc import Callable


class Notes:
    """Tells each thing once per kernel."""

    def __init__(self, note: Callable[[str, str], None]) -> None:
        """`note` takes a notice's kind and its message."""
        self.note = note
        self._noted: set[tuple[str, str]] = set()

    def used(self, old: str, today: str) -> None:
        """`old` was used and works here; `today` is what to write now."""
        self.tell(
            "compatibility",
            old,
            f"{old} is not part of today's stack and was replaced. Today: {today}",
        )

    def tell(self, kind: str, thing: str, message: str) -> None:
        """Send `message`, the first time that it is about `thing`."""
        if (kind, thing) not in self._noted:
            self._noted.add((kind, thing))
            self.note(kind, message)
