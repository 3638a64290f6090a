"""Text made plain."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.report.text import REPLACED, last_lines, one_line, plain, shortened


@pytest.mark.parametrize(
    ("hostile", "harmless"),
    [
        ("\x1b[31mred\x1b[0m", "red"),
        ("\x1b]0;owned\x07title", "title"),
        ("\x1b]8;;https://evil.example\x1b\\link\x1b]8;;\x1b\\", "link"),
        ("\x9b2Jgone", "gone"),
        ("a\x00b\x08c", f"a{REPLACED}b{REPLACED}c"),
        ("invoice\u202egpj.exe", f"invoice{REPLACED}gpj.exe"),
        ("\u2066isolated\u2069", f"{REPLACED}isolated{REPLACED}"),
        ("pass\u200bword\ufeff", "password"),
        ("half a \ud800 pair", f"half a {REPLACED} pair"),
        ("one\r\ntwo\rthree\u2028four", "one\ntwo\nthree\nfour"),
        ("tag\U000e0041", f"tag{REPLACED}"),
    ],
)
def test_what_acts_is_shown_or_dropped(hostile, harmless):
    """Terminal sequences, controls, direction changes and invisible characters never reach the
    page.
    """
    assert plain(hostile) == harmless


def test_towers_of_accents_are_cut():
    """A letter keeps a few accents, not a hundred that cover the lines above."""
    assert len(plain("e" + "\u0301" * 100)) <= 5


@pytest.mark.parametrize(
    "honest", ["naïve", "Größe", "שלום", "日本語", "👩‍💻", "क्षि", "x = [1,\n\t2]"]
)
def test_honest_text_stays_as_it_is(honest):
    """Other languages, emoji, tabs and line ends are left alone."""
    assert plain(honest) == honest


@given(st.text())
def test_plain_text_stays_plain(text):
    """Making plain twice changes nothing more, and the result can be written as UTF-8."""
    once = plain(text)

    assert plain(once) == once
    once.encode("utf-8")


def test_long_text_is_cut_with_an_ellipsis():
    """What is too long ends in an ellipsis, within the limit."""
    assert shortened("word " * 100, 20) == "word word word word…"
    assert one_line("a\n\n b\tc") == "a b c"


def test_a_traceback_keeps_its_end():
    """Of a long traceback the last lines are kept, because they name the error."""
    kept = last_lines(
        "\n".join(f"line {number}" for number in range(100)), lines=3, characters=1_000
    )

    assert kept == "…\nline 97\nline 98\nline 99"
