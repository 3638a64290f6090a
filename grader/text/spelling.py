"""Suggests the word that was meant."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from difflib import get_close_matches

MOST_NAMED = 20


def nearest(word: str, known: Sequence[str]) -> str:
    """End a message about an unknown `word`: with the nearest spelling, or with all that is
    known.
    """
    near = nearest_word(word, known)
    if near is not None:
        return f"; did you mean {near!r}?"
    if not known:
        return "; there are none"
    more = f" and {len(known) - MOST_NAMED} more" if len(known) > MOST_NAMED else ""
    return f"; known: {', '.join(known[:MOST_NAMED])}{more}"


def nearest_word(word: str, known: Iterable[str]) -> str | None:
    """The known word that is spelt most like `word`, in whatever case; None where none is."""
    by_case: dict[str, str] = {}
    for one in known:
        by_case.setdefault(one.lower(), one)
    near = get_close_matches(word.lower(), by_case, n=1)
    return by_case[near[0]] if near else None
