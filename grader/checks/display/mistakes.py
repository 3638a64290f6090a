"""Finds the mistakes that are told beside pictures of digits, and those that stand out."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from grader.model.evidence import DigitShown

MOST_NAMED = 6
"""Of ten digits, beside a picture of one: its values, those of a probability, an index, ticks."""
CLASSES = 10
"""Larger numbers beside a picture are those of examples, or per cent."""
MOST_GUESSED = 3
"""For each mistake that is named, how many digits may be called one that the model got right: those
of another model, or of a training that came out otherwise.
"""
_NUMBER = re.compile(r"\d{1,9}(?:\.\d{1,9})?")
"""The digits of a share are no classes."""
_WORD = re.compile(r"[^\W\d_]{2,6}")
_DIGITS = {
    word: digit
    for words in (
        "zero|one|two|three|four|five|six|seven|eight|nine",
        "null|eins|zwei|drei|vier|fünf|sechs|sieben|acht|neun",
        "zéro|un|deux|trois|quatre|cinq|six|sept|huit|neuf",
        "cero|uno|dos|tres|cuatro|cinco|seis|siete|ocho|nueve",
    )
    for digit, word in enumerate(words.split("|"))
}


def standing_out(digits: Sequence[DigitShown], mistakes: set[int], wanted: int) -> set[int]:
    """The mistakes in cells that show hardly anything else: who shows all digits has not looked for
    them, in however many cells.
    """
    found: set[int] = set()
    for here in _together(digits, wanted):
        shown = {digit.index for digit in here}
        if len(shown & mistakes) >= len(shown) / 2:
            found |= shown & mistakes
    return found


def _together(digits: Sequence[DigitShown], wanted: int) -> list[list[DigitShown]]:
    """The digits by cell; cells with fewer than are `wanted` are taken together."""
    by_cell: dict[int | None, list[DigitShown]] = {}
    for digit in digits:
        by_cell.setdefault(digit.cell, []).append(digit)
    few = [here for here in by_cell.values() if len({digit.index for digit in here}) < wanted]
    many = [here for here in by_cell.values() if len({digit.index for digit in here}) >= wanted]
    return [*many, [digit for here in few for digit in here]]


def labelled(
    digits: Sequence[DigitShown], wrong: Mapping[int, tuple[int, int]], wanted: int
) -> set[int]:
    """The mistakes with both values beside them, in cells that write them beside at least half of
    those that they show, and don't call far more digits mistakes that are none: the same few
    numbers beside all digits, or likely ones beside each, are right for some by chance; a guess in
    each of many cells is right in some.
    """
    found: set[int] = set()
    everywhere = frozenset[int].intersection(*map(_named_beside, digits))
    for here in _together(digits, wanted):
        told: set[int] = set()
        for cell in {digit.cell for digit in here}:
            shown = [digit for digit in here if digit.cell == cell and digit.index in wrong]
            named = {digit.index for digit in shown if _names_both(digit, wrong[digit.index])}
            told |= named if 2 * len(named) >= len({digit.index for digit in shown}) else set()
        called = {
            digit.index: digit.index in wrong
            for digit in here
            if len(_classes(_named_beside(digit) - everywhere)) > 1
        }
        if len(called) - sum(called.values()) <= MOST_GUESSED * len(told):
            found |= told
    return found


def _names_both(digit: DigitShown, values: tuple[int, int]) -> bool:
    """Whether the true and the predicted value stand beside it, and not those of every class: who
    names them all says nothing of this digit.
    """
    named = _named_beside(digit)
    return named >= set(values) and len(_classes(named)) <= MOST_NAMED


def _named_beside(digit: DigitShown) -> frozenset[int]:
    """The whole numbers beside it, and digits that are written out."""
    text = " ".join(digit.texts)
    written = map(float, _NUMBER.findall(text))
    words = (_DIGITS[word] for word in _WORD.findall(text.lower()) if word in _DIGITS)
    return frozenset((*(int(number) for number in written if number.is_integer()), *words))


def _classes(named: frozenset[int]) -> frozenset[int]:
    """Those that may be classes, and not the numbers of examples."""
    return frozenset(number for number in named if number < CLASSES)
