"""What a kernel nests is kept no deeper than records are read."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from grader.model.recording import NOT_RUN, Recording
from grader.sandbox.messages.listener import MAX_NESTED, read_event
from grader.store.records import Saved
from grader.untrusted.texts import is_nested_deeper


def a_training(inner: str) -> bytes:
    """A run whose only layer has this setting."""
    model = {
        "model_id": 7,
        "class_name": "S",
        "layers": [{"class_name": "D", "name": "d", "config": {"a": "INNER"}}],
        "parameters": 1,
        "trainable_parameters": 1,
    }
    compiled = {"optimizer": "SGD", "loss": "mse"}
    event = {"event": "fit_started", "run": 1, "epochs": 1, "compiled": compiled, "model": model}
    return json.dumps({**event, "way": "fit"}).replace('"INNER"', inner).encode()


@pytest.mark.parametrize(("opens", "closes"), [("[", "]"), ('{"a":', "}")])
def test_what_is_kept_can_be_read_back(opens, closes):
    """As deep as it may be: a record holds it some levels deeper."""
    depth = MAX_NESTED - 5

    event = read_event(a_training(opens * depth + "1" + closes * depth))

    assert event is not None
    text = Saved[Recording](record=replace(NOT_RUN, events=(event,))).model_dump_json()
    assert Saved[Recording].model_validate_json(text).record.events == (event,)


@pytest.mark.parametrize(("opens", "closes"), [("[", "]"), ('{"a":', "}")])
def test_what_lies_deeper_is_no_event(opens, closes):
    """Between 190 and 196 deep it was written, and could not be read back."""
    assert read_event(a_training(opens * 192 + "1" + closes * 192)) is None


@pytest.mark.parametrize(
    ("text", "deeper"),
    [
        ("[[[]]]", False),
        ("[[[[]]]]", True),
        ("[[],[],[],[]]", False),
        ('["[[[[[[", "\\\\"]', False),
        ('["\\"", [[[]]]]', True),
        ('{"a": {"b": {"c": {}}}}', True),
    ],
)
def test_depth_is_counted_outside_of_strings(text, deeper):
    """Not how many there are."""
    assert is_nested_deeper(text.encode(), 3) == deeper
