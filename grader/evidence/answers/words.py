"""How much do two texts have in common, and what is no text at all?"""

from __future__ import annotations

import re
from functools import lru_cache

REMEMBERED = 4096
"""Texts: the questions and the starter's sentences are asked for again and again."""
_MARKUP = re.compile(r"<[^<>]{0,300}>|!\[[^\]]{0,300}\]\([^)]{0,2000}\)|[*_`~#>|]+|^\s*[-+]\s", re.MULTILINE)
_WORD = re.compile(r"[^\W\d_]{2,40}")
_SENTENCE = re.compile(r"[^.?!\n]{0,2000}(?:[.?!]+(?=\s|$|[\"')*_])|[.?!]|\n|$)")
_SPACE = re.compile(r"\s+")
_COMMON = frozenset(
    re.findall(
        r"\w+",
        """a an and any are as at be by can did do does for from have has how if in is it its no not of on or our so that
        the their them there these they this to was we were what when where which why will with would you your us please
        question answer""",
    )
)
_PLACEHOLDER = re.compile(
    r"(?:\W*(?:(?:type|write|enter|insert|put|add)\s+)?(?:your\s+)?(?:own\s+)?(?:answers?|comments?|text|response|solution|name|code|"
    r"explanation|references?)(?:\s+(?:goes?|comes?|here|below|to question \d+|in this cell))*\W*"
    r"|\W*todo\W*\d*\W*|\W*tbd\W*|\W*double[- ]click.{0,60}|\W*)",
    re.IGNORECASE | re.DOTALL,
)
_SECTION = re.compile(
    r"\W*(?:(?:optional|part|section|step|configure|compile|fit|train|evaluate|plot|build|create|load|import|prepare|define|"
    r"predict|display|show|visuali[sz]e|conf(?:usion)?|different|history|learning curves?|import|results?)\b)",
    re.IGNORECASE,
)
_INSTRUCTION = re.compile(
    r"\W*(?:see|hint|note|tip|make sure|careful|remember|use|write|type|please|answer|double[- ]click)\b", re.IGNORECASE
)
_LABEL = re.compile(
    r"\W{0,6}(?:\(?optional\)?\W{1,3})?(?P<kind>questions?|q|answers?|ans|a|todo|task|part)?\s{0,2}(?:to\s{1,2}(?:question|q)\s{1,2})?[#.]?\s{0,2}"
    r"(?P<number>\d{1,2})?(?P<end>\s{0,3}(?:[).:\]–—-]|\*\*)+\s{0,3}|\s{0,3}$)",
    re.IGNORECASE,
)


@lru_cache(maxsize=REMEMBERED)
def plain(text: str) -> str:
    """The text without Markdown's and HTML's marks, its spaces made single."""
    return _SPACE.sub(" ", _MARKUP.sub(" ", text)).strip()


@lru_cache(maxsize=REMEMBERED)
def content_words(text: str) -> frozenset[str]:
    """Stems of the words that carry meaning."""
    return frozenset(stem(word) for word in _WORD.findall(plain(text).lower()) if word not in _COMMON)


def stem(word: str) -> str:
    """A word without its endings, roughly: `overfitting` and `overfits` are `overfit`."""
    for ending in ("ations", "ation", "ings", "ing", "ments", "ies", "ed", "es", "s", "ly"):
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            word = word[: -len(ending)]
            break
    return word[:-1] if len(word) > 4 and word[-1] == word[-2] else word


def sentences(text: str) -> list[str]:
    """The text cut into sentences, their ends kept; joined they are the text."""
    return [piece for piece in _SENTENCE.findall(text) if piece]


def is_placeholder(text: str) -> bool:
    """Whether this is what a template puts where an answer should stand, or nothing."""
    return len(text) < 200 and _PLACEHOLDER.fullmatch(plain(text)) is not None


def label_of(text: str) -> tuple[str, int | None, int]:
    """The label that a text begins with, as kind (`question`, `todo`, `answer` or empty), number, and its length."""
    match = _LABEL.match(text)
    if match is None or not (match["kind"] or match["number"]):
        return "", None, 0
    kind = {
        "q": "question",
        "questions": "question",
        "a": "answer",
        "ans": "answer",
        "answers": "answer",
        "task": "todo",
    }
    word = (match["kind"] or "").lower()
    return kind.get(word, word), int(match["number"]) if match["number"] else None, match.end()


def names_a_section(text: str) -> bool:
    """Whether a line stands for a heading: a few words of what comes next, and no full stop."""
    words = plain(text)
    return len(words.split()) <= 6 and not words.endswith((".", "?", ",", ";")) and _SECTION.match(words) is not None


def instructs(text: str) -> bool:
    """Whether a short text beside a question tells what to do."""
    return len(text.split()) <= 10 and _INSTRUCTION.match(plain(text)) is not None
