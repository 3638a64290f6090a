"""Builds a virtual environment from a file of requirements, and locks what came of it.

The lock, beside the requirements, names the version of every package. Where it belongs to these
requirements and this Python, the environment is built from it, on another machine or next year;
else the versions are found anew and the lock is written.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from grader.environment.probe import OLDEST, UnfitInterpreter, ask
from grader.errors import PrerequisiteError
from grader.host.files import write_text

FOLDER = ".environment"
STAMP = "grader-requirements.sha256"
"""In the environment, written last: the digest of the requirements that it was built from."""
LAST_LINES = 12
"""Of what an installer said, when it failed."""
FIND_TIMEOUT_S = 60.0
BUILD_TIMEOUT_S = 2 * 3600.0
"""For one command of the installer: gigabytes over a slow line."""
VERSION = re.compile(r"\d+\.\d+(\.\d+)?")
KERNEL = "ipykernel>=6"
"""What every environment needs to run cells."""


@dataclass(frozen=True, slots=True)
class Requirements:
    """A file of requirements, and for which Python."""

    file: Path
    python: str | None
    """A version, as in `3.10`, or an interpreter's path; None for the Python that grader runs in.
    """

    @property
    def lock(self) -> Path:
        """Where the versions that were installed are written: `requirements.lock` beside
        `requirements.txt`.
        """
        return self.file.with_suffix(".lock")

    @property
    def digest(self) -> str:
        """SHA-256 of what was asked for: other requirements, or another Python, are another
        environment.
        """
        asked = self.file.read_bytes() + b"\0" + (self.python or "").encode()
        return hashlib.sha256(asked).hexdigest()

    def is_built(self) -> bool:
        """Whether an environment was built to its end."""
        return (built_folder(self.file) / STAMP).is_file()

    def has_changed(self) -> bool:
        """Whether something else was asked for when it was built."""
        return (built_folder(self.file) / STAMP).read_text().strip() != self.digest

    def is_locked(self) -> bool:
        """Whether the lock belongs to what is asked for now."""
        return (
            self.lock.is_file()
            and f"# of {self.digest}" in self.lock.read_text("utf-8").splitlines()
        )


def built_folder(requirements: Path) -> Path:
    """Where the environment of a file of requirements lies."""
    return requirements.parent / FOLDER


def build_environment(
    requirements: Requirements, *, say: Callable[[str], None], anew: bool = False
) -> Path:
    """Build it, from its lock where there is one, and return the lock; `anew` looks for newer
    versions.

    Raises PrerequisiteError where the Python isn't here or a package can't be installed.
    """
    folder, uv = built_folder(requirements.file), shutil.which("uv")
    base = find_python(requirements.python, uv)
    from_lock = requirements.is_locked() and not anew
    source = requirements.lock if from_lock else requirements.file
    say(f"building {folder} with {base} from {source.name}, by {'uv' if uv else 'pip'}")
    shutil.rmtree(folder, ignore_errors=True)
    _run(
        [uv, "venv", "--python", str(base), str(folder)]
        if uv
        else [str(base), "-m", "venv", str(folder)]
    )
    python = str(folder / "bin" / "python")
    pip = [uv, "pip"] if uv else [python, "-m", "pip", "--disable-pip-version-check"]
    there = ["--python", python] if uv else []
    _run(
        [*pip, "install", *there, "--quiet", "-r", str(source), KERNEL],
        cwd=requirements.file.parent,
    )
    if not from_lock:
        frozen = _run([*pip, "freeze", *there]).stdout
        write_text(requirements.lock, _lock_text(requirements, python, frozen))
    (folder / STAMP).write_text(requirements.digest + "\n")
    return requirements.lock


def find_python(wanted: str | None, uv: str | None) -> Path:
    """The interpreter of that version, or at that path; raises PrerequisiteError where there is
    none.
    """
    if wanted is None:
        return Path(sys.executable)
    for candidate in _candidates(wanted, uv):
        try:
            found = ask(candidate)["version"]
        except UnfitInterpreter:
            continue
        if not VERSION.fullmatch(wanted) or [str(part) for part in found][
            : wanted.count(".") + 1
        ] == wanted.split("."):
            return candidate
    raise PrerequisiteError(
        f"there is no Python {wanted} here",
        hint=f"install it (`uv python install {wanted}`, pyenv, the system's packages), or give "
        f"its path as `python:`;"
        f" any from {'.'.join(map(str, OLDEST))} on will do",
    )


def _candidates(wanted: str, uv: str | None) -> Iterator[Path]:
    if not VERSION.fullmatch(wanted):
        with suppress(RuntimeError):  # `~name` of nobody here
            yield Path(wanted).expanduser()
        return
    minor = ".".join(wanted.split(".")[:2])
    if sys.version_info[:2] == tuple(map(int, minor.split("."))):
        yield Path(sys.executable)
    on_path = shutil.which(f"python{minor}")
    if on_path:
        yield Path(on_path)
    if uv:
        found = _found_by(uv, wanted)
        if found:
            yield Path(found)
    with suppress(RuntimeError):  # an account without a home
        pyenv = Path(os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv", "versions")
        yield from (
            folder / "bin" / "python" for folder in sorted(pyenv.glob(f"{wanted}*"), reverse=True)
        )


def _found_by(uv: str, wanted: str) -> str:
    """Where uv knows this Python; empty where it knows none, or does not answer."""
    with suppress(subprocess.TimeoutExpired):
        done = subprocess.run(
            [uv, "python", "find", wanted],
            capture_output=True,
            text=True,
            check=False,
            timeout=FIND_TIMEOUT_S,
        )
        return done.stdout.strip() if done.returncode == 0 else ""
    return ""


def _lock_text(requirements: Requirements, python: str, frozen: str) -> str:
    version = ".".join(map(str, ask(Path(python))["version"]))
    return (
        f"# Made by `grader assignment environment` from {requirements.file.name}; keep it beside "
        f"that file.\n"
        f"# Python {version}\n# of {requirements.digest}\n{frozen}"
    )


def _run(command: list[str], *, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    try:
        done = subprocess.run(
            command,
            capture_output=True,
            text=True,
            check=False,
            cwd=cwd,
            timeout=BUILD_TIMEOUT_S,
        )
    except subprocess.TimeoutExpired:
        raise PrerequisiteError(
            f"the environment could not be built: {' '.join(command[:4])} … had not finished after "
            f"{BUILD_TIMEOUT_S / 60:g} minutes, and was ended",
            hint="look whether the package index can be reached, and run the command again",
        ) from None
    except OSError as error:
        raise PrerequisiteError(
            f"{command[0]} could not be started: {error}", hint="install it"
        ) from None
    if done.returncode != 0:
        said = "\n  ".join((done.stderr.strip() or done.stdout.strip()).splitlines()[-LAST_LINES:])
        raise PrerequisiteError(
            f"the environment could not be built: {' '.join(command[:4])} … ended with "
            f"{done.returncode}:\n  {said}",
            hint="correct the requirements file (or its Python) and run the command again; "
            "nothing else was changed",
        )
    return done
