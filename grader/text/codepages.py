"""Chooses the code page in which bytes hold names that look like names.

Nothing in the bytes tells. But in the wrong page the letters of a name become signs, capitals
within words, or a foreign script, and these are counted.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

CodePage = tuple[str, str]
"""What Python calls it, and what people call it."""

SPREADSHEETS: tuple[CodePage, ...] = (
    ("cp1252", "Windows-1252"),
    ("cp1250", "Windows-1250"),
    ("cp1251", "Windows-1251"),
    ("mac_roman", "Mac Roman"),
    ("cp850", "DOS code page 850"),
    ("gb18030", "GB 18030"),
    ("cp932", "Shift JIS"),
    ("cp949", "Korean"),
    ("cp950", "Big5"),
    ("cp1254", "Windows-1254"),
    ("cp1253", "Windows-1253"),
    ("cp1255", "Windows-1255"),
)
"""In which spreadsheets save; of those that fit equally well the first."""
ARCHIVES: tuple[CodePage, ...] = (
    ("cp850", "DOS code page 850"),
    ("cp437", "DOS code page 437"),
    ("cp852", "DOS code page 852"),
    ("cp866", "DOS code page 866"),
    ("cp1252", "Windows-1252"),
    ("gb18030", "GB 18030"),
    ("cp932", "Shift JIS"),
    ("cp949", "Korean"),
    ("cp950", "Big5"),
    ("cp857", "DOS code page 857"),
    ("cp737", "DOS code page 737"),
    ("cp862", "DOS code page 862"),
    ("cp1254", "Windows-1254"),
    ("cp1253", "Windows-1253"),
    ("cp1255", "Windows-1255"),
)
"""In which zips name their entries: Windows uses the console's page, macOS UTF-8."""
MAX_BYTES = 1024**2
MAX_WORDS, MAX_LETTERS = 20_000, 100_000
"""Looked at in each page: more of them say no more, and a megabyte takes a quarter of a minute."""
_TYPOGRAPHERS = frozenset("’‘“”„‚‹›–—…•€™")
"""Signs of people's texts; in an older page their bytes are letters with accents."""
_USUAL = frozenset(
    "äöüßéèêëàâáãåñçíìîïóòôõúùûøæœðþÐÞÄÖÜÉÈÀÁÅÑÇÍÓÔÚØÆŒąćęłńśźżčďěňřšťůýžőűăâîșțđĄĆĘŁŃŚŹŻČĎĚŇŘŠŤŮÝŽ"
)
_OF_TURKISH = re.compile(r"(?<=[aeıioöuüâîûAEIİOÖUÜ])ğ|[şĞİŞ]|ı(?=\w)")
"""Where other pages have letters of Icelandic (ğ comes after a vowel only), and Italian's last one.
"""
_OF_ICELANDIC = re.compile(
    r"(?:[Aa]u|[Ee][iy]|Gu|Fri|Vi|Hlö|Bö(?=ğv)|E(?=ğva)|A(?=ğal[b-df-hj-np-tv-z])|I(?=ğunn))ğ"
    r"|Ş(?:or|ur)?(?=[b-df-hj-np-tv-z])"
    r"|\bDır[fl]"
    r"|[şŞğı]\w*(?:son|dottir)\b"
)
"""Beginnings and ends of names from there (Auður, Þröstur, Þorkell, Dýrleif, Hafliðason), with the
letters that Turkish has in their places; no word of Turkish has them.
"""
_IN_NO_TURKISH = frozenset("áéíóúýàèùòæøåñãõßÁÉÍÓÚÝÆØÅÑ")
_WORD = re.compile(r"(?<![A-Za-z])[A-Za-z]*+[^\x00-\x7f](?:[A-Za-z]|[^\x00-\x7f])*+")
"""Each letter is looked at once: a megabyte of them without a break took hours."""
_OF_ONE_SCRIPT = (
    re.compile(r"[\u0370-\u03ff]"),
    re.compile(r"[\u0590-\u05ff]"),
    re.compile(r"[\u0400-\u04ff]"),
    re.compile(r"[\u4e00-\u9fff\u3040-\u30ff]"),
    re.compile(r"[\uac00-\ud7a3]"),
)
"""Scripts whose words hold no other letters: Greek, Hebrew, Cyrillic, Chinese and Japanese, Korean.
"""
_WITH_CASE = re.compile(r"[\u0370-\u03ff\u0400-\u04ff]")
_HEBREW = re.compile(r"[\u05d0-\u05ea]+")
_ONLY_AT_THE_END = re.compile(r"[\u05da\u05dd\u05df\u05e3\u05e5](?=[\u05d0-\u05ea])")
"""Letters of Hebrew that have this form at the end of a word; in their places stand frequent
letters of Russian.
"""

_HANGUL = re.compile(r"[\uac00-\ud7a3]+")
_IN_NO_NAME = re.compile(r"[\ufffd\ue000-\uf8ff]")
"""Signs for what a page does not know, or leaves to everybody's own use."""
ENOUGH_LETTERS = 16
"""Half of the usual Chinese letters are Hangul in the Korean page: of so many hardly ever all are.
"""
_KANA = re.compile(r"[\u3040-\u30ff]")
"""Surer signs than any other: Japanese read as Chinese gives rare letters, but never these."""


def likeliest(data: bytes, pages: Sequence[CodePage]) -> CodePage:
    """The page in which `data` looks most like names; of several that of the computer that ends
    lines so.
    """
    sample = data[:MAX_BYTES]
    of_a_mac = b"\r" in sample and b"\n" not in sample
    return max(
        pages,
        key=lambda page: (_looks_right(sample, page[0]), of_a_mac and page[0] == "mac_roman"),
    )


def _looks_right(data: bytes, encoding: str) -> int:
    """How many letters of names a text in this encoding has, less what stands in no name."""
    text = data.decode(encoding, "replace")
    words = list(_some(_WORD.findall(text)[:MAX_WORDS]))
    letters = "".join(words)
    if len(letters) >= ENOUGH_LETTERS and (_is_korean(letters) or _is_hebrew(words)):
        return 2 * len(letters)
    score = sum(map(_score, words)) - 4 * len(_IN_NO_NAME.findall(text))
    turkish = len(_OF_TURKISH.findall(text)) - 2 * len(_OF_ICELANDIC.findall(text))
    return score - turkish if _IN_NO_TURKISH.intersection(letters) else score + 3 * turkish


def _some(words: Iterable[str]) -> Iterator[str]:
    """The first words, until they have as many letters as are looked at."""
    left = MAX_LETTERS
    for word in words:
        if left <= 0:
            return
        yield word[:left]
        left -= len(word)


def _is_korean(letters: str) -> bool:
    """Whether all are syllables that Korean uses; what the page has beside them is Japanese."""
    try:
        letters.encode("euc_kr")
    except UnicodeEncodeError:
        return False
    return _HANGUL.fullmatch(letters) is not None


def _is_hebrew(words: Sequence[str]) -> bool:
    """Whether all are words of Hebrew letters, whose final forms stand at the end."""
    return all(_HEBREW.fullmatch(word) and not _ONLY_AT_THE_END.search(word) for word in words)


def _score(word: str) -> int:
    letters = [sign for sign in word if sign.isalpha()]
    for script in _OF_ONE_SCRIPT:
        if own := len(script.findall(word)):
            if own != len(letters):
                return -2 * len(letters)
            return own + len(_KANA.findall(word)) - 2 * _capitals_within(word)
    beyond = [sign for sign in word if not sign.isascii()]
    score = sum(1 if sign in _USUAL or sign in _TYPOGRAPHERS else -1 for sign in beyond)
    if len(letters) >= 3 and all(not sign.isascii() for sign in letters):
        score -= 2 * len(letters)
    return score - sum(_is_capital_within(word, at) for at in range(1, len(word)))


def _capitals_within(word: str) -> int:
    """Of a script that has capitals."""
    return sum(
        _WITH_CASE.match(word[at]) is not None and _is_capital_within(word, at)
        for at in range(1, len(word))
    )


def _is_capital_within(word: str, at: int) -> bool:
    return not word[at].isascii() and word[at].isupper() and word[at - 1].islower()
