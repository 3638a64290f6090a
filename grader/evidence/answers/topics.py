"""Knows what a question is about, and tells whether a text speaks of that."""

from __future__ import annotations

import re

from grader.evidence.answers.words import content_words, plain
from grader.model.assignment import PartSpec, Topic

_SIGNS: dict[Topic, str] = {
    "overfitting": (
        r"over-?\s?fit|under-?\s?fit|generali[sz]|memori[sz]|\bgap\b|diverg|drift|"
        r"loss and val_loss|training (?:and|than|set and) validation|unseen"
    ),
    "comparison": (
        r"compar|previous|better|worse|higher|lower|improv|outperform|\bthan\b|superior|dense|"
        r"\bcnn\b|convolution|faster"
    ),
    "confusion_matrix": (
        r"confus|matrix|diagonal|misclass|mistak|\bclass(?:es|ified)?\b|digits?\b|\bindex\b|"
        r"predicted as|read as|\brows?\b|\bcolumns?\b|\b\d[s']{0,2} (?:and|as|for|with) \d"
    ),
    "summary": (
        r"param|\blayers?\b|hidden|\binputs?\b|\boutputs?\b|neuron|\bunits?\b|weights|bias|"
        r"\bshape\b|summary|784|trainable"
    ),
    "data": (
        r"\btrain|validat|\btest|\blearn|unseen|never s(?:aw|een)|split|\barrays?\b|\blabels?\b|"
        r"images|pictures|60[ ,.]?000|60k"
    ),
    "references": r"https?:|www\.|\bdoi\b|et "
    r"al|\bbook\b|chapter|tutorial|documentation|\blinks?\b|references?|lecture|video|"
    r"stack ?overflow|keras\.io|geeksforgeeks|medium\.com",
}
_PATTERNS: dict[Topic, re.Pattern[str]] = {
    topic: re.compile(signs, re.IGNORECASE) for topic, signs in _SIGNS.items()
}
_EVERYWHERE = frozenset({"model", "show", "indicate", "count", "code", "network"})


def topic_of(part: PartSpec) -> Topic | None:
    """What the assignment says that the question is about, else what its words say."""
    if part.about is not None:
        return part.about
    words = f"{part.title} {part.question}"
    hits = {
        topic: len(set(map(str.lower, pattern.findall(words))))
        for topic, pattern in _PATTERNS.items()
    }
    best = max(hits, key=lambda topic: hits[topic])
    return best if hits[best] else None


def relevance(text: str, part: PartSpec) -> int:
    """How many different signs of the question's topic, and words of the question itself, a text
    shows.
    """
    topic = topic_of(part)
    signs = {match.lower() for match in _PATTERNS[topic].findall(plain(text))} if topic else set()
    shared = (content_words(text) & content_words(part.question)) - _EVERYWHERE
    return len(signs) + len(
        {word for word in shared if not any(word[:4] in sign for sign in signs)}
    )
