"""Puts hooks in one by one; what does not fit a course's own environment is left out, and reported.

In the environment that grader brings, a hook that can't be put in is a fault of ours.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from types import ModuleType

LEFT_OUT = "hook_left_out"
"""The kind of notice."""
AfterImport = Callable[[ModuleType], None]


class Fitting:
    """Knows which hooks were left out. Before there is a kernel nothing can be sent: it waits for
    the first cell's end.
    """

    def __init__(
        self, note: Callable[[str, str], None], on_fault: Callable[[], None], *, own_stack: bool
    ) -> None:
        """`note` takes a notice's kind and message; `on_fault` is called in the handler of an
        exception.
        """
        self._note, self._on_fault, self._own_stack = note, on_fault, own_stack
        self._waiting: list[str] = []

    @contextlib.contextmanager
    def trying(self, what: str) -> Iterator[None]:
        """Put a hook in; `what` is recorded by it."""
        try:
            yield
        except Exception as error:
            if self._own_stack:
                self._on_fault()
            else:
                reason = f"{type(error).__name__}: {error}"[:200]
                self._waiting.append(
                    f"In the course's environment {what} is not recorded ({reason})."
                )

    def each(self, hooks: dict[str, AfterImport]) -> dict[str, AfterImport]:
        """The hooks by module, each of which may fail."""
        return {name: self._forgiving(name, hook) for name, hook in hooks.items()}

    def cell_ended(self, count: int | None) -> None:
        """Tell what was left out."""
        del count
        while self._waiting:
            self._note(LEFT_OUT, self._waiting.pop(0))

    def _forgiving(self, name: str, hook: AfterImport) -> AfterImport:
        def act(module: ModuleType) -> None:
            with self.trying(f"what {name} does"):
                hook(module)

        return act
