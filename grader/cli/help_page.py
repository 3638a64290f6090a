"""Writes the help of every command as a page: `python -m grader.cli.help_page > docs/cli.md`."""

from __future__ import annotations

import sys
from collections.abc import Iterator

import click

ENDINGS = (
    (
        0,
        "`check`",
        (
            "every required check passed; what awaits a person counts as passed, unless a limit "
            "cut it short"
        ),
    ),
    (0, "all others", "done; a hand-in that can't be read has its record, and stops no batch"),
    (1, "`check`", "some required check did not pass"),
    (1, "`reference verify`", "a founding value lies outside its band"),
    (
        1,
        "`assignment test`",
        ("a wrong solution keeps its points and is not excused, or a right one loses some"),
    ),
    (2, "all", "wrong usage: an option, an amount, a name, a file of the assignment"),
    (
        3,
        "`check`",
        "the notebook can't be read; `--json`, `--html`, `--pdf` get the record of an ungradable",
    ),
    (3, "`batch`", "SUBMISSIONS can't be read at all"),
    (
        4,
        "all",
        (
            "what is finished can't be written (disk, path, template); it is kept and printed as "
            "far as can be"
        ),
    ),
    (4, "all that run notebooks", "this host lacks something; `grader doctor` says what"),
    (
        4,
        "`batch`, `demo`, `regrade`, `report`, `assignment test`",
        "another command is writing into the same folder",
    ),
    (4, "all", "the program itself failed; for `batch`, in one hand-in or more"),
    (129, "all", "the terminal was closed (SIGHUP)"),
    (
        130,
        "all",
        (
            "Ctrl-C (SIGINT); what is finished is kept. A second one disturbs nothing, a third "
            "ends at once"
        ),
    ),
    (141, "all", "who read standard output went away, as in `| head -1`"),
    (143, "all", "`kill` (SIGTERM)"),
)
"""Every way to end: exit code, command, how."""
COMPLETION = """\
Commands, options and formats are completed by a line in `~/.bashrc`, in zsh with `zsh_source` in
it; in fish the line is `_GRADER_COMPLETE=fish_source grader | source`.

    eval "$(_GRADER_COMPLETE=bash_source grader)"

"""


def help_page() -> str:
    """The page, as Markdown."""
    from grader.cli.app import main

    sections = [
        f"## {context.command_path}\n\n```text\n{text}\n```\n" for context, text in _helps(main)
    ]
    head = "# The command line\n\nMade from the program's own help by `make docs`.\n\n" + COMPLETION
    return head + _endings() + "\n".join(sections)


def _endings() -> str:
    """The table of exit codes."""
    lines = ["## Exit codes\n", "| code | command | how it ended |", "|---|---|---|"]
    lines += [f"| {code} | {commands} | {how} |" for code, commands, how in ENDINGS]
    return "\n".join(lines) + "\n\n"


def _helps(
    command: click.Command, name: str = "grader", parent: click.Context | None = None
) -> Iterator[tuple[click.Context, str]]:
    context = click.Context(
        command,
        parent=parent,
        info_name=name,
        max_content_width=100,
        terminal_width=100,
        help_option_names=["-h", "--help"],
    )
    yield context, command.get_help(context)
    if isinstance(command, click.Group):
        for below, child in command.commands.items():
            yield from _helps(child, below, context)


if __name__ == "__main__":
    sys.stdout.write(help_page())
