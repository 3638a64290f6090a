"""What is said of a copy of the small bundled assignment."""

from __future__ import annotations

import pytest

from grader.assignment import bundled
from grader.errors import ConfigError
from grader.pipeline import load_everything

DIGITS = bundled("reference") / "digits"


def problems_of(folder, *changes):
    """What is said of the copy after these replacements, as `line where: message`."""
    path = folder / "assignment.yaml"
    text = path.read_text("utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    path.write_text(text, "utf-8")
    with pytest.raises(ConfigError) as raised:
        load_everything(folder)
    return [str(problem).replace(str(folder), "") for problem in raised.value.problems]
