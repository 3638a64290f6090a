"""Does what is to be done when a cell begins and when it ends."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Optional

AtEnd = Callable[[Optional[int]], None]
"""Takes IPython's count of the cell that ended."""


class Cells:
    """Runs what was asked for at the end of every cell, whether it failed or not."""

    def __init__(self, on_fault: Callable[[], None]) -> None:
        """`on_fault` is called in the handler of an exception of the recorder's own."""
        self._on_fault = on_fault
        self._at_end: list[AtEnd] = []
        self._at_very_end: list[AtEnd] = []
        self._at_first: list[Callable[[], None]] = []
        self._running: int | None = None

    def at_first(self, act: Callable[[], None]) -> None:
        """Do `act` once, right before the first cell: Jupyter's own beginnings are over by then."""
        self._at_first.append(act)

    def at_end(self, act: AtEnd) -> None:
        """Do `act` at the end of every cell from now on, in the order of asking."""
        self._at_end.append(act)

    def at_very_end(self, act: AtEnd) -> None:
        """Do `act` after all that `at_end` does."""
        self._at_very_end.append(act)

    def attach(self, shell: Any) -> None:
        """Listen to IPython's `shell`."""
        shell.events.register(
            "pre_run_cell", lambda _: self.begin(int(shell.displayhook.prompt_count))
        )
        shell.events.register("post_run_cell", lambda _: self.end())

    def begin(self, count: int) -> None:
        """A cell begins under this count."""
        self._running = count
        while self._at_first:
            self._at_first.pop(0)()

    def end(self) -> None:
        """The cell has ended; IPython counts on already."""
        count, self._running = self._running, None
        for act in [*self._at_end, *self._at_very_end]:
            try:
                act(count)
            except Exception:
                self._on_fault()
