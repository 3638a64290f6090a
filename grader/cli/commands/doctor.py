"""`grader doctor`: what protects this host, what is missing, how to get it."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from rich.console import Console


def _say_fonts(console: Console) -> None:
    """Say which writing systems a PDF can't show; nothing else needs them."""
    from rich.text import Text

    from grader.report import said_to_operator, scripts_without_font

    try:
        scripts = scripts_without_font()
    except OSError as error:
        console.print(
            Text(
                f"✗ PDF reports\n    {error}\n    apt-get install libpango-1.0-0 "
                f"libpangoft2-1.0-0 libharfbuzz-subset0"
            )
        )
        return
    mark = ("✗ ", "yellow") if scripts else ("✓ ", "green")
    console.print(Text.assemble(mark, "fonts for PDF reports"))
    if scripts:
        console.print(Text(f"    {said_to_operator(scripts)}"))


@click.command(short_help="Say what protects this host and what is missing.")
@click.option(
    "--assignment",
    "-a",
    help="Look at the environment that this assignment's notebooks run in, too.",
)
def doctor(assignment: str | None) -> None:
    """Say what protects this host, what is missing, and how to get it."""
    from rich.text import Text

    from grader.cli.screen import terminal
    from grader.sandbox import protections

    console = terminal()
    missing = 0
    for protection in protections():
        mark = ("✓", "green") if protection.available else ("✗", "red")
        console.print(Text.assemble((f"{mark[0]} ", mark[1]), protection.name))
        if not protection.available:
            missing += protection.required
            console.print(Text(f"    {protection.why_not}\n    {protection.how_to_get}"))
    _say_fonts(console)
    wrong = assignment is not None and not _environment_is_fine(console, assignment)
    if missing:
        console.print("Grading refuses to run here without --unsafe.")
    if missing or wrong:
        sys.exit(4)


def _environment_is_fine(console: Console, assignment: str) -> bool:
    from rich.text import Text

    from grader.environment import describe, environment_of
    from grader.errors import ConfigError
    from grader.pipeline import open_assignment

    found, _ = open_assignment(assignment)
    try:
        interpreter = environment_of(found)
    except ConfigError as error:
        console.print(
            Text.assemble(
                ("✗ ", "red"), f"environment of {found.name}\n    {error.message}\n    {error.hint}"
            )
        )
        return False
    described = describe(interpreter) if interpreter else "grader's own"
    console.print(Text.assemble(("✓ ", "green"), f"environment of {found.name}: {described}"))
    return True
