"""Tells which question a piece of text asks, and whether it is a heading or a label."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from grader.evidence.answers.blocks import Block
from grader.evidence.answers.words import (
    REMEMBERED,
    asks,
    content_words,
    label_of,
    names_a_section,
    plain,
    says_something,
    sentences,
)
from grader.model.assignment import PartSpec
from grader.text.scripts import amount_of

ENOUGH = 0.6
"""Share of a question's words that a sentence must have to be that question."""
PURE = 0.5
"""Share of a sentence's words that must be the question's, unless the sentence asks something
itself.
"""
VERBATIM = 1.2
"""More than any likeness: the text says the question as it stands."""
SECTION_WORDS = 9
"""A heading of more words is taken for an answer that was written as one."""
_NO_WORD = re.compile(r"\W+")
_IMPERATIVE = re.compile(
    (
        r"\W*(?:comment|add|describe|explain|discuss|write|compare|list|state|name|give|show|"
        r"display|draw|tell)\b"
    ),
    re.IGNORECASE,
)
_ANSWERS = re.compile(r"\W*(?:yes|no|because|since|the answer)\b(?!/)", re.IGNORECASE)


def asked_in(block: Block, parts: Sequence[PartSpec]) -> PartSpec | None:
    """The question that the block asks, by its words; a number alone is not enough."""
    scored = [(score, part) for part in parts if (score := _likeness(block, part)) > 0]
    return max(scored, key=lambda pair: pair[0])[1] if scored else None


def label_points_to(block: Block, parts: Sequence[PartSpec]) -> PartSpec | None:
    """The question whose number the block carries: a hint, since students repeat and shift
    numbers.
    """
    kind, number, _length = label_of(block.text)
    if number is None or kind == "part":
        return None
    for part in parts:
        for name in (part.title, part.id):
            titled, its_number, _length = label_of(name if ":" in name else f"{name}:")
            if its_number == number and (kind == "todo") == (titled == "todo"):
                return part
    return None


def after_the_question(text: str, part: PartSpec) -> str:
    """What a text says after it has asked: the question's own sentences, and whatever else it asks,
    are left out.
    """
    pieces, own = sentences(text), set(_spoken(part.question))
    last = -1
    for place, piece in enumerate(pieces):
        if (
            _sentence_likeness(piece, part) > 0
            or own.intersection(_spoken(piece))
            or (asks(piece) and place == last + 1)
            or not says_something(piece)
        ):
            last = place
        elif last >= 0:
            break
    return "".join(pieces[last + 1 :]).strip()


def _likeness(block: Block, part: PartSpec) -> float:
    if block.kind == "comment":
        return 0.0
    if _says(block.text, part.question):
        return VERBATIM
    if block.kind == "heading" and _is_title(block.text, part):
        return 0.9
    labelled = label_of(block.text)[0] in ("question", "todo")
    whole = (
        _sentence_likeness(plain(block.text), part) if labelled or len(block.text) < 200 else 0.0
    )
    return max([whole, *(_sentence_likeness(piece, part) for piece in sentences(block.text))])


def _says(text: str, question: str) -> bool:
    """Whether the question stands in the text, sentence by sentence.

    Of a question in few words, or one that neither ends with a question mark nor orders anything in
    English, this is all there is to know it by.
    """
    asked, said = _spoken(question), _spoken(text)
    return bool(asked) and any(
        said[start : start + len(asked)] == asked for start in range(len(said) - len(asked) + 1)
    )


@lru_cache(maxsize=REMEMBERED)
def _spoken(text: str) -> tuple[str, ...]:
    """Its sentences without labels, marks and case."""
    pieces = (piece[label_of(piece)[2] :] for piece in sentences(plain(text)))
    bare = (_NO_WORD.sub(" ", piece).strip().casefold() for piece in pieces)
    return tuple(piece for piece in bare if piece)


def _is_title(text: str, part: PartSpec) -> bool:
    title, given = content_words(part.title), content_words(text)
    return (
        bool(title)
        and title <= given
        and len(given) <= len(title) + 2
        and _same_number(text, part.title)
    )


def _same_number(text: str, title: str) -> bool:
    """Titles that are distinguished by their number only have to agree in it."""
    numbers = re.findall(r"\d+", title)
    return re.findall(r"\d+", text)[: len(numbers)] == numbers


def _sentence_likeness(sentence: str, part: PartSpec) -> float:
    """How much a sentence is the question, 0 where it answers or is something else."""
    asked, given = content_words(part.question), content_words(sentence)
    shared = asked & given
    if len(shared) < 2 or _ANSWERS.match(plain(sentence)):
        return 0.0
    recall, purity = len(shared) / len(asked), len(shared) / len(given)
    asking = asks(sentence)
    orders = _IMPERATIVE.match(plain(sentence)) is not None
    if not (asking or orders):
        return 0.0
    if recall >= ENOUGH and purity >= (PURE if not orders else 0.3):
        return recall + 0.1 * purity
    return recall if asking and purity >= 0.8 and len(shared) >= 3 else 0.0


def is_section(block: Block) -> bool:
    """A heading of few words, or a line that is nothing but a label."""
    _kind, _number, length = label_of(block.text)
    bare_label = length >= len(block.text.rstrip()) > 0 and length > 0
    whole_line = "\n" not in block.text.strip()
    if bare_label or (whole_line and names_a_section(block.text)):
        return True
    first = plain(block.text).lower().partition(" ")[0].strip(",.!:")
    return (
        block.kind == "heading"
        and amount_of(block.text).in_words <= SECTION_WORDS
        and first not in ("yes", "no")
    )


def unlabelled(block: Block) -> Block:
    """The block without `Answer:` or a number in front."""
    kind, number, length = label_of(block.text)
    rest = block.text[length:].strip()
    numbered = kind == "" and number is not None and "\n" not in rest
    return (
        replace(block, text=rest)
        if rest and (numbered or kind in ("question", "answer"))
        else block
    )
