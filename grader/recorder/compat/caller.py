"""Who is importing: the student's own code, and does it expect that the import may fail?"""

from __future__ import annotations

import ast
import linecache
import sys
from pathlib import Path
from types import FrameType

RECORDER = f"{Path(__file__).resolve().parents[1]}/"
CATCHES = {"ImportError", "ModuleNotFoundError", "Exception", "BaseException"}


def importing_cell() -> FrameType | None:
    """The frame of the notebook whose `import` statement is running, or None where a library imports."""
    frame: FrameType | None = sys._getframe(1)
    while frame is not None:
        name = frame.f_globals.get("__name__", "")
        if name in ("importlib.util", "pkgutil"):
            return None
        ours = frame.f_code.co_filename.startswith(RECORDER) and name != "__main__"
        if not ours and not name.startswith("importlib"):
            return frame if name == "__main__" else None
        frame = frame.f_back
    return None


def expects_failure(frame: FrameType) -> bool:
    """Whether the statement stands in a `try` that catches a failed import."""
    source = "".join(linecache.getlines(frame.f_code.co_filename, frame.f_globals))
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError):
        return False
    return any(
        isinstance(node, ast.Try)
        and any(_catches_imports(handler.type) for handler in node.handlers)
        and node.body[0].lineno <= frame.f_lineno <= (node.body[-1].end_lineno or 0)
        for node in ast.walk(tree)
    )


def _catches_imports(caught: ast.expr | None) -> bool:
    if isinstance(caught, ast.Tuple):
        return any(map(_catches_imports, caught.elts))
    return caught is None or (isinstance(caught, ast.Name) and caught.id in CATCHES)
