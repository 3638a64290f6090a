"""Texts from notebooks are made harmless on a terminal."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.intake.notebooks.terminal import _without_backspaces, as_seen, lengths_left


@pytest.mark.parametrize(
    ("raw", "seen"),
    [
        ("plain\ntext", "plain\ntext"),
        ("10%\r50%\r100%", "100%"),
        ("10%\r50%\r\n", "50%\n"),
        ("windows\r\nlines\r\n", "windows\nlines\n"),
        ("\x1b[1m13/13\x1b[0m \x1b[32m━━\x1b[0m", "13/13 ━━"),
        ("\x1b]8;;http://x\x07link\x1b]8;;\x07", "link"),
        ("\x1b[31mred\x1b[0m\x1b[2K\x1b(B", "red"),
        (" 1/13 a" + "\b" * 7 + "\r13/13 b", "13/13 b"),
        (" 1/13 a" + "\b" * 7 + "13/13 b", "13/13 b"),
        ("abc\b\bXY", "aXY"),
        (
            "Epoch 1/2\n 1/4 \x08\x08\x08\x08\x08\r2/4\r4/4 - loss: 0.1   \nEpoch 2/2",
            "Epoch 1/2\n4/4 - loss: 0.1\nEpoch 2/2",
        ),
        ("bell\x07 nul\x00", "bell nul"),
    ],
)
def test_last_state_of_every_line_is_kept(raw, seen):
    """Progress bars end as they stood last; colours and bells vanish."""
    assert as_seen(raw) == seen


@given(st.text(alphabet="ab \r\b\n\x1b[]0m;", max_size=200))
def test_nothing_for_the_terminal_is_left(raw):
    """No control character but line breaks and tabs survives."""
    assert not set("\r\b\x1b\x07") & set(as_seen(raw))


@given(st.text("ab\b", max_size=30))
def test_backspaces_take_back_what_stands_before_them(line):
    """Sign by sign, as a terminal does; a line that would be taken back whole is kept."""
    shown = ""
    for sign in line:
        shown = shown[:-1] if sign == "\b" else shown + sign

    assert _without_backspaces(line) == (shown or line.replace("\b", ""))


def test_backspaces_are_counted_before_anything_is_copied():
    """A line of a terabyte with a hundred thousand backspaces is worked out by its lengths."""
    texts, backspaces = [2**40, *[1] * 99_999, 5], [2] * 100_000

    left = lengths_left(
        [length for pair in zip(texts, [*backspaces, 0], strict=True) for length in pair][:-1]
    )

    assert left == [2**40 - 2 - 99_999, *[0] * 99_999, 5]
