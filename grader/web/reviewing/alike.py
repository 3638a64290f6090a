"""Compares answers to a question, in words and in what the evidence says of them.

Two answers are alike when they share words and pieces of words, when the evidence says the same of
both, and when both deny or neither does: "no overfitting" said of a model that overfits must never
stand among those of whom it is true.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np

EVIDENCE_SHARE = 0.4
"""Of the likeness of two answers, what the evidence and a denial contribute."""
ALIKE = 0.62
"""From which likeness on answers are proposed together. The same words of another evidence reach
0.6: they stand apart.
"""
MOST_CHARS = 3_000
"""Of an answer that are compared."""
_NUMBERS = re.compile(r"\d[\d.,]*%?")
_NOT_WORDS = re.compile(r"[\W_]+")
_DENIAL = re.compile(
    r"\b(?:no|not|never|none|neither|without|nor|hardly|cannot|\w+n['’]t|dont|doesnt|isnt|didnt|"
    r"nicht|kein\w*|ohne|nie|pas|aucun\w*|jamais|sans|nunca|sin|não|non|nessun\w*|senza|не|нет|"
    r"değil|yok|hiç)\b",
    re.IGNORECASE,
)


def alike(texts: tuple[str, ...], evidence: tuple[str, ...]) -> tuple[int, ...]:
    """A label for every text; those with the same one are proposed together."""
    if len(texts) < 2:
        return tuple(range(len(texts)))
    from sklearn.cluster import AgglomerativeClustering  # noqa: PLC0415 - a second to import

    likeness = (1 - EVIDENCE_SHARE) * _by_words(texts) + EVIDENCE_SHARE * _by_evidence(
        texts, evidence
    )
    distances = np.clip(1 - likeness, 0, None)
    np.fill_diagonal(distances, 0)
    clusters = AgglomerativeClustering(
        n_clusters=None, metric="precomputed", linkage="average", distance_threshold=1 - ALIKE
    ).fit_predict(distances)
    return tuple(int(label) for label in clusters)


def _by_words(texts: Sequence[str]) -> np.ndarray:
    """(n, n), 0 to 1: how much of their words and pieces of words texts share."""
    from sklearn.feature_extraction.text import TfidfVectorizer  # noqa: PLC0415 - likewise

    plain = [_NOT_WORDS.sub(" ", text[:MOST_CHARS]).casefold().strip() or "?" for text in texts]
    total = np.zeros((len(texts), len(texts)), np.float32)
    for analyzer, lengths, pattern in (
        ("char_wb", (3, 5), None),
        ("word", (1, 2), r"(?u)\S+"),
    ):
        vectorizer = TfidfVectorizer(
            analyzer=analyzer,
            ngram_range=lengths,
            token_pattern=pattern,
            sublinear_tf=True,
            dtype=np.float32,
        )
        vectors = vectorizer.fit_transform(plain)
        total += (vectors @ vectors.T).toarray() / 2
    return total


def _by_evidence(texts: Sequence[str], evidence: Sequence[str]) -> np.ndarray:
    """(n, n), 0 or 1: whether the evidence says the same of both, numbers aside, and both deny or
    neither does.
    """
    kinds = [
        f"{_NUMBERS.sub('#', said)}\0{bool(_DENIAL.search(text))}"
        for text, said in zip(texts, evidence, strict=True)
    ]
    numbers = np.unique(kinds, return_inverse=True)[1]
    same: np.ndarray = numbers[:, None] == numbers[None, :]
    return same.astype(np.float32)
