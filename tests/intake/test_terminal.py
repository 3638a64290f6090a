"""What a terminal shows of a text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.intake.terminal import as_seen


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
