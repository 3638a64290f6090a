"""Leaves out what would end or restart the kernel: cells below, and the rest of the cell, are run
as if it weren't there.

Only what the student's own code asks for of this very process: its children may be killed and may
end as they like, and an interrupt of ours is none of these functions.
"""

from __future__ import annotations

import ast
import functools
import os
import signal
import sys
from collections.abc import Callable
from types import FrameType
from typing import Any

from ..compat.caller import catches, is_students
from ..compat.notes import Notes

DEADLY = {
    signal.SIGABRT,
    signal.SIGHUP,
    signal.SIGINT,
    signal.SIGKILL,
    signal.SIGQUIT,
    signal.SIGSEGV,
    signal.SIGSTOP,
    signal.SIGTERM,
    signal.SIGTSTP,
}
REPLACING = ("execl", "execle", "execlp", "execlpe", "execv", "execve", "execvp", "execvpe")
"""Functions of `os` that put another program in the place of this one."""


class Endings:
    """Tells of each way to end the kernel, and does nothing else."""

    def __init__(self, notes: Notes) -> None:
        """Made in the kernel: its process is the one that is kept."""
        self._notes = notes
        self._kernel = os.getpid()

    def attach(self, shell: Any) -> None:
        """Hook what Jupyter's kernel, IPython's `shell` and Python are asked to end by."""
        shell.ask_exit = lambda: self._tell("exit()")
        kernel = getattr(shell, "kernel", None)
        if kernel is not None:
            kernel.do_shutdown = self._shutdown
            shell.ast_transformers.append(Exits())
        self.install()

    def install(self) -> None:
        """Hook the functions of Python's that end a process."""
        os.kill = self._unless_own("os.kill", os.kill)
        os.killpg = self._unless_own("os.killpg", os.killpg)
        signal.raise_signal = self._unless_raised(signal.raise_signal)
        for name in ("abort", "_exit", *REPLACING):
            setattr(os, name, self._unless_kernel(f"os.{name}", getattr(os, name)))
        sys.exit = self._unless_caught(sys.exit)

    def _shutdown(self, restart: Any = False) -> dict[str, Any]:  # noqa: FBT002 - Jupyter's signature
        self._tell(f"kernel.do_shutdown({restart})")
        return {"status": "ok", "restart": restart}

    def _tell(self, what: str) -> None:
        self._notes.tell(
            "not_run",
            f"ending {what}",
            f"`{what}` would have ended or restarted the kernel; it was left out.",
        )

    def _unless_own(self, name: str, stock: Callable[[int, Any], None]) -> Any:
        @functools.wraps(stock)
        def kill(pid: int, number: Any, /) -> None:
            own = pid in (0, -1, self._kernel, os.getpgrp()) and os.getpid() == self._kernel
            if own and number in DEADLY and _asked_by_student(sys._getframe(1)):
                return self._tell(f"{name}()")
            return stock(pid, number)

        return kill

    def _unless_raised(self, stock: Callable[[Any], None]) -> Any:
        @functools.wraps(stock)
        def raise_signal(number: Any, /) -> None:
            if (
                number in DEADLY
                and os.getpid() == self._kernel
                and _asked_by_student(sys._getframe(1))
            ):
                return self._tell("signal.raise_signal()")
            return stock(number)

        return raise_signal

    def _unless_kernel(self, name: str, stock: Any) -> Any:
        @functools.wraps(stock)
        def end(*args: Any, **kwargs: Any) -> Any:
            if os.getpid() == self._kernel and _asked_by_student(sys._getframe(1)):
                return self._tell(f"{name}()")
            return stock(*args, **kwargs)

        return end

    def _unless_caught(self, stock: Any) -> Any:
        @functools.wraps(stock)
        def exit_(status: Any = None, /) -> None:
            frame = sys._getframe(1)
            if (
                os.getpid() == self._kernel
                and is_students(frame)
                and not catches(frame, "SystemExit")
            ):
                return self._tell("sys.exit()")
            return stock(status)

        return exit_


class Exits(ast.NodeTransformer):
    """`raise SystemExit` in a cell becomes a call of `sys.exit`."""

    def visit_Raise(self, node: ast.Raise) -> ast.stmt:
        """With or without a message."""
        raised = node.exc.func if isinstance(node.exc, ast.Call) else node.exc
        if not (isinstance(raised, ast.Name) and raised.id == "SystemExit"):
            return node
        module = ast.Call(ast.Name("__import__", ast.Load()), [ast.Constant("sys")], [])
        given = node.exc.args[:1] if isinstance(node.exc, ast.Call) else []
        call = ast.Expr(ast.Call(ast.Attribute(module, "exit", ast.Load()), given, []))
        return ast.fix_missing_locations(ast.copy_location(call, node))


def _asked_by_student(frame: FrameType | None) -> bool:
    """Whether the call comes from the student's code, if only by way of a library (psutil's
    `Process.kill`).
    """
    while frame is not None:
        name = frame.f_globals.get("__name__", "")
        if is_students(frame):
            return True
        if name.startswith(
            ("ipykernel", "multiprocessing", "concurrent", "asyncio", "threading", "subprocess")
        ):
            return False
        frame = frame.f_back
    return False
