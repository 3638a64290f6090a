"""Leaves out programs that install, download or end what runs, when Python starts them for the
student: nothing runs, and all went well.
"""

from __future__ import annotations

import functools
import os
import subprocess
import sys
from collections.abc import Callable
from typing import Any

from ..compat.caller import is_students
from ..compat.language.notebook import left_out

NOTHING = "true"
"""A program that does nothing, well."""
Tell = Callable[[str], None]


def attach(tell: Tell) -> None:
    """Hook `os.system`, and everything of `subprocess`; `tell` is called with a command that was
    left out.
    """
    os.system = _system(os.system, tell)
    popen: Any = subprocess.Popen
    popen.__init__ = _popen(popen.__init__, tell)


def _system(stock: Any, tell: Tell) -> Any:
    @functools.wraps(stock)
    def system(command: Any) -> Any:
        if not is_students(sys._getframe(1)) or left_out(os.fsdecode(command)) is None:
            return stock(command)
        tell(os.fsdecode(command))
        return 0

    return system


def _popen(stock: Any, tell: Tell) -> Any:
    @functools.wraps(stock)
    def init(self: Any, args: Any, *rest: Any, **kwargs: Any) -> None:
        command = _as_line(args)
        if left_out(command) is not None and _started_by_student():
            tell(command)
            args = NOTHING if isinstance(args, (str, bytes)) else [NOTHING]
            kwargs.pop("executable", None)
        stock(self, args, *rest, **kwargs)

    return init


def _as_line(args: Any) -> str:
    if isinstance(args, (str, bytes, os.PathLike)):
        return os.fsdecode(args)
    return " ".join(map(os.fsdecode, args))


def _started_by_student() -> bool:
    frame = sys._getframe(2)
    while frame.f_back is not None and frame.f_globals.get("__name__") in ("subprocess", "os"):
        frame = frame.f_back
    return is_students(frame)
