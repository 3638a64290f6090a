"""Lets a notebook that looks for MNIST's files before it reads them find them: `exists`, `glob`,
`listdir`, TensorFlow's readers.

Only names that hold the same in every notebook are laid down where they are looked for: IDX and
MATLAB's. Whoever looks for a CSV or a pickle may be looking for a file of their own making, and
makes it where it is not.
"""

from __future__ import annotations

import fnmatch
import functools
import glob
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

from .mnist_files import IDX, MATLAB, READING, Files, base_name

NAMES = tuple(
    f"{half}-{what}-ubyte{packed}"
    for half in ("train", "t10k")
    for what in ("images-idx3", "labels-idx1")
    for packed in ("", ".gz")
)
"""The files as they are published, and unpacked."""
WILD = "*?["
MOST_PATTERN = 200


def _writes(args: Any, kwargs: Any) -> bool:
    """Whether TensorFlow's `FileIO(name, mode)` is opened to be written."""
    mode = kwargs.get("mode", args[2] if len(args) > 2 else "r")
    return not READING.isdisjoint(str(mode))


class FilesOnDemand:
    """Lays MNIST's files down where they are looked for."""

    def __init__(self, files: Files) -> None:
        """`files` makes them."""
        self._files = files

    def install(self) -> None:
        """Hook Python's own ways of looking."""
        looks: tuple[tuple[Any, str], ...] = (
            (os.path, "exists"),
            (os.path, "isfile"),
            (Path, "exists"),
            (Path, "is_file"),
        )
        for owner, name in looks:
            setattr(owner, name, self._seeing(getattr(owner, name)))
        vars(glob)["glob"] = self._finding(glob.glob)

    def hooks(self) -> dict[str, Callable[[Any], None]]:
        """What is done after the import of TensorFlow's readers, which open files past Python."""
        return {
            "tensorflow.python.data.ops.readers": self._teach_data,
            "tensorflow.python.lib.io.file_io": self._teach_files,
            "tensorflow.python.ops.io_ops": self._teach_reading,
        }

    def laid(self, path: Any) -> bool:
        """Whether the file that a path asks for is there now; a copy is laid down at a path of this
        machine.
        """
        target = self._target(path)
        if target is None:
            return False
        made = self._files.made(target)
        if made is None:
            return False
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(made, target)
        return True

    def _target(self, path: Any) -> Path | None:
        """The missing file that is asked for by one of MNIST's names."""
        name = base_name(path) if isinstance(path, (str, os.PathLike)) else ""
        known = bool(IDX.match(name)) or name == MATLAB
        return Path(path) if known and "://" not in str(path) else None

    def _seeing(self, stock: Callable[[Any], bool]) -> Callable[[Any], bool]:
        @functools.wraps(stock)
        def looked(path: Any) -> bool:
            return stock(path) or (
                self._target(path) is not None and self._try(path) and stock(path)
            )

        return looked

    def _finding(self, stock: Callable[..., list[str]]) -> Callable[..., list[str]]:
        @functools.wraps(stock)
        def found(pathname: Any, *args: Any, **kwargs: Any) -> list[str]:
            paths = stock(pathname, *args, **kwargs)
            if paths or not isinstance(pathname, str) or not self._lay_matching(pathname):
                return paths
            return stock(pathname, *args, **kwargs)

        return found

    def _lay_matching(self, pattern: str) -> bool:
        """Lay down what a pattern such as `data/*-ubyte.gz` is about; `*.gz` is about anything."""
        folder, name = os.path.split(pattern)
        if "ubyte" not in name or any(sign in folder for sign in WILD) or len(name) > MOST_PATTERN:
            return False
        wanted = [each for each in NAMES if fnmatch.fnmatch(each, name)]
        laid = [self._try(Path(folder) / each) for each in wanted]
        return any(laid)

    def _try(self, path: Any) -> bool:
        try:
            return self.laid(path)
        except OSError:
            return False

    def _for_tensorflow(self, path: Any) -> Any:
        """Where TensorFlow finds what it is asked for; addresses such as `gs://…` included."""
        if isinstance(path, (list, tuple)):
            return [self._for_tensorflow(each) for each in path]
        text = os.fspath(path) if isinstance(path, (str, os.PathLike)) else ""
        if (
            not text
            or not IDX.match(base_name(text))
            or ("://" not in text and os.path.lexists(text))
        ):
            return path
        return self._files.made(text) or path

    def _teach_data(self, readers: Any) -> None:
        for name in ("FixedLengthRecordDatasetV1", "FixedLengthRecordDatasetV2"):
            kind = getattr(readers, name, None)
            if kind is not None:
                kind.__init__ = self._translating(kind.__init__, place=1)

    def _teach_files(self, file_io: Any) -> None:
        file_io.FileIO.__init__ = self._translating(
            file_io.FileIO.__init__, place=1, writes=_writes
        )
        for name in ("file_exists", "file_exists_v2"):
            setattr(file_io, name, self._translating(getattr(file_io, name), place=0))

    def _teach_reading(self, io_ops: Any) -> None:
        io_ops.read_file = self._translating(io_ops.read_file, place=0)

    def _translating(
        self, stock: Any, *, place: int, writes: Callable[[Any, Any], bool] = lambda *_: False
    ) -> Any:
        """The call with another path at its place, unless it `writes`."""

        @functools.wraps(stock)
        def call(*args: Any, **kwargs: Any) -> Any:
            if len(args) > place and not writes(args, kwargs):
                args = (*args[:place], self._for_tensorflow(args[place]), *args[place + 1 :])
            return stock(*args, **kwargs)

        return call
