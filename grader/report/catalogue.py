"""Reads the words of a language: a catalogue of gettext's, whose English has places for what
differs.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from types import MappingProxyType

from grader.errors import OutputError
from grader.report.numbers import NBSP

SOURCE = "en"
"""The language of the words in code and templates."""
PLACE = re.compile(r"\{([a-z_0-9]+)\}")
_NONE: Mapping[str, str] = MappingProxyType({})
_UNIT = r"(?:[\s\u00a0]?(?:%|s|min|h))?"
AMOUNT = rf"[-−+]?\d[\d,]*(?:\.\d+)?(?:e[-+]?\d+)?{_UNIT}"


@dataclass(frozen=True, slots=True)
class Sentence:
    """An English sentence with places for what differs, and what it is in another language."""

    longest: str
    """Its longest run of words between places: what lacks it needs no closer look."""
    pattern: re.Pattern[str]
    translated: str


@dataclass(frozen=True, slots=True, eq=False)
class Language:
    """A language with its catalogue."""

    code: str = SOURCE
    words: Mapping[str, str] = field(default_factory=lambda: _NONE)
    """By the English ones."""
    sentences: tuple[Sentence, ...] = ()
    point: str = "."
    group: str = ","
    direction: str = "ltr"


ENGLISH = Language()


def languages(templates_folder: Path) -> tuple[str, ...]:
    """The codes of the languages that reports can be written in."""
    found = (path.stem for path in (templates_folder / "languages").glob("*.po"))
    return tuple(sorted({SOURCE, *found}))


@cache
def read_language(templates_folder: Path, code: str) -> Language:
    """Read the catalogue of a language; raises OutputError where there is none, and where it is
    wrong, with its line.
    """
    if code == SOURCE:
        return ENGLISH
    path = templates_folder / "languages" / f"{code}.po"
    if not path.is_file():
        known = ", ".join(languages(templates_folder))
        raise OutputError(
            f"no language {code!r} here: expected one of {known}",
            hint=f"a further one is a file {code}.po in {path.parent}; docs/languages.md says how",
        )
    return _read(path, code)


def _read(path: Path, code: str) -> Language:
    from babel import Locale, UnknownLocaleError  # noqa: PLC0415 - English needs no locale data
    from babel.messages.pofile import PoFileError, read_po  # noqa: PLC0415 - likewise

    try:
        locale = Locale.parse(code)
        with path.open("rb") as stream:
            catalog = read_po(stream, locale=code, abort_invalid=True)
    except PoFileError as error:
        raise OutputError(f"{path}:{error.lineno + 1}: {error}") from None
    except (ValueError, UnknownLocaleError, OSError) as error:
        raise OutputError(f"{path}: {error}") from None
    entries = {str(one.id): str(one.string) for one in catalog if one.id and one.string}
    for one in catalog:
        _refuse_other_places(path, one.lineno, str(one.id), str(one.string))
    with_places = [english for english in entries if PLACE.search(english)]
    symbols = locale.number_symbols["latn"]
    return Language(
        code,
        {english: words for english, words in entries.items() if english not in with_places},
        tuple(
            Sentence(max(PLACE.sub("\0", english).split("\0"), key=len), pattern_of(english), words)
            for english, words in sorted(
                ((one, entries[one]) for one in with_places),
                key=lambda pair: -len(PLACE.sub("", pair[0])),
            )
        ),
        str(symbols["decimal"]),
        str(symbols["group"]),
        str(locale.text_direction),
    )


def pattern_of(english: str) -> re.Pattern[str]:
    """What sentences look like that were made of this one by filling in its places."""
    pieces = PLACE.split(english)
    made = [re.escape(piece).replace(r"\ ", f"[ {NBSP}]") for piece in pieces]
    made[1::2] = [f"(?P<{place}>{_filling(place)})" for place in pieces[1::2]]
    return re.compile("".join(made), re.DOTALL)


def _filling(place: str) -> str:
    kinds = {"number": AMOUNT, "word": r"\S+"}
    return next((kind for name, kind in kinds.items() if place.startswith(name)), ".+")


def _refuse_other_places(path: Path, line: int | None, english: str, translated: str) -> None:
    """A translation can only fill in what the English words fill in."""
    known = set(PLACE.findall(english))
    unknown = set(re.findall(r"\{([^{}]*)\}", translated)) - known if english else set()
    if unknown:
        named = ", ".join(f"{{{name}}}" for name in sorted(unknown))
        raise OutputError(
            f"{path}:{line}: the translation has {named}, which the English words don't",
            hint=f"they have: {', '.join(sorted(known)) or 'none'}",
        )
