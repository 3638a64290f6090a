"""Packs the zip of an autograder for Gradescope: the program, an assignment, and how they are run.

What is pinned are the versions that are installed here: the reference of the assignment was
trained with them, and the same notebook gets the same grade there.
"""

from __future__ import annotations

import importlib.metadata
import json
import re
import tomllib
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from grader.errors import ExportError

DISTRIBUTION = "notebook-grader"
PROJECT = Path(__file__).parents[3] / "pyproject.toml"
PROGRAMS = Path(__file__).parent / "autograder"
EXECUTABLE = ("setup.sh", "run_autograder")
LEFT_OUT = ("__pycache__", "_bundled", "solution.ipynb", "notebook.md", "samples")
"""What the container has no use for; solutions stay at home, and so does what they are made of. So
does what is hidden: an environment that was built here has gigabytes.
"""
FILE_MODE, PROGRAM_MODE = 0o100644, 0o100755
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
FIRST_DAY = (1980, 1, 1, 0, 0, 0)
"""Of every file: the same assignment makes the same zip."""


@dataclass(frozen=True, slots=True)
class AutograderZip:
    """What is packed."""

    package: Path
    """The folder of the program's own package."""
    templates: Path
    assignment: Path
    """The folder of the assignment."""
    policy: str
    """Of training; `auto` for what the container's memory allows."""
    minutes: float
    """After which Gradescope ends a run."""


def write_autograder_zip(wanted: AutograderZip, path: Path) -> None:
    """Write the zip to `path`, and read it back as Gradescope will."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in _members(wanted):
            info = zipfile.ZipInfo(name, FIRST_DAY)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = (PROGRAM_MODE if name in EXECUTABLE else FILE_MODE) << 16
            archive.writestr(info, content)
    check_autograder_zip(path)


def check_autograder_zip(path: Path) -> None:
    """Raise ExportError where Gradescope would not run what is packed."""
    with zipfile.ZipFile(path) as archive:
        for name in EXECUTABLE:
            info = archive.getinfo(name)
            if not (info.external_attr >> 16) & 0o111 or archive.read(name)[:2] != b"#!":
                raise ExportError(f"{path}: {name} can't be run")
        if b"\r" in archive.read("run_autograder"):
            raise ExportError(f"{path}: run_autograder has line ends that no shell reads")


def _members(wanted: AutograderZip) -> Iterator[tuple[str, bytes]]:
    for name in (*EXECUTABLE, "harness.py"):
        yield name, (PROGRAMS / name).read_bytes()
    yield "requirements.txt", "".join(f"{one}\n" for one in requirements()).encode()
    settings = {
        "assignment": wanted.assignment.name,
        "policy": wanted.policy,
        "minutes": wanted.minutes,
    }
    yield "settings.json", json.dumps(settings).encode()
    yield from _below(wanted.package, "package/grader")
    yield from _below(wanted.templates, "package/grader/_bundled/templates")
    yield from _below(
        wanted.assignment, f"package/grader/_bundled/reference/{wanted.assignment.name}"
    )


def _below(folder: Path, target: str) -> Iterator[tuple[str, bytes]]:
    for path in sorted(folder.rglob("*")):
        inner = path.relative_to(folder)
        left_out = any(one in LEFT_OUT or one.startswith(".") for one in inner.parts)
        if path.is_file() and not left_out:
            yield f"{target}/{inner.as_posix()}", path.read_bytes()


def requirements() -> list[str]:
    """What the program needs, in the versions that are here."""
    return sorted(filter(None, map(_pinned, _needed())))


def _needed() -> list[str]:
    """As the installed package says, else as the checkout does that this runs from."""
    try:
        return importlib.metadata.requires(DISTRIBUTION) or []
    except importlib.metadata.PackageNotFoundError:
        pass
    try:
        project = tomllib.loads(PROJECT.read_text("utf-8"))["project"]
    except (OSError, tomllib.TOMLDecodeError, KeyError):
        raise ExportError(
            "the program is not installed as a package, so its requirements are not known",
            hint="install it with pip, as `make setup` does",
        ) from None
    return list(project["dependencies"])


def _pinned(requirement: str) -> str:
    """One requirement, pinned; empty for those of an extra, and for those that are not here."""
    name, _, marker = requirement.partition(";")
    found = _NAME.match(name.strip())
    if found is None or "extra ==" in marker.replace("extra==", "extra =="):
        return ""
    try:
        version = importlib.metadata.version(found[0])
    except importlib.metadata.PackageNotFoundError:
        return ""
    return f"{found[0]}=={version}" + (f"; {marker.strip()}" if marker.strip() else "")
