"""`grader assignment`: what there is, and whether it is right."""

from __future__ import annotations

from pathlib import Path

import click


@click.group()
def assignment() -> None:
    """List, check and hand out assignments."""


@assignment.command("list")
def list_assignments() -> None:
    """List the bundled assignments."""
    from grader.assignment import bundled_assignments
    from grader.pipeline import open_assignment

    for name in bundled_assignments():
        found, _ = open_assignment(name)
        click.echo(f"{name:12} {found.points_possible():>5} points  {found.title}")


@assignment.command()
@click.argument("name")
def validate(name: str) -> None:
    """Check the assignment NAME (or the folder of one): its YAML, its data, its reference."""
    from grader.pipeline import open_desk

    desk = open_desk(name)
    checks, roles = len(desk.assignment.checks()), len(desk.assignment.roles)
    click.echo(
        f"{desk.assignment.name}: {checks} checks, {roles} roles, {desk.assignment.points_possible()} points: fine"
    )


@assignment.command()
@click.argument("name")
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), help="Folder.  [default: the assignment's]")
def starter(name: str, out: Path | None) -> None:
    """Write the starter and the solution notebook of the assignment NAME from their one source."""
    from grader.assignment import write_notebooks
    from grader.pipeline import open_assignment

    found, _ = open_assignment(name)
    for path in write_notebooks(found, out or found.folder):
        click.echo(f"written: {path}")
