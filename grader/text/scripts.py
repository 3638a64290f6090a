"""Knows writing systems: where their characters lie, which set no spaces, and which package holds
their letters.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

CORE, CJK, EMOJI = "fonts-noto-core", "fonts-noto-cjk", "fonts-noto-color-emoji"
"""Debian's and Ubuntu's packages of the Noto fonts."""


@dataclass(frozen=True, slots=True)
class Script:
    """A writing system."""

    name: str
    ranges: str
    """Its characters, as they stand in the brackets of a regular expression."""
    sample: str
    """One of its letters."""
    package: str = CORE
    spaced: bool = True
    """Whether spaces stand between its words."""


SCRIPTS = (
    Script("Latin", "A-Za-z\u00c0-\u024f\u1e00-\u1eff", "A"),
    Script("Greek", "\u0370-\u03ff\u1f00-\u1fff", "λ"),
    Script("Cyrillic", "\u0400-\u052f", "Ж"),
    Script("Armenian", "\u0531-\u058f", "Ա"),
    Script("Hebrew", "\u0591-\u05ff\ufb1d-\ufb4f", "ש"),
    Script(
        "Arabic",
        "\u0600-\u06ff\u0750-\u077f\u08a0-\u08ff\ufb50-\ufdcf\ufdf0-\ufdff\ufe70-\ufefe",
        "ع",
    ),
    Script("Devanagari", "\u0900-\u097f\ua8e0-\ua8ff", "न"),
    Script("Bengali", "\u0980-\u09ff", "ব"),
    Script("Gurmukhi", "\u0a00-\u0a7f", "ਪ"),
    Script("Gujarati", "\u0a80-\u0aff", "ગ"),
    Script("Odia", "\u0b00-\u0b7f", "ଓ"),
    Script("Tamil", "\u0b80-\u0bff", "த"),
    Script("Telugu", "\u0c00-\u0c7f", "త"),
    Script("Kannada", "\u0c80-\u0cff", "ಕ"),
    Script("Malayalam", "\u0d00-\u0d7f", "മ"),
    Script("Sinhala", "\u0d80-\u0dff", "ස"),
    Script("Thai", "\u0e00-\u0e7f", "ผ", spaced=False),
    Script("Lao", "\u0e80-\u0eff", "ລ", spaced=False),
    Script("Tibetan", "\u0f00-\u0fff", "བ", spaced=False),
    Script("Myanmar", "\u1000-\u109f\uaa60-\uaa7f", "မ", spaced=False),
    Script("Georgian", "\u10a0-\u10ff\u1c90-\u1cbf", "ქ"),
    Script("Ethiopic", "\u1200-\u139f\u2d80-\u2ddf", "አ"),
    Script("Cherokee", "\u13a0-\u13ff\uab70-\uabbf", "Ꮳ"),
    Script("Khmer", "\u1780-\u17ff\u19e0-\u19ff", "ខ", spaced=False),
    Script("Mongolian", "\u1800-\u18af", "ᠮ"),
    Script(
        "Chinese or Japanese",
        "\u2e80-\u2fdf\u3005-\u3007\u3021-\u3029\u3040-\u30ff\u3100-\u312f\u31a0-\u31bf\u31f0-\u31ff"
        "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff66-\uff9d\U00020000-\U0003ffff",
        "漢",
        CJK,
        spaced=False,
    ),
    Script(
        "Korean", "\u1100-\u11ff\u3130-\u318f\ua960-\ua97f\uac00-\ud7af\ud7b0-\ud7ff", "한", CJK
    ),
    Script(
        "emoji",
        "\u231a-\u231b\u23e9-\u23fa\u2600-\u27bf\u2b05-\u2b55\ufe0f\u20e3\U0001f000-\U0001faff",
        "\U0001f680",
        EMOJI,
    ),
)
_WIDE_SIGNS = re.compile("[\u3000-\u303f\uff00-\uffef]")
"""Punctuation and full-width forms, which come with the fonts for Chinese and Japanese."""
_OF = {script.name: re.compile(f"[{script.ranges}]") for script in SCRIPTS}
_UNSPACED = re.compile(f"[{''.join(script.ranges for script in SCRIPTS if not script.spaced)}]")
_MARKS = ("Mn", "Mc", "Me")
"""Categories of signs that stand above, below or around a letter and are none themselves."""
CHARACTERS_A_WORD = 2
"""So many Chinese characters say about as much as a word."""


@dataclass(frozen=True, slots=True)
class Amount:
    """How much was written."""

    words: int
    """In scripts that set spaces."""
    characters: int
    """In scripts that don't: nobody can tell their words apart without a dictionary."""

    @property
    def in_words(self) -> int:
        """Both together, roughly, as words."""
        return self.words + -(-self.characters // CHARACTERS_A_WORD)


def amount_of(text: str) -> Amount:
    """Count what was written: words where spaces tell them apart, else characters."""
    letters = [sign for sign in _UNSPACED.findall(text) if unicodedata.category(sign) not in _MARKS]
    words = [word for word in _UNSPACED.sub(" ", text).split() if any(map(str.isalnum, word))]
    return Amount(len(words), len(letters))


def script_of(character: str) -> Script | None:
    """The writing system of a character; None for signs that belong to none."""
    if _WIDE_SIGNS.match(character):
        return next(script for script in SCRIPTS if script.package == CJK)
    return next((script for script in SCRIPTS if _OF[script.name].match(character)), None)


def packages_for(characters: Iterable[str]) -> tuple[str, ...]:
    """The packages whose fonts draw these characters, sorted."""
    scripts = map(script_of, characters)
    return tuple(sorted({script.package if script else CORE for script in scripts}))
