"""The docs speak of the code as it is."""

from __future__ import annotations

import importlib.util
import pkgutil
import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import click
import pytest

import grader
from grader.cli import main

ROOT = Path(__file__).parents[1]
FOLDERS = "grader|tests|benchmarks|docs|templates|reference"
PAGES = [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")]
OTHERS = {"CHANGELOG", "cli"}
OF_TODAY = [page for page in PAGES if page.stem not in OTHERS and page.parent.name != "decisions"]
"""Those that people write and that say how it is, not how it was decided."""
INDENTED = re.compile(r"^ {4}.*$", re.MULTILINE)
FENCED = re.compile(r"^```\w*\n(.*?)^```", re.MULTILINE | re.DOTALL)


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


@pytest.mark.parametrize("page", OF_TODAY, ids=lambda page: page.stem)
def test_every_command_of_ours_can_be_given(page):
    """Its command is there, and each of its options, with the choices that are named."""
    found = {said: mistakes(said) for said in commands_of_ours(page.read_text("utf-8"))}

    assert {said: wrong for said, wrong in found.items() if wrong} == {}


def test_there_are_commands_on_the_pages():
    """And a wrong one is seen: a command, an option, a choice."""
    assert sum(len(list(commands_of_ours(page.read_text("utf-8")))) for page in OF_TODAY) > 100
    assert mistakes("grader chek a.ipynb") == ["chek"]
    assert mistakes("grader check a.ipynb --htlm a.html --policy fast") == ["--htlm", "fast"]
    assert mistakes("grader cache info") == []


@pytest.mark.parametrize("page", OF_TODAY, ids=lambda page: page.stem)
def test_every_other_command_is_there(page):
    """Targets of `make`, and modules that `python -m` runs."""
    text = page.read_text("utf-8")
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    named = re.findall(r"(?:`|^\s*)make ([a-z-]+)", text, re.MULTILINE)
    modules = re.findall(r"python -m ((?:benchmarks|grader|tests)[\w.]*)", text)

    assert set(named) - targets == set()
    assert [name for name in modules if importlib.util.find_spec(name) is None] == []


def commands_of_ours(text: str) -> Iterator[str]:
    """In blocks of code and in backquotes; lines that go on are one."""
    code = [*FENCED.findall(text), *INDENTED.findall(text)]
    for block in code:
        for line in re.sub(r"\\\n\s*", " ", block).splitlines():
            if found := re.search(r"(?:^|\s)(grader .*)", line.partition("#")[0]):
                yield found[1]
    for said in re.findall(r"`(grader [^`]+)`", FENCED.sub("", text)):
        yield " ".join(said.split())


def mistakes(said: str) -> list[str]:
    """The words of a command that the command line would refuse."""
    words = re.split(r"[;&|#>…]", re.sub(r'[][(),]|"\$.*"', " ", said))[0].split()[1:]
    # click keeps a command's option of help, with the names of whoever asks first
    command, context = main, click.Context(main, help_option_names=["-h", "--help"])
    while isinstance(command, click.Group) and words and not words[0].startswith("-"):
        taken = 2 if command.get_command(context, " ".join(words[:2])) else 1
        if (below := command.get_command(context, " ".join(words[:taken]))) is None:
            return [words[0]]
        command, words = below, words[taken:]
    options = {
        name: option
        for option in command.get_params(context)
        for name in (*option.opts, *option.secondary_opts)
    }
    wrong = []
    for word, after in pairwise([*words, ""]):
        name, _, value = word.partition("=")
        if name.startswith("--") and name not in options:
            wrong.append(name)
        elif name in options and isinstance(choice := options[name].type, click.Choice):
            given = value or after
            wrong += [given] * (given.islower() and given not in choice.choices)
    return wrong
