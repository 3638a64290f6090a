"""Installs the other tools in a virtual environment of their own, on the project's TensorFlow."""

from __future__ import annotations

import subprocess
import sys
import sysconfig
import venv
from importlib.metadata import version
from pathlib import Path

from benchmarks.measuring.processes import CommandError

HERE = Path(__file__).resolve().parent
REQUIREMENTS = HERE / "requirements.txt"
FOLDER = HERE.parents[1] / ".bench-venv"
TOOLS = ("nbgrader", "otter-grader", "papermill")


def make() -> Path:
    """Return the folder of the tools' programs; installs them where that hasn't been done, or not
    of these versions.
    """
    programs = FOLDER / "bin"
    ready = FOLDER / "ready"
    wanted = REQUIREMENTS.read_text("utf-8")
    if ready.exists() and ready.read_text("utf-8") == wanted:
        return programs
    venv.create(FOLDER, clear=True, with_pip=True)
    packages = Path(
        sysconfig.get_path("purelib", vars={"base": str(FOLDER), "platbase": str(FOLDER)})
    )
    (packages / "project.pth").write_text(sysconfig.get_path("purelib") + "\n", "utf-8")
    install = [
        programs / "python",
        "-m",
        "pip",
        "install",
        "--quiet",
        "--disable-pip-version-check",
        "-r",
        REQUIREMENTS,
    ]
    done = subprocess.run(list(map(str, install)), capture_output=True, text=True, check=False)
    if done.returncode:
        raise CommandError(f"the other tools could not be installed:\n{done.stderr[-3000:]}")
    ready.write_text(wanted, "utf-8")
    return programs


def versions() -> dict[str, str]:
    """The versions that are pinned, by tool."""
    pinned = dict(
        line.split("==") for line in REQUIREMENTS.read_text("utf-8").split() if "==" in line
    )
    return {
        "jupyter execute (nbclient)": version("nbclient"),
        **{tool: pinned[tool] for tool in TOOLS},
    }


def jupyter() -> Path:
    """The `jupyter` of the project's own environment, where nbclient is installed for its
    `execute`.
    """
    return Path(sys.executable).with_name("jupyter")
