"""Begins an assignment of one's own as a copy of the small bundled one, which works at once."""

from __future__ import annotations

import re
import shutil
import stat
from pathlib import Path

from grader.assignment.bundled import bundled, bundled_assignments
from grader.errors import ConfigError, Problem

MODEL = "digits"
"""The bundled assignment that is copied."""
LEFT_OUT = ("runs", "samples", "mutants.json", "__pycache__")
NAME = re.compile(r"[a-z][a-z0-9_-]{0,63}")
OTHER_FOLDER = "name another folder with --out"
HEADER = """\
# yaml-language-server: $schema={schema}
# Everything that you decide about the assignment stands in this file: the data, the models asked
# for (roles), the parts with their checks and points. `grader assignment validate` names every
# mistake with its line. The line above lets editors complete the keys.
"""


def new_assignment(name: str, folder: Path, *, schema_file: str) -> Path:
    """Make an assignment called `name` in `folder`, which may exist if it is empty; return the
    folder.

    It is complete: data, models, thresholds, notebooks. `schema_file` is where its YAML points
    editors to. Raises ConfigError where the name or the folder won't do.
    """
    _check_name(name)
    _check_folder(folder)
    try:
        shutil.copytree(
            bundled("reference") / MODEL,
            folder,
            ignore=shutil.ignore_patterns(*LEFT_OUT),
            dirs_exist_ok=True,
        )
        _make_writable(folder)
    except OSError as error:
        problem = Problem(str(folder), None, "", f"can't be written: {error.strerror or error}")
        raise ConfigError([problem], hint=OTHER_FOLDER) from None
    for file, old, new in (
        ("assignment.yaml", r"\A(#.*\n)+", HEADER.format(schema=schema_file)),
        ("assignment.yaml", rf"^name: {MODEL}$", f"name: {name}"),
        ("thresholds.json", rf'"assignment": *"{MODEL}"', f'"assignment": "{name}"'),
        (
            "notebook.md",
            rf"grader assignment starter {MODEL}$",
            f"grader assignment starter {name}",
        ),
        ("train.py", rf"-a {MODEL}\b", f"-a {name}"),
    ):
        _replace_once(folder / file, old, new)
    return folder


def _check_name(name: str) -> None:
    if not NAME.fullmatch(name):
        message = "expected a name of small letters, digits, - and _, beginning with a letter"
        raise ConfigError(
            [Problem(repr(name), None, "", message)],
            hint="for example: grader assignment new my-course",
        )
    if name in bundled_assignments():
        problem = Problem(name, None, "", "is the name of a bundled assignment")
        raise ConfigError([problem], hint=f"take another, for example my-{name}")


def _check_folder(folder: Path) -> None:
    if folder.is_dir() and any(folder.iterdir()):
        raise ConfigError(
            [Problem(str(folder), None, "", "the folder is not empty")], hint=OTHER_FOLDER
        )
    if folder.exists() and not folder.is_dir():
        raise ConfigError(
            [Problem(str(folder), None, "", "there is a file of this name")], hint=OTHER_FOLDER
        )


def _make_writable(folder: Path) -> None:
    """What is copied keeps its modes, and an installed program may be read-only."""
    for path in (folder, *folder.rglob("*")):
        mode = path.stat().st_mode
        if not mode & stat.S_IWUSR:
            path.chmod(stat.S_IMODE(mode) | stat.S_IWUSR)


def _replace_once(path: Path, old: str, new: str) -> None:
    """Replace what the pattern `old` finds, which must be there: else the bundled assignment has
    changed its form.
    """
    text, times = re.subn(old, lambda _: new, path.read_text("utf-8"), count=1, flags=re.MULTILINE)
    if not times:
        raise LookupError(f"{path.name} of the bundled assignment holds nothing like {old!r}")
    path.write_text(text, "utf-8")
