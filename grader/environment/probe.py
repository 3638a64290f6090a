"""Asks an interpreter where it lies and what is installed in it."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import TypedDict

from grader.model.interpreter import Interpreter

OLDEST = (3, 9)
"""The oldest Python that the recorder runs in."""
OLDEST_KERNEL = 6
"""Of ipykernel; before it, cells are not run as the recorder expects."""
TIMEOUT_S = 60
SYSTEM = Path("/usr")
NAMED = (
    "tensorflow",
    "tensorflow-cpu",
    "keras",
    "tf-keras",
    "torch",
    "jax",
    "numpy",
    "scikit-learn",
    "pandas",
)
"""The packages that are named where an environment is described."""
ASK = """
import json, sys
from importlib import metadata
packages = {}
for found in metadata.distributions():
    name = found.metadata["Name"]
    if name:
        packages.setdefault(name.lower().replace("_", "-").replace(".", "-"), str(found.version))
print("\\n" + json.dumps({
    "version": list(sys.version_info[:3]),
    "prefixes": [sys.prefix, sys.base_prefix],
    "path": sys.path,
    "packages": packages,
}))
"""


class UnfitInterpreter(Exception):  # noqa: N818 - why an interpreter can't run notebooks; becomes a problem of the assignment's file
    """The message says what is wrong, `hint` what to do."""

    def __init__(self, message: str, *, hint: str) -> None:
        super().__init__(message)
        self.hint = hint


class ProbeAnswer(TypedDict):
    """What an interpreter says of itself."""

    version: list[int]
    prefixes: list[str]
    path: list[str]
    packages: dict[str, str]


def probe(executable: Path) -> Interpreter:
    """The interpreter at `executable`, which can run notebooks;
    raises UnfitInterpreter where it can't.
    """
    answer = ask(executable)
    version = ".".join(map(str, answer["version"]))
    if tuple(answer["version"][:2]) < OLDEST:
        oldest = ".".join(map(str, OLDEST))
        raise UnfitInterpreter(
            f"its Python is {version}", hint=f"make it with Python {oldest} or later"
        )
    kernel = answer["packages"].get("ipykernel", "")
    if not kernel or int(kernel.partition(".")[0]) < OLDEST_KERNEL:
        raise UnfitInterpreter(
            f"it has ipykernel {kernel}, which is too old"
            if kernel
            else "it has no ipykernel, which runs the cells",
            hint=f"{executable} -m pip install 'ipykernel>={OLDEST_KERNEL}'",
        )
    packages = tuple(sorted(answer["packages"].items()))
    elsewhere = tuple(_outside_packages(answer))
    return Interpreter(
        executable,
        tuple(_outermost([*_folders(executable, answer), *elsewhere])),
        elsewhere,
        version,
        packages,
        fingerprint=hashlib.sha256(repr((version, packages)).encode()).hexdigest(),
    )


def ask(executable: Path) -> ProbeAnswer:
    """What the interpreter says; raises UnfitInterpreter where it doesn't run."""
    try:
        done = subprocess.run(
            [executable, "-I", "-c", ASK],
            capture_output=True,
            text=True,
            timeout=TIMEOUT_S,
            check=False,
        )
        answer: ProbeAnswer = json.loads(done.stdout.strip().rpartition("\n")[2])
    except (OSError, ValueError, subprocess.TimeoutExpired) as error:
        raise UnfitInterpreter(
            f"{executable} does not run ({_why(error)})", hint="create the environment again"
        ) from None
    return answer


def describe(interpreter: Interpreter) -> str:
    """Its versions, for a line on the screen."""
    versions = (
        f"{name} {interpreter.version_of(name)}" for name in NAMED if interpreter.version_of(name)
    )
    return ", ".join((f"Python {interpreter.version}", *versions))


def _why(error: Exception) -> str:
    return (error.strerror or str(error)) if isinstance(error, OSError) else "it gave no answer"


def _folders(executable: Path, answer: ProbeAnswer) -> Iterator[Path]:
    """Where it lies, by every name that it is reached by: a link of the host's leads nowhere in a
    sandbox.
    """
    for prefix in answer["prefixes"]:
        yield Path(prefix)
        yield Path(prefix).resolve()
    hop = executable
    while hop.is_symlink():
        hop = Path(os.path.normpath(hop.parent / hop.readlink()))
        yield hop


def _outside_packages(answer: ProbeAnswer) -> Iterator[Path]:
    """Folders of installed packages outside of where it lies."""
    own = (SYSTEM, *map(Path, answer["prefixes"]))
    for entry in answer["path"]:
        path = Path(entry)
        if (
            path.name in ("site-packages", "dist-packages")
            and path.is_dir()
            and not any(map(path.is_relative_to, own))
        ):
            yield path


def _outermost(paths: list[Path]) -> Iterator[Path]:
    """Without those of the system and those that lie within another."""
    for path in dict.fromkeys(paths):
        around = [SYSTEM, *(other for other in paths if other != path)]
        if path.exists() and not any(map(path.is_relative_to, around)):
            yield path
