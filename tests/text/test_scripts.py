"""Writing systems: how much was written, and which fonts it needs."""

from __future__ import annotations

import pytest

from grader.text.scripts import SCRIPTS, Amount, amount_of, packages_for, script_of


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("I would use it.", Amount(4, 0)),
        ("我会使用它。", Amount(0, 5)),
        ("我会使用Keras网络", Amount(1, 6)),
        ("ผมใช้", Amount(0, 4)),
        ("मैं केरस लूँगा", Amount(3, 0)),
        ("나는 케라스를", Amount(2, 0)),
        ("אשתמש ברשת", Amount(2, 0)),
        ("- – … !", Amount(0, 0)),
        ("", Amount(0, 0)),
    ],
)
def test_words_are_counted_where_spaces_tell_them_apart(text, amount):
    """Elsewhere characters are counted, without the signs that stand above and below them."""
    assert amount_of(text) == amount


def test_every_script_knows_its_sample():
    """The sample by which a font is looked for belongs to the script."""
    assert all(script_of(script.sample) is script for script in SCRIPTS)


def test_packages_are_named_once():
    """Which packages draw a text."""
    assert packages_for("नผ漢，🚀") == (
        "fonts-noto-cjk",
        "fonts-noto-color-emoji",
        "fonts-noto-core",
    )
