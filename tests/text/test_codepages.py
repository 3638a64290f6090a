"""The code page is the one in which names look like names, however long the text is."""

import time

import pytest

from grader.text import codepages
from grader.text.codepages import ARCHIVES, SPREADSHEETS, likeliest


def test_letters_without_a_break_are_gone_through_once():
    """A name in a zip has up to 60,000, a notebook in a code page a million: that took hours."""
    begin = time.process_time()

    page = likeliest("Größe Müller é ".encode("cp1252") + b"a" * 1_000_000, SPREADSHEETS)
    likeliest(b"\xff." + b"a" * 1_000_000, ARCHIVES)

    assert page[0] == "cp1252"
    assert time.process_time() - begin < 20


@pytest.mark.parametrize("word", [b"\xed\xa0\x80", b"\xe4" * 99 + b" "])
def test_so_many_letters_tell(word, monkeypatch):
    """In one word or in many: a file of such bytes took a quarter of a minute each time it was
    read, in the process of a whole class.
    """
    looked, real = [], codepages._score
    monkeypatch.setattr(codepages, "_score", lambda one: looked.append(len(one)) or real(one))

    likeliest(word * (600_000 // len(word)), SPREADSHEETS)

    assert 0 < sum(looked) <= len(SPREADSHEETS) * codepages.MAX_LETTERS
