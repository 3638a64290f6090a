"""The glossary speaks of the code as it is."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[1]


def test_every_module_that_the_glossary_names_exists():
    """Whoever moves a module moves it there, too."""
    named = re.findall(r"`([a-z_]+/(?:[a-z_]+\.py)?)`", (ROOT / "docs/glossary.md").read_text("utf-8"))

    assert len(named) > 10
    assert [name for name in named if not (ROOT / "grader" / name).exists()] == []
