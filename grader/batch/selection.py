"""Chooses which hand-ins of a class are graded now; the others stay as they are."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase

from grader.errors import GraderError
from grader.model.hand_in import HandIn
from grader.text.ids import folded

MAX_NAMED = 8


@dataclass(frozen=True, slots=True)
class Selection:
    """What is asked for; nothing asked for is everything."""

    only: tuple[str, ...] = ()
    """Students by id, name or address, or hand-ins by their name or a folder's; `*` stands for
    anything.
    """
    limit: int | None = None
    """At most so many hand-ins that have no result yet; again takes the next ones."""


def chosen(
    hand_ins: Sequence[HandIn], selection: Selection, *, has_result: Callable[[HandIn], bool]
) -> tuple[HandIn, ...]:
    """The hand-ins that are graded now; raises GraderError where a name fits none of them."""
    for name in selection.only:
        if not any(_is_called(one, name) for one in hand_ins):
            raise _nobody(name, hand_ins)
    asked = [
        one
        for one in hand_ins
        if not selection.only or any(_is_called(one, name) for name in selection.only)
    ]
    if selection.limit is None:
        return tuple(asked)
    return tuple([one for one in asked if not has_result(one)][: selection.limit])


def _is_called(one: HandIn, name: str) -> bool:
    """Whether it is called so; brackets and question marks may be meant as they stand there."""
    asked = folded(name)
    ways = (re.sub(r"[\[?]", r"[\g<0>]", asked), asked)
    return any(fnmatchcase(folded(called), way) for called in _names(one) for way in ways)


def _names(one: HandIn) -> Iterator[str]:
    yield one.name
    *folders, file = one.name.split("/")
    yield from (file, one.name.removesuffix(".ipynb"), *folders)
    for student in one.origin.students:
        yield from filter(None, (student.id, student.name, student.email))


def _nobody(name: str, hand_ins: Sequence[HandIn]) -> GraderError:
    names = list(dict.fromkeys(called for one in hand_ins for called in _names(one)))
    near = difflib.get_close_matches(name, names, MAX_NAMED, 0.5) or [
        one.name for one in hand_ins[:MAX_NAMED]
    ]
    return GraderError(
        f"--only {name!r}: no hand-in and no student is called so",
        hint=f"there are: {', '.join(map(repr, near))}; * stands for anything",
    )
