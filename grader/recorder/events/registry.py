"""Numbers the models.

Numbers are given from 1 and never again, so that two models are never taken for one, though a dead
model's place in memory may be another's. Models are held weakly: a notebook that makes a thousand
of them keeps only those that it holds itself.
"""

from __future__ import annotations

import weakref
from collections.abc import Iterator
from typing import Any


class Registry:
    """Numbers for things that may be forgotten."""

    def __init__(self) -> None:
        """Nothing is known yet."""
        self._known: dict[int, tuple[weakref.ref[Any], int]] = {}
        self._latest = 0

    def number(self, thing: Any) -> int:
        """The number of `thing`, a new one at the first sight."""
        key = id(thing)
        reference, number = self._known.get(key, (None, 0))
        if reference is not None and reference() is thing:
            return number
        self._latest += 1
        self._known[key] = (weakref.ref(thing, self._forget(key, self._latest)), self._latest)
        return self._latest

    def knows(self, thing: Any) -> bool:
        """Whether it has a number."""
        entry = self._known.get(id(thing))
        return entry is not None and entry[0]() is thing

    def alive(self) -> Iterator[Any]:
        """Everything known that still exists, in the order of the numbers."""
        for reference, _ in sorted(self._known.values(), key=lambda entry: entry[1]):
            thing = reference()
            if thing is not None:
                yield thing

    def _forget(self, key: int, number: int) -> Any:
        known = self._known

        def forget(_: Any) -> None:
            if key in known and known[key][1] == number:
                del known[key]

        return forget
