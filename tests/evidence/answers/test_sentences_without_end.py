"""Answers are cut into sentences whatever they consist of: none keeps that busy."""

import time

import pytest

from grader.evidence.answers.words import sentences

MANY = 1_000_000
FAR_BELOW_S = 20
"""What looks at the next two thousand signs for each of so many takes half an hour; what goes
through them once, hardly any time.
"""


@pytest.mark.parametrize(
    "sign", ["[", "a", " ", "x^{", "|b|", "](", "字", "-", "\\frac{", ".", "?!"]
)
def test_what_never_ends_is_gone_through_once(sign):
    """A sentence of a million signs is cut; nothing of it is lost."""
    text = sign * (MANY // len(sign)) + "end\n"
    began = time.monotonic()

    cut = sentences(text)

    assert time.monotonic() - began < FAR_BELOW_S
    assert "".join(cut) == text


def test_sentences_are_as_long_as_they_are():
    """Up to two thousand signs."""
    long = "a" * 1_999 + "."

    assert sentences(f"{long} Short one! Is it? v1.2 ends\nhere") == [
        long,
        " Short one!",
        " Is it?",
        " v1.",
        "2 ends\n",
        "here",
    ]
