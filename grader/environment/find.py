"""Finds the environment that an assignment names, and says what is wrong with it."""

from __future__ import annotations

from pathlib import Path

from grader.environment.build import Requirements, built_folder
from grader.environment.probe import UnfitInterpreter, probe
from grader.errors import ConfigError, Problem
from grader.model.assignment import Assignment
from grader.model.interpreter import Interpreter


def environment_of(assignment: Assignment) -> Interpreter | None:
    """The interpreter that the assignment's notebooks run in; None for the grader's own.

    Raises ConfigError where the one that it names isn't there, isn't built yet, or can't run
    notebooks.
    """
    if assignment.environment is None:
        return None
    named = assignment.folder / assignment.environment
    if named.is_file() and not _is_interpreter(named):
        return _built(assignment, named)
    if not named.exists():
        hint = "name the folder of a virtual environment, or a file of requirements"
        raise _wrong(
            assignment, f"no such file or folder: {str(assignment.environment)!r}", hint=hint
        )
    return _looked_at(assignment, named)


def _built(assignment: Assignment, requirements: Path) -> Interpreter:
    """What was built from a file of requirements."""
    command = f"grader assignment environment {assignment.folder}"
    wanted = Requirements(requirements, assignment.python)
    if not wanted.is_built():
        raise _wrong(assignment, f"{requirements.name} is not built yet", hint=f"run: {command}")
    if wanted.has_changed():
        what = "the file, or `python:`, has changed since it was built"
        raise _wrong(assignment, f"{requirements.name}: {what}", hint=f"run: {command}")
    return _looked_at(assignment, built_folder(requirements))


def _looked_at(assignment: Assignment, named: Path) -> Interpreter:
    executable = named if named.is_file() else named / "bin" / "python"
    if not executable.exists():
        hint = f"make one: python3 -m venv {named}"
        raise _wrong(
            assignment, f"{named} is not a virtual environment: it has no bin/python", hint=hint
        )
    try:
        found = probe(executable)
    except UnfitInterpreter as unfit:
        raise _wrong(assignment, f"{named}: {unfit}", hint=unfit.hint) from None
    for folder in found.folders:
        if assignment.folder.resolve().is_relative_to(folder.resolve()):
            hint = "make it in a folder of its own, for example .venv below the assignment"
            raise _wrong(
                assignment,
                f"{folder} holds the assignment itself, which notebooks must not see",
                hint=hint,
            )
    return found


def _is_interpreter(path: Path) -> bool:
    return path.name.startswith("python") and path.suffix != ".txt"


def _wrong(assignment: Assignment, message: str, *, hint: str) -> ConfigError:
    return ConfigError(
        [Problem(str(assignment.folder / "assignment.yaml"), None, "environment", message)],
        hint=hint,
    )
