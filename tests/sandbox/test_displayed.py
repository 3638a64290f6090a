"""What is kept of a cell's outputs counts as what it takes in the executed notebook."""

import json

from grader.sandbox.displayed import Display


def kept_bytes(*texts: str) -> int:
    """What JSON makes of that which is kept of these pieces of a stream."""
    display = Display(limit_bytes=4_000_000)
    display.begin([])
    for text in texts:
        display.take("stream", {"name": "stdout", "text": text})
    return len(json.dumps([output.text for output in display.outputs], ensure_ascii=False).encode())


def test_a_control_character_takes_six_signs():
    """A cell may fill its share, and no more, whatever it fills it with."""
    for character in "x\x01\U0001f600":
        assert kept_bytes(*[character * 10_000] * 200) < 1_050_000


def test_plain_text_has_all_its_room():
    """A megabyte of log is kept."""
    assert kept_bytes(*["x" * 10_000] * 99) > 990_000
