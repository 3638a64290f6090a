"""The code page is the one in which names look like names, however long the text is."""

import time

from grader.text.codepages import ARCHIVES, SPREADSHEETS, likeliest


def test_letters_without_a_break_are_gone_through_once():
    """A name in a zip has up to 60,000, a notebook in a code page a million: that took hours."""
    begin = time.process_time()

    page = likeliest("Größe Müller é ".encode("cp1252") + b"a" * 1_000_000, SPREADSHEETS)
    likeliest(b"\xff." + b"a" * 1_000_000, ARCHIVES)

    assert page[0] == "cp1252"
    assert time.process_time() - begin < 20
