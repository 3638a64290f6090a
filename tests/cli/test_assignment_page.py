"""The page of assignment.yaml says of every key and every check what it is."""

from __future__ import annotations

import re
from pathlib import Path

from grader.checks import CHECKS
from grader.cli.assignment_page import assignment_page
from grader.pipeline import load_everything

PAGE = Path(__file__).parents[2] / "docs" / "assignment.md"


def test_the_page_is_what_the_program_knows():
    """`make docs` was run after the last change."""
    assert PAGE.read_text("utf-8") == assignment_page()


def test_every_key_and_check_is_explained():
    """No row says nothing."""
    rows = [line for line in assignment_page().splitlines() if line.startswith("| `")]

    assert all(re.match(r"\| `\w+` \| \w", row) for row in rows)
    assert {f"| `{name}`" for name in CHECKS} <= {row.partition(" | ")[0] for row in rows}


def test_its_example_is_right(tmp_path):
    """What a reader copies works."""
    (text,) = re.findall(r"```yaml\n(.*?)```", assignment_page(), re.DOTALL)
    (tmp_path / "assignment.yaml").write_text(text)

    assert load_everything(tmp_path).assignment.points_possible() == 10
