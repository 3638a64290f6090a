"""Keeps a reference in `thresholds.json`, and refuses a file that was made for something else."""

from __future__ import annotations

import hashlib
import math
import re
import shlex
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import yaml
from pydantic import TypeAdapter, ValidationError

from grader.errors import ConfigError, PrerequisiteError, Problem
from grader.host.files import write_text
from grader.model.assignment import Assignment
from grader.model.reference import Reference, RoleReference
from grader.text.yaml_text import is_nested_deeply

SCHEMA_VERSION = 1
FILE_NAME = "thresholds.json"
ACCURACY = "val_accuracy"
MAX_BYTES = 5 * 1024**2


def train_command(folder: Path, *, seeds: int | None = None) -> str:
    """The command that trains the reference of the assignment in `folder`."""
    more = f" --seeds {seeds}" if seeds else ""
    return f"`grader reference train -a {shlex.quote(str(folder))}{more}`"


def thresholds_path(assignment: Assignment) -> Path:
    """Where the assignment's reference lies."""
    return assignment.folder / FILE_NAME


def load_reference(assignment: Assignment) -> Reference:
    """Read the reference of `assignment`.

    Raises PrerequisiteError where there is none, ConfigError where it is damaged or was made for
    other data or models.
    """
    if not assignment.roles:
        return _of_no_models(assignment)
    path = thresholds_path(assignment)
    if not path.is_file():
        raise PrerequisiteError(
            f"{path}: no reference has been trained for the assignment {assignment.name!r}",
            hint=f"run {train_command(assignment.folder)}",
        )
    reference = _parse(path)
    problems = list(_mismatches(path, reference, assignment))
    if problems:
        raise ConfigError(_with_lines(problems, path), hint=_train_or_restore(path))
    return reference


def _of_no_models(assignment: Assignment) -> Reference:
    """That of an assignment which asks for none: nothing is compared with it."""
    nothing = hashlib.sha256().hexdigest()
    return Reference(SCHEMA_VERSION, assignment.name, nothing, "", {})


def save_reference(reference: Reference, path: Path) -> None:
    """Write `reference` as JSON, whole or not at all; rows of numbers stand on one line each."""
    text = TypeAdapter(Reference).dump_json(reference, indent=1, ensure_ascii=False).decode()
    compact = re.sub(r"\[[^\[\]{}\"]*\]", lambda found: " ".join(found[0].split()), text)
    write_text(path, compact + "\n")


def dataset_sha256(assignment: Assignment) -> str:
    """SHA-256 of the assignment's data file, lower-case hex."""
    path = assignment.dataset_path
    if path.exists() and not path.is_file() and not path.is_dir():
        raise ConfigError([Problem(str(path), None, "", "neither a file nor a link to one")])
    try:
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError as error:
        problem = Problem(
            str(assignment.dataset_path), None, "", f"can't be read: {error.strerror}"
        )
        raise ConfigError(
            [problem], hint="the data file must lie where `dataset.file` says"
        ) from None


def _train_or_restore(path: Path) -> str:
    return (
        f"{train_command(path.parent)} makes a new one; to go back, restore the file that came "
        "with the assignment"
    )


def _parse(path: Path) -> Reference:
    if path.stat().st_size > MAX_BYTES:
        raise ConfigError(
            [Problem(str(path), None, "", f"larger than {MAX_BYTES:,} bytes")],
            hint=_train_or_restore(path),
        )
    try:
        return TypeAdapter(Reference).validate_json(path.read_bytes())
    except ValidationError as error:
        problems = [
            Problem(str(path), None, ".".join(str(step) for step in found["loc"]), found["msg"])
            for found in error.errors(include_url=False)
        ]
        raise ConfigError(_with_lines(problems, path), hint=_train_or_restore(path)) from None


def _with_lines(problems: Iterable[Problem], path: Path) -> list[Problem]:
    """The problems with the lines of the innermost keys that the file holds; JSON is YAML, whose
    reader knows lines.
    """
    try:
        text = path.read_text("utf-8")
        if is_nested_deeply(text):
            return list(problems)
        root = yaml.compose(text, Loader=yaml.CSafeLoader)
    except (OSError, ValueError, RecursionError, yaml.YAMLError):
        return list(problems)
    return [replace(problem, line=_line_of(root, problem.where)) for problem in problems]


def _line_of(node: yaml.Node | None, where: str) -> int | None:
    line = None
    for step in where.split(".") if where else ():
        if isinstance(node, yaml.MappingNode):
            found = next(((key, value) for key, value in node.value if key.value == step), None)
        elif isinstance(node, yaml.SequenceNode) and step.isdecimal():
            found = next(((item, item) for item in node.value[int(step) :]), None)
        else:
            found = None
        if found is None:
            break
        key, node = found
        line = key.start_mark.line + 1
    return line


def _mismatches(path: Path, reference: Reference, assignment: Assignment) -> Iterator[Problem]:
    """Where a reference was made for something else than `assignment`."""

    def differs(where: str, expected: object, came: object) -> Iterator[Problem]:
        if expected != came:
            yield Problem(str(path), None, where, f"expected {expected}, got {came}")

    yield from differs("schema_version", SCHEMA_VERSION, reference.schema_version)
    yield from differs("assignment", assignment.name, reference.assignment)
    with suppress(ConfigError):  # a missing data file is reported where the data is read
        if dataset_sha256(assignment) != reference.dataset_sha256:
            message = f"made for other data than {assignment.dataset.file} holds now"
            yield Problem(str(path), None, "dataset_sha256", message)
    for role, spec in assignment.roles.items():
        trained = reference.roles.get(role)
        if trained is None:
            others = [other for other in reference.roles if other not in assignment.roles]
            instead = (
                f"; the file has {', '.join(others)}, which the assignment doesn't ask for"
                if others
                else ""
            )
            yield Problem(
                str(path),
                None,
                f"roles.{role}",
                f"missing; the assignment asks for this model{instead}",
            )
            continue
        yield from differs(f"roles.{role}.parameters", spec.parameters, trained.parameters)
        yield from differs(f"roles.{role}.epochs", spec.epochs, trained.epochs)
        for where, message in _unusable(trained):
            yield Problem(str(path), None, f"roles.{role}.{where}", message)


def _unusable(role: RoleReference) -> Iterator[tuple[str, str]]:
    """What no training leaves behind, but an edited or damaged file may hold: by NaN every student
    would fail.
    """
    if ACCURACY not in role.final:
        yield f"final.{ACCURACY}", "missing; accuracies are judged by it"
    for metric, band in role.final.items():
        if not band.low <= band.high or (
            metric == ACCURACY and not math.isfinite(band.low + band.high)
        ):
            yield f"final.{metric}", f"expected low ≤ high, got {band.low} and {band.high}"
    for metric, curve in role.curves.items():
        if not len(curve.epochs) == len(curve.low) == len(curve.median) == len(curve.high):
            yield f"curves.{metric}", "expected as many values as epochs"
    if any(not 0 <= times <= len(role.seeds) for times in role.times_wrong):
        yield "times_wrong", f"expected counts from 0 to {len(role.seeds)}, the number of seeds"
    if len({len(role.confusion_mean), *map(len, role.confusion_mean)}) > 1:
        yield "confusion_mean", "expected as many columns as rows"
