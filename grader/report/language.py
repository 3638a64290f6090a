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
from datetime import date
from functools import lru_cache
from html import unescape

from markupsafe import Markup, escape

from grader.report.catalogue import AMOUNT, ENGLISH, SOURCE, Language
from grader.report.numbers import NBSP
from grader.report.text import plain

_KEPT = 20_000
_SHORTEST = 8
"""Of the beginning of a sentence that is looked up."""
_LONGEST_DRAWN = 56
"""Characters for which drawings have room."""
_LONGEST = 2_000
"""Of a text that is looked up; a student's may be any length."""
_TOGETHER = re.compile(r"(?<=\d) (?=%)|(?<=\bcell) (?=\d)")
_SENTENCE_ENDS = re.compile(r"(?<=[.!?]) (?=[A-Z0-9“*(])|(?<=[:;]) (?=[A-Z“])")
_SEPARATORS = ("; ", ", ", " and ")
_SEVERAL_WORDS = re.compile(r"[^\W\d_]{2,} [^\W\d_]{2,}")
_DRAWN = re.compile(r">([^<>]+)</text>")
_NAMED = re.compile(r": ([^<>:]+)</title>")
"""The value of a line that has a name, which stays as it is."""
_ISO_DATE = re.compile(r"\b\d{4}-\d\d-\d\d\b")
_AMOUNTS = re.compile(rf"{AMOUNT}(?:(?:[\s\u00a0]|\s?[–/×]\s?){AMOUNT})*")
_current: ContextVar[Language] = ContextVar("language", default=ENGLISH)


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
        return kept_together(text)
    return kept_together(" ".join(piece for piece, _ in _said(language, text)))


def said(text: str) -> Markup | str:
    """The same for what may lack a translation: what stays English says so to those who listen."""
    language = _current.get()
    if language.code == SOURCE or not text.strip():
        return kept_together(text)
    marked = Markup('<span lang="en">{}</span>')
    pieces = _said(language, plain(text[:_LONGEST]))
    together = [(kept_together(piece), known) for piece, known in pieces]
    return Markup(" ").join(piece if known else marked.format(piece) for piece, known in together)


def kept_together(text: str) -> str:
    """The text without a line's end between a number and its sign, or a cell and its number."""
    return _TOGETHER.sub("\N{NO-BREAK SPACE}", text)


def in_drawing(svg: str) -> str:
    """A drawing with its words in the report's language."""
    if _current.get().code == SOURCE:
        return svg
    named = _NAMED.sub(lambda found: f": {_drawn(found[1])}</title>", svg)
    return _DRAWN.sub(lambda found: f">{_drawn(found[1])}</text>", named)


def _drawn(escaped: str) -> Markup:
    text = unescape(escaped)
    found = _begun(_current.get(), text) if text.endswith("…") else translated(text)
    most = max(len(text), _LONGEST_DRAWN)
    return escape(found if len(found) <= most else f"{found[: most - 1]}…")


def _begun(language: Language, text: str) -> str:
    """The whole sentence, where it was cut to fit into a drawing."""
    head, colon, begun = text[:-1].rpartition(": ")
    whole = next(
        (words for english, words in language.words.items() if _begins(english, begun)), None
    )
    return f"{head}{colon}{whole}" if whole and len(begun) >= _SHORTEST else translated(text)


def _begins(english: str, begun: str) -> bool:
    return english[1:].startswith(begun[1:]) and english[:1].casefold() == begun[:1].casefold()


@lru_cache(_KEPT)
def _said(language: Language, text: str) -> tuple[tuple[str, bool], ...]:
    """The text in pieces, each with whether it is in this language: as a whole where it is known as
    a whole, else sentence by sentence, else clause by clause.
    """
    whole = _known(language, text)
    if whole is not None:
        return ((whole, True),)
    pieces = _SENTENCE_ENDS.split(text)
    if len(pieces) == 1:
        listed = _listed(language, text)
        return ((_dated(language, text), False),) if listed is None else ((listed, True),)
    parts = (_said(language, piece) for piece in pieces)
    return tuple(found for part in parts for found in part)


def _known(language: Language, text: str) -> str | None:
    """The text where the catalogue has it, if without the full stop or with another first letter:
    clauses stand alone here and in a sentence there.
    """
    found = _in_catalogue(language, text)
    if found is None and text[:1].isalpha():
        found = _in_catalogue(language, text[0].swapcase() + text[1:])
        found = None if found is None else found[:1].upper() + found[1:]
    if found is None and text.endswith((".", ";", ":")):
        found = _known(language, text[:-1])
        found = None if found is None else found.removesuffix(".") + text[-1]
    return found


def _listed(language: Language, text: str) -> str | None:
    """Clauses or things in a row, where the catalogue has one of them and the others are known or
    names.
    """
    for separator in _SEPARATORS:
        items = text.split(separator)
        if len(items) > 1:
            found = [_item(language, item) for item in items]
            if any(map(_is_translated, found, items)) and None not in found:
                return _between(language, separator).join(filter(None, found))
    head, _, tail = text.rpartition(": ")
    said = _item(language, tail) if head else None
    if not _is_translated(said, tail):
        return None
    return f"{_known(language, head) or head}: {said}"


def _is_translated(found: str | None, text: str) -> bool:
    """A number alone may be one that a student printed."""
    return found not in (None, text) and not _AMOUNTS.fullmatch(text)


def _item(language: Language, text: str) -> str | None:
    found = _known(language, text)
    if found is None:
        found = _listed(language, text)
    return text if found is None and not _SEVERAL_WORDS.search(text) else found


def _between(language: Language, separator: str) -> str:
    return f" {language.words.get('and', 'and')} " if separator == " and " else separator


def _in_catalogue(language: Language, text: str) -> str | None:
    bare = text.strip().replace(NBSP, " ")
    if _AMOUNTS.fullmatch(bare):
        return _number(language, text)
    if bare in language.words:
        return text.replace(text.strip(), language.words[bare])
    for sentence in language.sentences:
        found = sentence.pattern.fullmatch(bare) if sentence.longest in bare else None
        # What fills a place is a piece of a sentence: one that reaches over its end is another's.
        if found and not any(map(_SENTENCE_ENDS.search, found.groups())):
            return sentence.translated.format(**_filled(language, found.groupdict()))
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
