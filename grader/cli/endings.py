"""Turns every way in which a command can end into one message and one exit code."""

from __future__ import annotations

import errno
import os
import signal
import sys
import threading
import traceback
from collections.abc import Callable
from contextlib import suppress
from types import FrameType
from typing import Any, Self

import click

from grader.errors import (
    ExportError,
    FolderInUse,
    GraderError,
    IntakeError,
    OutputError,
    PrerequisiteError,
    SandboxUnavailable,
)

PASSED, NOT_PASSED, WRONG_USAGE, UNREADABLE, HOST = 0, 1, 2, 3, 4
"""`HOST`: this host lacks something, what is finished can't be written, or the program itself
failed.
"""
EXIT_CODES: tuple[tuple[type[GraderError], int], ...] = (
    (IntakeError, UNREADABLE),
    (PrerequisiteError, HOST),
    (SandboxUnavailable, HOST),
    (OutputError, HOST),
    (FolderInUse, HOST),
    (ExportError, WRONG_USAGE),
    (GraderError, WRONG_USAGE),
)
SIGNALLED = 128
"""Shells add this to the number of the signal that ended a program."""
OURS = "this is a fault of the program, and of no hand-in; the lines above say where"
SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
MOST_ASKED = 3
"""The last of so many signals ends the program where it stands."""


RAISED_AGAIN_S = 0.05


class Stopped(KeyboardInterrupt):
    """A signal asked the program to end: Ctrl-C, `kill`, a terminal that was closed."""

    def __init__(self, number: int) -> None:
        """Take the signal's number."""
        super().__init__()
        self.exit_code = SIGNALLED + number


class Signals:
    """Raises `Stopped` for the first signal and lets nothing disturb what is put away after it.

    Python drops what is raised while it calls back from an import or from the end of an object. A
    `Stopped` that met this is raised once more a moment later.
    """

    def __init__(self) -> None:
        """Nothing is changed yet."""
        self._times = 0
        self._unraisable = sys.unraisablehook
        self._pid = os.getpid()
        self._before: dict[int, Any] = {}

    def __enter__(self) -> Self:
        """Answer the signals whose meaning nobody changed: what `nohup` ignores stays ignored."""
        if threading.current_thread() is threading.main_thread():
            for number in SIGNALS:
                if signal.getsignal(number) in (signal.SIG_DFL, signal.default_int_handler):
                    self._before[number] = signal.signal(number, self._asked)
            self._unraisable, sys.unraisablehook = sys.unraisablehook, self._dropped
        return self

    def __exit__(self, *_: object) -> None:
        sys.unraisablehook = self._unraisable
        for number, handler in self._before.items():
            signal.signal(number, handler)

    def _dropped(self, dropped: Any) -> None:
        stop = dropped.exc_value
        if not isinstance(stop, Stopped):
            self._unraisable(dropped)
            return
        self._times = 0
        again = threading.Timer(RAISED_AGAIN_S, os.kill, (self._pid, stop.exit_code - SIGNALLED))
        again.daemon = True
        again.start()

    def _asked(self, number: int, frame: FrameType | None) -> None:
        del frame
        if os.getpid() != self._pid:  # a forked helper: who forked it tells the person
            os._exit(SIGNALLED + number)
        self._times += 1
        if self._times == 1:
            raise Stopped(number)
        if self._times < MOST_ASKED:
            _say("ending what still runs; once more to leave it as it is")
            return
        os._exit(SIGNALLED + number)


def run_to_an_end(act: Callable[[], Any]) -> None:
    """Run a command line and exit as its end asks for; nothing that it printed is lost silently."""
    code: int | str | None
    try:
        act()
    except SystemExit as end:
        code = end.code
    except OSError as error:
        code = _unwritten(error)
    else:
        code = PASSED
    try:
        if sys.stdout is not None:
            sys.stdout.flush()
    except OSError as error:
        code = _unwritten(error)
    sys.exit(code)


def end_of(error: BaseException) -> int:
    """Say on stderr what happened and return the exit code for it."""
    match error:
        case KeyboardInterrupt():
            _say("stopped")
            return exit_code_of(error)
        case GraderError():
            _say(str(error))
            return next(code for kind, code in EXIT_CODES if isinstance(error, kind))
        case OSError() if error.errno in SYSTEM_REFUSED:
            return _unwritten(error)
        case _:
            traceback.print_exception(error)
            _say(OURS)
            return HOST


def exit_code_of(stop: KeyboardInterrupt) -> int:
    """What shells call the end by this signal: 130 for Ctrl-C."""
    return stop.exit_code if isinstance(stop, Stopped) else SIGNALLED + signal.SIGINT


SYSTEM_REFUSED = frozenset(
    {
        errno.ENOSPC,
        errno.EDQUOT,
        errno.EROFS,
        errno.EACCES,
        errno.EPERM,
        errno.EISDIR,
        errno.ENOTDIR,
        errno.EEXIST,
        errno.ENAMETOOLONG,
        errno.ELOOP,
        errno.EIO,
        errno.EBADF,
        errno.EMFILE,
        errno.ENFILE,
        errno.EPIPE,
        errno.EFBIG,
        errno.ESTALE,
        errno.ENOTCONN,
        errno.ETIMEDOUT,
        errno.EHOSTDOWN,
        errno.ENODEV,
        errno.ENXIO,
        errno.EREMOTEIO,
    }
)
"""What is said in a sentence: the disk's or the path's doing, and of those that lie on another
machine or were pulled out. Any other error of the system is a fault of ours.
"""


def _unwritten(error: OSError) -> int:
    """Standard output, or a file, takes nothing more."""
    if isinstance(error, BrokenPipeError):
        _give_up_stdout()
        return SIGNALLED + signal.SIGPIPE
    _say(str(_unread(error) or OutputError.of(error, error.filename or "standard output")))
    _give_up_stdout()
    return HOST


def _unread(error: OSError) -> GraderError | None:
    """What is said of a file that is there and may not be read; None of any other trouble."""
    path = error.filename
    if error.errno not in (errno.EACCES, errno.EPERM) or not isinstance(path, str | os.PathLike):
        return None
    if not os.path.isfile(path) or os.access(path, os.R_OK):  # noqa: PTH113 - a name of any kind
        return None
    hint = "make it readable (chmod u+r), or run as its owner"
    return GraderError(f"{path}: can't be read: {error.strerror}", hint=hint)


def _give_up_stdout() -> None:
    """Throw away what waits to be printed: Python would try it again at its end, and fail again."""
    with suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, 1)
        os.close(nowhere)
        sys.stdout.flush()


def _say(what: str) -> None:
    """On stderr; what it quotes of a file steers no terminal."""
    from grader.cli.screen import safe

    with suppress(OSError):
        click.echo(f"grader: {safe(what)}", err=True)
