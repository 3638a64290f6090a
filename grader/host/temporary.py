"""Keeps all that a command writes for a moment in one folder of its own, and removes the folders
of commands that were killed.

A killed program removes nothing, and what it leaves is students' work: their models, their rows.
Each command holds a lock on its folder, which the system takes back however the command ends; the
next command of the same user removes what nobody holds any more.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

PREFIX = "grader-run-"
YOUNG_S = 10.0
"""A folder that is so new may not have its lock yet."""
SETTINGS = "MPLCONFIGDIR"
"""Names Matplotlib's folder."""
AFTER_MULTIPROCESSING = -1000
"""Its own folder goes at -100; what has a higher number is called earlier."""


@contextmanager
def temporary_folder() -> Iterator[None]:
    """Let everything temporary of this process lie in a folder that is removed at its end.

    Where none can be made, all is as before: what needs one says so.
    """
    usual = tempfile.tempdir
    try:
        remove_left()
        folder = Path(tempfile.mkdtemp(prefix=PREFIX))
        lock = _locked(folder)
    except OSError:
        yield
        return
    tempfile.tempdir = str(folder)
    try:
        with _settings_of_matplotlib(folder):
            yield
    finally:
        tempfile.tempdir = usual
        _at_the_end(folder, lock)


@contextmanager
def _settings_of_matplotlib(folder: Path) -> Iterator[None]:
    """Let Matplotlib keep its settings and fonts in the folder where the account has no home for
    them: it would make a folder of its own, warn, and fail to remove it after us.
    """
    if SETTINGS in os.environ or all(map(_can_be_made, _of_the_account())):
        yield
        return
    os.environ[SETTINGS] = str(folder / "matplotlib")
    try:
        yield
    finally:
        os.environ.pop(SETTINGS, None)


def _of_the_account() -> Iterator[Path]:
    """Where Matplotlib keeps them otherwise."""
    for variable, usual in (("XDG_CONFIG_HOME", "~/.config"), ("XDG_CACHE_HOME", "~/.cache")):
        folder = Path(os.environ.get(variable) or usual) / "matplotlib"
        with suppress(RuntimeError):  # nobody knows a home
            folder = folder.expanduser()
        yield folder


def _can_be_made(folder: Path) -> bool:
    """Whether it is there, or could be."""
    known = folder.is_absolute()
    there = next((each for each in (folder, *folder.parents) if each.exists()), None)
    return known and there is not None and there.is_dir() and os.access(there, os.W_OK | os.X_OK)


def outside() -> str:
    """Where a file goes that outlives the command."""
    usual = Path(tempfile.gettempdir())
    return str(usual.parent if usual.name.startswith(PREFIX) else usual)


def remove_left() -> None:
    """Remove the folders of this user's commands that ended without doing so."""
    for folder in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        with suppress(OSError):
            _remove_unless_held(folder)


def _remove_unless_held(folder: Path) -> None:
    # Without following a link: others may put one into the same place.
    opened = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    try:
        status = os.fstat(opened)
        if status.st_uid != os.geteuid() or time.time() - status.st_mtime < YOUNG_S:
            return
        fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
        shutil.rmtree(folder, ignore_errors=True)
    finally:
        os.close(opened)


def _locked(folder: Path) -> int:
    """Hold the folder: the descriptor, which no program inherits that is started."""
    try:
        opened = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    except OSError:  # no descriptor is left, say
        folder.rmdir()
        raise
    with suppress(OSError):  # where the file system has no locks nobody finds it free either
        fcntl.flock(opened, fcntl.LOCK_SH | fcntl.LOCK_NB)
    return opened


def _at_the_end(folder: Path, lock: int) -> None:
    """Remove the folder; where multiprocessing has one in there, after it has removed that."""

    def remove() -> None:
        shutil.rmtree(folder, ignore_errors=True)
        os.close(lock)

    if not any(folder.glob("pymp-*")):
        remove()
        return
    from multiprocessing.util import Finalize  # noqa: PLC0415 - loaded where it is in use

    Finalize(None, remove, exitpriority=AFTER_MULTIPROCESSING)
