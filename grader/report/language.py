"""Puts what a report shows into the language that it is written in.

Views make finished English sentences; a catalogue, `templates/languages/de.po`, holds them in
another language, with places such as `{epochs}` for what differs from report to report. An English
sentence is looked up where it is shown, whoever made it: a template, a view or a check.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import date
from functools import cache, lru_cache
from html import unescape
from pathlib import Path
from types import MappingProxyType

from markupsafe import Markup, escape

from grader.errors import OutputError
from grader.report.numbers import NBSP
from grader.report.text import plain

SOURCE = "en"
"""The language of the words in code and templates."""
PLACE = re.compile(r"\{([a-z_0-9]+)\}")
_NONE: Mapping[str, str] = MappingProxyType({})
_KEPT = 20_000
_LONGEST = 2_000
"""Of a text that is looked up; a student's may be any length."""
_SENTENCE_ENDS = re.compile(r"(?<=[.!?]) (?=[A-Z0-9“*(])|(?<=[:;]) (?=[A-Z“])")
_DRAWN = re.compile(r">([^<>]+)</text>")
_ISO_DATE = re.compile(r"\b\d{4}-\d\d-\d\d\b")
_UNIT = r"(?:[\s\u00a0]?(?:%|s|min|h))?"
_AMOUNT = rf"[-−+]?\d[\d,]*(?:\.\d+)?(?:e[-+]?\d+)?{_UNIT}"
_AMOUNTS = re.compile(rf"{_AMOUNT}(?:(?:[\s\u00a0]|\s?[–/×]\s?){_AMOUNT})*")


@dataclass(frozen=True, slots=True, eq=False)
class Language:
    """A language with its catalogue."""

    code: str = SOURCE
    words: Mapping[str, str] = field(default_factory=lambda: _NONE)
    """By the English ones."""
    sentences: tuple[tuple[re.Pattern[str], str], ...] = ()
    """Patterns of English sentences with places, and the sentences in this language."""
    point: str = "."
    group: str = ","
    direction: str = "ltr"


_ENGLISH = Language()
_current: ContextVar[Language] = ContextVar("language", default=_ENGLISH)


@contextmanager
def written_in(language: Language) -> Iterator[None]:
    """Write in this language meanwhile: it belongs to the report, not to every function on the way
    to a word.
    """
    before = _current.set(language)
    try:
        yield
    finally:
        _current.reset(before)


def current() -> Language:
    """The language that is written in now."""
    return _current.get()


def translated(text: str) -> str:
    """A text as the reader gets it: in the report's language, or as it is where the catalogue lacks
    it.
    """
    language = _current.get()
    if language.code == SOURCE or not text.strip() or len(text) > _LONGEST:
        return text
    return " ".join(piece for piece, _ in _said(language, text))


def said(text: str) -> Markup | str:
    """The same for what may lack a translation: what stays English says so to those who listen."""
    language = _current.get()
    if language.code == SOURCE or not text.strip():
        return text
    marked = Markup('<span lang="en">{}</span>')
    pieces = _said(language, plain(text[:_LONGEST]))
    return Markup(" ").join(piece if known else marked.format(piece) for piece, known in pieces)


def in_drawing(svg: str) -> str:
    """A drawing with its words in the report's language."""
    if _current.get().code == SOURCE:
        return svg
    return _DRAWN.sub(lambda found: f">{escape(translated(unescape(found[1])))}</text>", svg)


@lru_cache(_KEPT)
def _said(language: Language, text: str) -> tuple[tuple[str, bool], ...]:
    """The text in pieces, each with whether it is in this language: as a whole where it is known as
    a whole, else sentence by sentence.
    """
    whole = _in_catalogue(language, text)
    if whole is not None:
        return ((whole, True),)
    pieces = _SENTENCE_ENDS.split(text)
    if len(pieces) == 1:
        return ((_dated(language, text), False),)
    parts = (_said(language, piece) for piece in pieces)
    return tuple(found for part in parts for found in part)


def _in_catalogue(language: Language, text: str) -> str | None:
    bare = text.strip().replace(NBSP, " ")
    if _AMOUNTS.fullmatch(bare):
        return _number(language, text)
    if bare in language.words:
        return text.replace(text.strip(), language.words[bare])
    for pattern, translated in language.sentences:
        found = pattern.fullmatch(bare)
        # What fills a place is a piece of a sentence: one that reaches over its end is another's.
        if found and not any(map(_SENTENCE_ENDS.search, found.groups())):
            return translated.format(**_filled(language, found.groupdict()))
    return None


def _filled(language: Language, values: Mapping[str, str]) -> dict[str, str]:
    """What stands in the places: words and numbers in this language, names as they are."""
    return {
        name: " ".join(piece for piece, _ in _said(language, value))
        for name, value in values.items()
    }


def _number(language: Language, text: str) -> str:
    if language.point == ".":
        return text
    swapped = text.replace(",", "\0").replace(".", language.point)
    return swapped.replace("\0", language.group)


def _dated(language: Language, text: str) -> str:
    from babel.dates import format_date  # noqa: PLC0415 - English needs no locale data

    def written(found: re.Match[str]) -> str:
        try:
            return str(format_date(date.fromisoformat(found[0]), "medium", locale=language.code))
        except ValueError:
            return found[0]

    return _ISO_DATE.sub(written, text)


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
        return _ENGLISH
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
            (pattern_of(english), entries[english])
            for english in sorted(with_places, key=lambda one: -len(PLACE.sub("", one)))
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
    return _AMOUNT if place.startswith("number") else ".+"


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
