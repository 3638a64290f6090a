"""Answers for names that a module had, with what they are today."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from .notes import Notes


def answer(
    module: Any,
    places: Mapping[str, str],
    notes: Notes,
    *,
    today: Mapping[str, str] = MappingProxyType({}),
    is_asked: Callable[[], bool] = lambda: True,
) -> None:
    """Let `module` find the old names in `places` (old name → today's full name); any other name
    is missing as before, and so are all unless `is_asked`.
    `today` has what to write now where that is not the place itself, by old full name.
    """
    stock = module.__dict__.get("__getattr__")

    def missing(name: str) -> Any:
        if name in places and is_asked():
            place, _, new = places[name].rpartition(".")
            old = f"{module.__name__}.{name}"
            notes.used(old, today.get(old, places[name]))
            return getattr(importlib.import_module(place), new)
        if stock is not None:
            return stock(name)
        raise AttributeError(f"module {module.__name__!r} has no attribute {name!r}")

    module.__dict__["__getattr__"] = missing
