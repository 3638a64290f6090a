"""Copies files for TensorFlow, whose own copying knows one call of the system only, `sendfile`,
which a sandbox refuses.
"""

from __future__ import annotations

import functools
import os
import shutil
from pathlib import Path
from types import ModuleType
from typing import Any

MODULE = "tensorflow.python.lib.io.file_io"
LOCAL = "file://"


def install(module: ModuleType) -> None:
    """Hook what `tf.io.gfile.copy` calls, after its module's import."""
    library: Any = module._pywrap_file_io
    library.CopyFile = _copying(library.CopyFile)


def _copying(stock: Any) -> Any:
    @functools.wraps(stock)
    def CopyFile(source: Any, target: Any, overwrite: bool = False) -> Any:  # noqa: FBT001, FBT002, N802 - theirs
        try:
            return stock(source, target, overwrite)
        except Exception as error:
            # Whatever else is wrong it has said before the first byte.
            if type(error).__name__ != "UnimplementedError" or not _is_file(source):
                raise
        shutil.copyfile(_path(source), _path(target))
        shutil.copymode(_path(source), _path(target))
        return None

    return CopyFile


def _is_file(name: Any) -> bool:
    return Path(_path(name)).is_file()


def _path(name: Any) -> str:
    path = os.fsdecode(name)
    return path.removeprefix(LOCAL)
