"""Tells who is importing: the student's own code, and whether it expects that the import may
fail.
"""

from __future__ import annotations

import ast
import linecache
import os
import sys
from collections.abc import Mapping
from pathlib import Path
from types import CodeType, FrameType
from typing import Any

LIBRARIES = ("site-packages", "dist-packages")
RECORDER = f"{Path(__file__).resolve().parents[1]}/"
STANDARD_LIBRARY = f"{Path(os.__file__).parent}/"
"""It may lie in a home folder, as with pyenv."""
CATCHES = {"ImportError", "ModuleNotFoundError", "Exception", "BaseException"}


def is_students(frame: FrameType) -> bool:
    """Whether a cell runs in `frame`, or a module that lies beside the notebook."""
    return is_students_code(frame.f_code, frame.f_globals)


def is_students_code(code: CodeType, variables: Mapping[str, Any]) -> bool:
    """Whether a cell holds the code whose global variables are given, or a module beside it."""
    file = code.co_filename
    if variables.get("__name__") == "__main__":
        return True
    if file.startswith((RECORDER, STANDARD_LIBRARY, "<")) or not file.endswith(".py"):
        return False
    home = f"{os.environ.get('HOME', '/home/student')}/"
    return (
        str(Path(file).absolute()).startswith(home)
        and LIBRARIES[0] not in file
        and LIBRARIES[1] not in file
    )


def asking_frame() -> FrameType | None:
    """The student's frame that called a function of ours; None where a library called it."""
    frame: FrameType | None = sys._getframe(1)
    while frame is not None and frame.f_code.co_filename.startswith(RECORDER):
        frame = frame.f_back
    return frame if frame is not None and is_students(frame) else None


def importing_cell() -> FrameType | None:
    """The frame of the student's code whose `import` statement is running, or None where a library
    imports.
    """
    frame: FrameType | None = sys._getframe(1)
    while frame is not None:
        name = frame.f_globals.get("__name__", "")
        if name in ("importlib.util", "pkgutil"):
            return None
        ours = frame.f_code.co_filename.startswith(RECORDER) and name != "__main__"
        if not ours and not name.startswith("importlib"):
            return frame if is_students(frame) else None
        frame = frame.f_back
    return None


def expects_failure(frame: FrameType) -> bool:
    """Whether the statement stands in a `try` that catches a failed import."""
    return catches(frame, *CATCHES)


def catches(frame: FrameType, *names: str, again: bool = True) -> bool:
    """Whether the statement that runs in `frame` stands in a `try` that catches one of the
    exceptions `names`.

    Without `again` a handler that raises something itself doesn't count.
    """
    source = "".join(linecache.getlines(frame.f_code.co_filename, frame.f_globals))
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError):
        return False
    return any(
        isinstance(node, ast.Try)
        and any(
            _names(handler.type, names) and (again or not _raises(handler))
            for handler in node.handlers
        )
        and node.body[0].lineno <= frame.f_lineno <= (node.body[-1].end_lineno or 0)
        for node in ast.walk(tree)
    )


def _raises(handler: ast.ExceptHandler) -> bool:
    return any(isinstance(node, ast.Raise) for node in ast.walk(handler))


def _names(caught: ast.expr | None, names: tuple[str, ...]) -> bool:
    if isinstance(caught, ast.Tuple):
        return any(_names(one, names) for one in caught.elts)
    return caught is None or (isinstance(caught, ast.Name) and caught.id in names)
