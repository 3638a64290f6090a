"""The command line as a person and a script meet it."""

import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from grader.cli import main
from grader.cli.help_page import help_page

ROOT = Path(__file__).parents[2]
HEAVY = (
    "tensorflow",
    "keras",
    "matplotlib",
    "seaborn",
    "weasyprint",
    "numpy",
    "nbformat",
    "jupyter_client",
    "pydantic",
    "rich",
)


def every_command(group=main, path=()):
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from every_command(command, (*path, name))
        else:
            yield (*path, name), command


@pytest.mark.parametrize(
    ("path", "command"),
    list(every_command()),
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_every_command_and_option_has_help(path, command):
    """Nobody has to guess what a command or an option does."""
    assert command.help
    assert all(option.help for option in command.params if isinstance(option, click.Option))


def test_every_command_stands_in_the_docs():
    """`docs/cli.md` is the help of every command; rewrite it with `make docs`."""
    assert (ROOT / "docs" / "cli.md").read_text("utf-8") == help_page()
    assert "\\b" not in help_page()  # click's mark for lines that stay lines, read as letters


def test_help_loads_nothing_heavy():
    """`grader --help` answers at once because it parses arguments and nothing else."""
    code = (
        "import sys; from grader.cli import main; main(['--help'], standalone_mode=False); "
        "print(*sys.modules)"
    )

    out = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    ).stdout

    loaded = set(out.splitlines()[-1].split())
    assert loaded.isdisjoint(HEAVY)


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["chekc", "x.ipynb"],
        ["check"],
        ["check", "x.ipynb", "--policy", "fulll"],
        ["check", "x.ipynb", "--assignment", "mnits"],
        ["check", "x.ipynb", "--html", "/nowhere/at/all.html"],
        ["batch", "/nowhere/at/all", "--out", "x"],
        ["regrade", "/nowhere/at/all"],
    ],
)
def test_wrong_usage_exits_with_2(arguments):
    """A script can tell its own mistake from a student's."""
    result = CliRunner().invoke(main, arguments)

    assert result.exit_code == 2
    assert "Traceback" not in result.output


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("missing.ipynb", None, "no such file"),
        ("empty.ipynb", "", "empty"),
        ("text.ipynb", "hello", "JSON"),
        ("list.ipynb", "[1, 2]", "notebook"),
        ("other.ipynb", '{"a": 1}', "notebook"),
        (
            "julia.ipynb",
            (
                '{"cells": [], "metadata": {"kernelspec": {"name": "julia", "language": "julia"}}, '
                '"nbformat": 4}'
            ),
            "julia",
        ),
    ],
)
def test_what_is_no_notebook_exits_with_3(tmp_path, name, content, words):
    """One line that says what and what to do, no traceback."""
    path = tmp_path / name
    if content is not None:
        path.write_text(content)

    result = CliRunner().invoke(main, ["check", str(path)])

    assert result.exit_code == 3
    assert words.lower() in result.stderr.lower()
    assert "Traceback" not in result.output
    assert result.stdout == ""


def test_a_folder_is_no_notebook(tmp_path):
    """The hint names the command for folders."""
    result = CliRunner().invoke(main, ["check", str(tmp_path)])

    assert result.exit_code == 3
    assert "batch" in result.stderr


@pytest.mark.parametrize(
    ("command", "said"), [("batch --out here", "the one folder"), ("check", "one notebook")]
)
def test_several_hand_ins_as_a_shell_gives_them(command, said):
    """Who types `*.ipynb` is told what to give."""
    several = [__file__, str(ROOT / "README.md"), str(ROOT / "LICENSE")]

    ended = CliRunner().invoke(main, [*command.split(), *several])

    assert ended.exit_code == 2
    assert "Got unexpected extra arguments" in ended.output
    assert said in ended.output


def test_too_many_arguments_of_other_commands():
    """Nothing is added where nothing helps."""
    ended = CliRunner().invoke(main, ["doctor", "more"])

    assert (ended.exit_code, "Give" in ended.output) == (2, False)
