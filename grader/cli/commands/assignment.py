"""`grader assignment`: what there is, and whether it is right."""

from __future__ import annotations

import shlex
from pathlib import Path

import click

from grader.cli.commands.assignment_test import test_command

SCHEMA_FILE = "assignment.schema.json"


@click.group()
def assignment() -> None:
    """Make, list, check, test and hand out assignments."""


assignment.add_command(test_command)


@assignment.command()
@click.argument("name")
@click.option(
    "--out", type=click.Path(path_type=Path), help="Folder, new or empty.  [default: NAME]"
)
def new(name: str, out: Path | None) -> None:
    """Make an assignment NAME of your own that works at once.

    It is a copy of the bundled `digits`: change it step by step, and grade with it after every
    step.
    """
    from grader.assignment import new_assignment

    made = new_assignment(name, out or Path(name), schema_file=SCHEMA_FILE)
    (made / SCHEMA_FILE).write_text(_schema(), "utf-8")
    folder = shlex.quote(str(made))
    click.echo(
        f"""\
made: {made}
  assignment.yaml   what you decide: data, models asked for, parts, checks, points
  checks.py         checks of your own, with an example
  notebook.md       the source of starter.ipynb (for students) and solution.ipynb
  models.py         the reference models; train.py trains them
  thresholds.json   what the reference models reach
  data/             training and held-out data, as one npz

Next:
  grader assignment validate {folder}
  grader check {folder}/solution.ipynb -a {folder}
  grader batch SUBMISSIONS -a {folder} --out graded
After a change of the notebook's source:   grader assignment starter {folder}
After a change of models or data:          grader reference train -a {folder}"""
    )


@assignment.command()
def schema() -> None:
    """Print the JSON Schema of assignment.yaml, by which editors complete and check it."""
    click.echo(_schema(), nl=False)


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
    """Check the assignment NAME (or the folder of one): its YAML, its data, its reference, its
    environment.
    """
    from grader.environment import describe, environment_of
    from grader.errors import ConfigError
    from grader.mutation import excuse_problems
    from grader.pipeline import load_everything
    from grader.reference import weak_bands

    loaded = load_everything(name)
    _require_files_that_can_be_read(loaded.assignment.folder)
    if problems := excuse_problems(loaded.assignment):
        raise ConfigError(problems)
    interpreter = environment_of(loaded.assignment)
    if interpreter is not None:
        click.echo(f"environment: {describe(interpreter)}")
    for sentence in weak_bands(loaded.assignment, loaded.reference):
        click.echo(f"grader: note: {sentence}", err=True)
    checks, roles = len(loaded.assignment.checks()), len(loaded.assignment.roles)
    click.echo(
        f"{loaded.assignment.name}: {checks} checks, {roles} roles, "
        f"{loaded.assignment.points_possible()} points: fine"
    )


def _require_files_that_can_be_read(folder: Path) -> None:
    """Grading goes on without them, by luck: a starter that can't be read is held to be empty, and
    its words for answers.
    """
    import ast

    from grader.assignment.load import MAX_CODE_BYTES
    from grader.batch.similarity import STARTER
    from grader.errors import ConfigError, IntakeError, Problem
    from grader.host.files import read_whole
    from grader.intake import read_submission

    starter, models = folder / STARTER, folder / "models.py"
    problems: list[Problem] = []
    if starter.exists():
        try:
            lost = read_submission(starter).lost
        except IntakeError as error:
            lost = error.message.removeprefix(f"{starter}: ")
        problems += [Problem(str(starter), None, "", lost)] if lost else []
    if models.exists():
        try:
            ast.parse(read_whole(models, most_bytes=MAX_CODE_BYTES))
        except (SyntaxError, ValueError) as error:
            line = error.lineno if isinstance(error, SyntaxError) else None
            problems.append(Problem(str(models), line, "", f"no Python: {error.args[0]}"))
        except (RecursionError, MemoryError):
            problems.append(Problem(str(models), None, "", "no Python: nested too deeply"))
        except OSError as error:
            problems.append(Problem(str(models), None, "", f"can't be read: {error.strerror}"))
    if problems:
        raise ConfigError(problems)


@assignment.command()
@click.argument("name")
@click.option(
    "--anew", is_flag=True, help="Look for newer versions instead of taking the lock file's."
)
def environment(name: str, *, anew: bool) -> None:
    """Build the environment that the assignment NAME lists in a requirements file, and lock its
    versions.
    """
    from grader.environment import Requirements, build_environment, describe, environment_of
    from grader.pipeline import open_assignment

    found, _ = open_assignment(name)
    file = found.folder / (found.environment or "")
    if found.environment is None or not file.is_file():
        named = (
            "no environment"
            if found.environment is None
            else f"{found.environment!r}, which is not a file"
        )
        raise click.UsageError(
            f"{found.name} names {named}: put `environment: requirements.txt` into its "
            f"assignment.yaml"
        )
    lock = build_environment(Requirements(file, found.python), say=click.echo, anew=anew)
    interpreter = environment_of(found)
    click.echo(f"built: {describe(interpreter)}" if interpreter else "built")
    click.echo(f"locked: {lock}")


@assignment.command()
@click.argument("name")
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    help="Where they go.  [default: the assignment's folder]",
)
@click.option("--force", is_flag=True, help="Overwrite notebooks that were edited by hand.")
def starter(name: str, out: Path | None, *, force: bool) -> None:
    """Write the starter and the solution notebook of the assignment NAME from their one source."""
    from grader.assignment.notebooks import write_notebooks
    from grader.pipeline import open_assignment

    found, _ = open_assignment(name)
    for path in write_notebooks(found, out or found.folder, force=force):
        click.echo(f"written: {path}")


def _schema() -> str:
    import json

    from grader.assignment import json_schema
    from grader.checks import CHECKS

    return json.dumps(json_schema(check_names=CHECKS), indent=2, ensure_ascii=False) + "\n"
