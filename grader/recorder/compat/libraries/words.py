"""Translates calls that a function of today refuses: arguments by place that have to be named, old
names, old values.
"""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ..notes import Notes


@dataclass(frozen=True)
class Words:
    """What was said once, for one function or many."""

    renamed: Mapping[str, str] = field(default_factory=dict)
    """Old name of an argument → today's."""
    dropped: frozenset[str] = frozenset()
    """Arguments without which everything works as it did."""
    values: Mapping[tuple[str, Any], Any] = field(default_factory=dict)
    """Argument and old value → today's value."""
    places: Sequence[str] = ()
    """Names of further arguments by place, where today's order is another one."""


def teach(owner: Any, name: str, words: Words, *, notes: Notes, label: str = "") -> None:
    """Let the function `name` of `owner`, a module or class, be called in old words; today's calls
    pass untouched.
    """
    stock = vars(owner).get(name) if isinstance(owner, type) else getattr(owner, name, None)
    taught = taught_function(stock, words, notes=notes, label=label or name)
    if taught is not None:
        setattr(owner, name, taught)


def taught_function(
    stock: Any, words: Words, *, notes: Notes, label: str
) -> Callable[..., Any] | None:
    """A function that takes old words and calls `stock`; None where `stock` can't say what it
    takes.
    """
    if not inspect.isfunction(stock):
        return None
    parameters = inspect.signature(stock).parameters.values()
    by_place = [
        p.name for p in parameters if p.kind in (p.POSITIONAL_ONLY, p.POSITIONAL_OR_KEYWORD)
    ]
    takes = {p.name for p in parameters}
    anything = any(p.kind is p.VAR_KEYWORD for p in parameters)
    endless = any(p.kind is p.VAR_POSITIONAL for p in parameters)
    further = list(words.places) or [p.name for p in parameters if p.kind is p.KEYWORD_ONLY]

    @functools.wraps(stock)
    def taught(*args: Any, **kwargs: Any) -> Any:
        if len(args) > len(by_place) and not endless:
            args = _named(
                args, kwargs, count=len(by_place), further=further, label=label, notes=notes
            )
        if not takes.issuperset(kwargs):
            _translate(kwargs, takes, words, anything=anything, label=label, notes=notes)
        for (argument, old), today in words.values.items():
            if (
                isinstance(old, str)
                and isinstance(kwargs.get(argument), str)
                and kwargs[argument] == old
            ):
                kwargs[argument] = today
                notes.used(f"{label}({argument}={old!r})", f"{label}({argument}={today!r})")
        return stock(*args, **kwargs)

    return taught


def _named(
    args: tuple[Any, ...],
    kwargs: dict[str, Any],
    *,
    count: int,
    further: list[str],
    label: str,
    notes: Notes,
) -> tuple[Any, ...]:
    """Move what is too much by place into `kwargs`."""
    extra = args[count:]
    if len(extra) > len(further) or any(name in kwargs for name in further[: len(extra)]):
        return args
    kwargs.update(zip(further, extra))
    notes.used(f"{label} with {further[0]} by its place", f"{label}(…, {further[0]}=…)")
    return args[:count]


def _translate(
    kwargs: dict[str, Any],
    takes: set[str],
    words: Words,
    *,
    anything: bool,
    label: str,
    notes: Notes,
) -> None:
    for old in [name for name in kwargs if name not in takes]:
        today = words.renamed.get(old)
        if today is not None and (anything or today in takes) and today not in kwargs:
            kwargs[today] = kwargs.pop(old)
            notes.used(f"{label}({old}=…)", f"{label}({today}=…)")
        elif old in words.dropped:
            del kwargs[old]
            notes.used(f"{label}({old}=…)", "leave the argument out")
