"""Control sequences of terminals, taken out."""

from __future__ import annotations

import pytest

from grader.text.terminal import without_escapes


@pytest.mark.parametrize(
    ("written", "left"),
    [
        ("\x1b[1;31mred\x1b[0m", "red"),
        ("\x1b[?25lhidden cursor\x1b[?25h", "hidden cursor"),
        ("\x9b31mred", "red"),
        ("\x1b]0;title\x07text", "text"),
        ("\x1b]8;;https://x.example\x1b\\link\x1b]8;;\x1b\\", "link"),
        ("\x9d0;title\x9ctext", "text"),
        ("\x1b(Btext\x1b7", "text"),
        ("\x1b]0;never ended\nnext line", "\nnext line"),
        ("plain [31m text", "plain [31m text"),
    ],
)
def test_sequences_go(written, left):
    """Colours, cursors, titles and links leave nothing; text without an escape stays."""
    assert without_escapes(written) == left


def test_a_wrongly_decoded_quotation_mark_swallows_nothing():
    """In UTF-8 read as Latin-1 a closing quotation mark ends in U+009D: what follows is text, and
    has to stay.
    """
    garbled = "\N{RIGHT DOUBLE QUOTATION MARK}".encode().decode("latin-1")

    assert (
        without_escapes(f"a{garbled} accuracy: 0.97\nloss: 0.1")
        == f"a{garbled} accuracy: 0.97\nloss: 0.1"
    )


@pytest.mark.timeout(300)
@pytest.mark.parametrize("part", ["\x1b[", "\x1b]", "\x1b", "\x9b0", "\x9d", "\x1b[0"])
def test_unfinished_sequences_take_linear_time(part):
    """Two million beginnings of sequences are gone through once: in quadratic time this would take
    hours.
    """
    left = without_escapes(part * 2_000_000)

    assert without_escapes(left) == left
