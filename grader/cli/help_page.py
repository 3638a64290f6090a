"""Writes the help of every command as a page: `python -m grader.cli.help_page > docs/cli.md`."""

from __future__ import annotations

import sys
from collections.abc import Iterator

import click


def help_page() -> str:
    """The page, as Markdown."""
    from grader.cli.app import main

    sections = [f"## {context.command_path}\n\n```text\n{text}\n```\n" for context, text in _helps(main)]
    head = "# The command line\n\nMade from the program's own help by `make docs`.\n\n"
    return head + "\n".join(sections)


def _helps(command: click.Command, parent: click.Context | None = None) -> Iterator[tuple[click.Context, str]]:
    name = "grader" if parent is None else command.name
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
        for child in command.commands.values():
            yield from _helps(child, context)


if __name__ == "__main__":
    sys.stdout.write(help_page())
