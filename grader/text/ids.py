"""Compares ids and names as spreadsheets, systems and people change them."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal

MAX_ID_CHARS = 200
FEWEST_LEFT = 30
"""Letters of a name that was cut, as names of files are, which still say whose it is."""
UNSEEN = "\ufeff\u200b\u2060\u200e\u200f\u00ad"
"""Signs without width that programs and web pages leave at the ends of words."""
_WITHOUT_UNSEEN = str.maketrans("", "", UNSEEN)
_DECIMAL = re.compile(r"(\d{1,30})[.,]0{1,6}")
_SCIENTIFIC = re.compile(r"(?P<whole>\d)(?:[.,](?P<rest>\d{1,15}))?e\+?(?P<power>\d{1,2})")
_DIGITS = re.compile(r"\d{1,40}")


def folded(text: str) -> str:
    """The text without capitals, spaces at its ends, full-width forms, and signs that nobody
    sees.
    """
    if text.isascii():
        return text.strip().casefold()
    text = text.translate(_WITHOUT_UNSEEN)
    return unicodedata.normalize("NFKC", text).strip().casefold()


def loosely(text: str) -> str:
    """What is left of an id when a spreadsheet has taken it for a number: no leading zeros, no
    `.0`, no spaces.
    """
    plain = "".join(folded(text[:MAX_ID_CHARS]).split()).removeprefix("#")
    if whole := _DECIMAL.fullmatch(plain):
        plain = whole[1]
    if exact := _SCIENTIFIC.fullmatch(plain):
        number = int(Decimal(f"{exact['whole']}.{exact['rest'] or 0}").scaleb(int(exact["power"])))
        plain = str(number)
    return plain.lstrip("0") or "0" if _DIGITS.fullmatch(plain) else plain


def rounded_to(written: str, number: str) -> bool:
    """Whether a spreadsheet would show `number` as `written`: `1.23E+05` for 123456."""
    found = _SCIENTIFIC.fullmatch("".join(folded(written[:MAX_ID_CHARS]).split()))
    plain = loosely(number)
    if found is None or not _DIGITS.fullmatch(plain):
        return False
    digits = len(found["rest"] or "")
    shown = f"{Decimal(plain):.{digits}e}"
    mantissa, _, power = shown.partition("e")
    return mantissa == f"{found['whole']}{'.' if digits else ''}{found['rest'] or ''}" and int(
        power
    ) == int(found["power"])


def name_words(name: str) -> tuple[str, ...]:
    """The words of a name in one order, whichever of first and last name stands in front."""
    return tuple(sorted(re.findall(r"\w+", folded(name))))


def same_name(one: str, other: str) -> bool:
    """Whether two names are the same but for order, comma and capitals."""
    return name_words(one) == name_words(other)


def names_agree(one: str, other: str) -> bool:
    """Whether two names may be one person's: two words are in both, or all of the shorter one; or
    all letters run together are the same, as of `OBrien`, `O'Brien` and Canvas' `doejane`, or those
    that are left of a name that was cut. Where one is not known, nothing speaks against it.
    """
    ours, theirs = set(name_words(one)), set(name_words(other))
    if len(ours & theirs) >= min(2, len(ours), len(theirs)):
        return True
    shorter, longer = sorted((run_together(one), run_together(other)), key=len)
    cut = len(shorter) >= FEWEST_LEFT and longer.startswith(shorter)
    return shorter == longer or cut or folded(one) in squeezed(other)


def run_together(name: str) -> str:
    """The letters and digits of a name, as they follow one another."""
    return "".join(re.findall(r"[^\W_]+", folded(name)))


def squeezed(name: str) -> frozenset[str]:
    """A name as Canvas puts it in front of files, `doejane`, in both orders."""
    last, comma, first = name.partition(",")
    words = re.findall(r"\w+", folded(name))
    orders = {"".join(words), "".join([*words[-1:], *words[:-1]])}
    if comma:
        orders |= {
            "".join(re.findall(r"\w+", folded(last + first))),
            "".join(re.findall(r"\w+", folded(first + last))),
        }
    return frozenset(orders)
