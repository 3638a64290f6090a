"""The docs speak of the code as it is."""

from __future__ import annotations

import pkgutil
import re
from pathlib import Path

import pytest

import grader

ROOT = Path(__file__).parents[1]
FOLDERS = "grader|tests|benchmarks|docs|templates|reference"
PAGES = [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_every_file_that_a_page_names_is_there(page):
    """A path in backquotes, a link: whoever moves a file moves it there, too."""
    text = page.read_text("utf-8")
    paths = [ROOT / path for path in re.findall(rf"`((?:{FOLDERS})/[\w./-]+)`", text)]
    links = [page.parent / link for link in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", text)]

    assert [str(path) for path in paths + links if not path.exists()] == []


def test_every_module_that_the_glossary_names_is_there():
    """It names them as rooms and modules: `model/recording.py`, `store/`."""
    named = re.findall(
        r"`([a-z_/]+/(?:[a-z_]+\.py)?)`", (ROOT / "docs/glossary.md").read_text("utf-8")
    )

    assert len(named) > 10
    assert [name for name in named if not (ROOT / "grader" / name).exists()] == []


def test_contributing_names_every_room():
    """The table of rooms has a row for each folder of the package."""
    table = (ROOT / "CONTRIBUTING.md").read_text("utf-8").partition("## Where do I look")[0]
    rooms = {found.name for found in pkgutil.iter_modules(grader.__path__) if found.ispkg}

    assert {room for room in rooms if f"{room}/`" not in table} == set()
