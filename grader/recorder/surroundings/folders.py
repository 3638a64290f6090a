"""Makes a missing folder when something is saved into it, whoever saves it: on the student's
machine it was there.

Only after the system has said that the folder is missing, and never for reading.
"""

from __future__ import annotations

import builtins
import contextlib
import functools
import io
import os
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

CREATING = frozenset("wax")
"""Letters of a file mode that make a new file."""


def install() -> None:
    """Hook what opens and moves files."""
    builtins.open = io.open = _opening(builtins.open)
    os.mkdir = _with_parents(os.mkdir)
    os.rename = _with_parents_of_target(os.rename)
    os.replace = _with_parents_of_target(os.replace)


def hooks() -> dict[str, Callable[[ModuleType], None]]:
    """What is done after the import of libraries that write files past Python's `open`."""
    return {
        "h5py._hl.files": lambda module: _hook_hdf5(module.File),
        "pandas.io.common": _hook_pandas,
        "cv2": _hook_opencv,
    }


def make_parent(path: Any) -> bool:
    """Make the folder that `path` lies in; whether there is one now that was missing."""
    if not isinstance(path, (str, bytes, os.PathLike)):
        return False
    parent = Path(os.fsdecode(path)).parent
    if parent.exists():
        return False
    with contextlib.suppress(OSError):
        parent.mkdir(parents=True, exist_ok=True)
    return parent.is_dir()


def _opening(stock: Any) -> Any:
    @functools.wraps(stock)
    def open_(file: Any, mode: Any = "r", *args: Any, **kwargs: Any) -> Any:
        try:
            return stock(file, mode, *args, **kwargs)
        except FileNotFoundError:
            if not isinstance(mode, str) or CREATING.isdisjoint(mode) or not make_parent(file):
                raise
        return stock(file, mode, *args, **kwargs)

    return open_


def _with_parents(stock: Any) -> Any:
    @functools.wraps(stock)
    def mkdir(path: Any, *args: Any, **kwargs: Any) -> None:
        try:
            return stock(path, *args, **kwargs)
        except FileNotFoundError:
            if not make_parent(path):
                raise
        return stock(path, *args, **kwargs)

    return mkdir


def _with_parents_of_target(stock: Any) -> Any:
    @functools.wraps(stock)
    def move(source: Any, target: Any, *args: Any, **kwargs: Any) -> None:
        try:
            return stock(source, target, *args, **kwargs)
        except FileNotFoundError:
            if not os.path.lexists(source) or not make_parent(target):
                raise
        return stock(source, target, *args, **kwargs)

    return move


def _hook_hdf5(file: Any) -> None:
    stock = file.__init__

    @functools.wraps(stock)
    def init(self: Any, name: Any, mode: Any = "r", *args: Any, **kwargs: Any) -> None:
        if isinstance(mode, str) and not CREATING.isdisjoint(mode):
            make_parent(name)
        stock(self, name, mode, *args, **kwargs)

    file.__init__ = init


def _hook_pandas(common: Any) -> None:
    """Pandas looks for the folder itself before it opens anything."""
    stock = common.check_parent_directory

    @functools.wraps(stock)
    def check_parent_directory(path: Any) -> None:
        make_parent(path)
        stock(path)

    common.check_parent_directory = check_parent_directory


def _hook_opencv(cv2: Any) -> None:
    """OpenCV says False where it could not write, which nobody reads."""
    stock = cv2.imwrite

    @functools.wraps(stock)
    def imwrite(filename: Any, *args: Any, **kwargs: Any) -> Any:
        make_parent(filename)
        return stock(filename, *args, **kwargs)

    cv2.imwrite = imwrite
