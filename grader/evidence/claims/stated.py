"""Knows how outputs write a metric and its value.

Every repetition in these patterns is bounded, so that no output makes them slow.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from grader.evidence.names import modern_metric

NUMBER = r"[-+]?(?:\d{1,20}(?:\.\d{1,20})?(?:[eE][-+]?\d{1,3})?|\.\d{1,20}|nan|inf)"
_WITH_COMMA = r"\d{1,3},\d{1,20}(?![\d.,]\d)"
"""As it is written in much of the world."""
MAX_LINE = 1_000
"""Of a longer line, only the end is read."""
MAX_WORDS = 60
"""Characters that are read before a metric."""

_SET = r"train(?:ing)?|val(?:id(?:ation)?)?|test(?:ing)?"
_METRIC = re.compile(
    rf"(?<![\w.])(?P<set>(?:{_SET})[ _-](?:set[ _-])?)?(?P<name>[A-Za-z]\w{{0,60}})"
    rf"(?:[ ]{{1,3}}(?:(?:on|for|over)[ ](?:the[ ])?|[(\[])(?P<after>{_SET})(?:[ "
    rf"_-]?(?:set|data|dataset|images|samples))?[)\]]?)?"
    rf"[ \t]{{0,20}}(?:[:=]|\bis\b)[ \t]{{0,20}}(?P<number>{_WITH_COMMA}|{NUMBER})"
    r"[ ]{0,2}(?P<percent>%)?"
    r"(?![\w/:]|\.\d)",
    re.IGNORECASE,
)
_KERAS = re.compile(rf" - (?P<val>val_)?(?P<name>[A-Za-z]\w{{0,60}}): (?P<number>{NUMBER})(?=\s|$)")
"""The form that Keras itself prints, which is looked for first since logs are long."""
_KNOWN = re.compile(
    r"loss|acc|error|^mse$|^mae$|auc|precision|recall|f1|^lr$|learning_rate|entropy|top_?k|"
    r"squared|score",
    re.IGNORECASE,
)
_HELD_OUT = re.compile(r"val|test", re.IGNORECASE)
_ELSEWHERE = (
    ("accuracy", re.compile(r"genauigkeit|trefferquote|exactitude?", re.IGNORECASE)),
    ("loss", re.compile(r"verlust|p[ée]rdida|perte", re.IGNORECASE)),
)
"""Metrics in German, French and Spanish, alone or behind the name of a set."""
_SET_IN_FRONT = re.compile(r"(train|val|test)", re.IGNORECASE)
_ABOUT_SEVERAL = re.compile(
    r"\b(?:std|sd|stdev|deviation|variance|spread|difference|gap|improvement|gain|drop|increase|"
    r"decrease|change)\.?[ ]{1,3}"
    r"(?:(?:of|in|for|between)[ ])?(?:the[ ])?$",
    re.IGNORECASE,
)
"""In front of a metric: how far several of its values lie apart, which is none of them."""
_SHARES = {"accuracy", "precision", "recall", "f1", "auc"}


@dataclass(frozen=True, slots=True)
class StatedValue:
    """The value of a metric as an output writes it."""

    name: str
    """Modern name, without `val_`."""
    value: float
    on: str
    """`val` where the words say validation or test, `train` where they say training, else empty."""
    written: str
    """The number, digit by digit."""


def values_in(line: str) -> Iterator[StatedValue]:
    """Yield the values that a line of output states."""
    keras = _KERAS.findall(line[-MAX_LINE:]) if " - " in line else []
    if keras and ("step" in line or "==" in line):
        for val, raw, number in keras:
            name = _known_name(raw)
            if name:
                yield StatedValue(name, float(number), "val" if val else "", number)
        return
    end = line[-MAX_LINE:]
    for match in _METRIC.finditer(end):
        if _ABOUT_SEVERAL.search(end[max(0, match.start() - MAX_WORDS) : match.start()]):
            continue
        raw, on = match["name"], _which_set(match["set"] or match["after"])
        if raw.lower().startswith(("val_", "test_", "train_")):
            prefix, raw = raw.split("_", 1)
            on = _which_set(prefix)
        name = _known_name(raw)
        if not name:
            continue
        on = on or _set_in_front(raw)
        value = float(match["number"].replace(",", "."))
        if name in _SHARES and (match["percent"] or 1.5 < value <= 100):
            value /= 100
        yield StatedValue(name, value, on, match["number"])


@lru_cache(maxsize=512)
def _known_name(raw: str) -> str:
    """The modern name of what is a metric; empty for other words."""
    if _KNOWN.search(raw):
        return modern_metric(raw)
    return next((name for name, words in _ELSEWHERE if words.search(raw)), "")


def _set_in_front(raw: str) -> str:
    """Of a word such as `Testgenauigkeit`, the set."""
    elsewhere = any(words.search(raw) for _, words in _ELSEWHERE)
    found = _SET_IN_FRONT.match(raw) if elsewhere else None
    return _which_set(found[0]) if found else ""


def _which_set(words: str | None) -> str:
    if not words:
        return ""
    return "val" if _HELD_OUT.match(words) else "train"
