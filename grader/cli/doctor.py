"""`grader doctor`: what protects this host, what is missing, how to get it."""

from __future__ import annotations

import sys

import click


@click.command(short_help="Say what protects this host and what is missing.")
def doctor() -> None:
    """Say what protects this host, what is missing, and how to get it."""
    from rich.console import Console
    from rich.text import Text

    from grader.sandbox import protections

    console = Console(highlight=False)
    missing = 0
    for protection in protections():
        mark = ("✓", "green") if protection.available else ("✗", "red")
        console.print(Text.assemble((f"{mark[0]} ", mark[1]), protection.name))
        if not protection.available:
            missing += protection.required
            console.print(Text(f"    {protection.why_not}\n    {protection.how_to_get}"))
    if missing:
        console.print("Grading refuses to run here unless it is told --unsafe.")
        sys.exit(4)
