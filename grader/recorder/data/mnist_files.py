"""Makes the files that MNIST is known by from the assignment's images: IDX, packed or not, CSV,
pickle, MATLAB's.

A file is made when a notebook opens one of these names where no such file is, whatever the folder:
the student had it there.
"""

from __future__ import annotations

import builtins
import functools
import gzip
import io
import os
import pickle
import re
import struct
from collections.abc import Callable
from pathlib import Path
from typing import Any

from .copies import UNKNOWN, all_images, csv_layout
from .datasets import other_dataset

Note = Callable[[str, str], None]
"""Takes a notice's kind and its message."""
IDX = re.compile(
    r"^(train|t10k|test)[-_. ]?(images|labels)[-_. ]?(idx)?[13][-_. ]?ubyte(\(\d+\))?(\.gz)?$"
)
PICKLE = re.compile(r"^mnist(_py3k)?\.pkl(\.gz)?$")
MATLAB = "mnist-original.mat"
FOLDER = ".elsewhere/served"
"""Where files are made, below the home."""
VALIDATION = 10_000
"""The last rows of the training images, in the pickle of deeplearning.net."""
READING = frozenset("wax+")
"""Letters of a file mode that read nothing, or not only."""


def base_name(path: Any) -> str:
    """The last part of a path or an address of any system, in small letters."""
    return str(path).replace("\\", "/").rstrip("/").rsplit("/", 1)[-1].partition("?")[0].lower()


class Files:
    """The assignment's images, as files."""

    def __init__(self, npz: str, note: Note) -> None:
        """`npz` is Keras' file."""
        self._npz, self._note = npz, note

    def made(self, asked_for: Any) -> str | None:
        """Where the file lies that a path or an address asks for; None for a name that is not
        MNIST's.
        """
        name = base_name(asked_for)
        make = self._maker(name, str(asked_for))
        if make is None or other_dataset(str(asked_for)) is not None:
            return None
        target = Path.home() / FOLDER / name
        if not os.path.lexists(target):  # which nobody hooks
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(make())
        self._note(
            "dataset_served", f"{name} is not here; it was made from the assignment's own images."
        )
        return str(target)

    def _maker(self, name: str, asked_for: str) -> Callable[[], bytes] | None:
        if found := IDX.match(name):
            return functools.partial(
                self._idx, found[1] == "train", found[2], packed=bool(found[5])
            )
        if PICKLE.match(name):
            return functools.partial(self._pickle, packed=name.endswith(".gz"))
        if name == MATLAB:
            return self._matlab
        if name == base_name(self._npz):
            return Path(self._npz).read_bytes
        layout = csv_layout(asked_for, {})
        return functools.partial(self._csv, layout) if layout is not None else None

    def _half(self, *, train: bool) -> tuple[Any, Any]:
        import numpy as np

        part = "train" if train else "test"
        with np.load(self._npz, allow_pickle=False) as arrays:
            return arrays[f"x_{part}"], arrays[f"y_{part}"].astype(np.uint8)

    def _idx(self, train: bool, what: str, *, packed: bool) -> bytes:  # noqa: FBT001 - made by `partial` only
        images, labels = self._half(train=train)
        content = labels if what == "labels" else images
        head = struct.pack(f">BBBB{content.ndim}I", 0, 0, 8, content.ndim, *content.shape)
        made = head + content.tobytes()
        return gzip.compress(made, 1) if packed else made

    def _pickle(self, *, packed: bool) -> bytes:
        import numpy as np

        halves = [
            (x.reshape(len(x), -1).astype(np.float32) / 256, y.astype(np.int64))
            for x, y in map(self._of, (True, False))
        ]
        (x, y), test = halves
        parts = ((x[:-VALIDATION], y[:-VALIDATION]), (x[-VALIDATION:], y[-VALIDATION:]), test)
        made = pickle.dumps(parts, protocol=2)
        return gzip.compress(made, 1) if packed else made

    def _of(self, train: bool) -> tuple[Any, Any]:  # noqa: FBT001 - mapped
        return self._half(train=train)

    def _matlab(self) -> bytes:
        import numpy as np
        from scipy.io import savemat

        images, labels = all_images(self._npz)
        file: Any = io.BytesIO()
        savemat(
            file,
            {"data": images.reshape(len(images), -1).T, "label": labels[None].astype(np.float64)},
        )
        return bytes(file.getvalue())

    def _csv(self, layout: Any) -> bytes:
        images, labels = all_images(self._npz)
        words = [str(value) for value in range(256)]
        rows = images[layout.start : layout.stop].reshape(layout.stop - layout.start, -1).tolist()
        lines = [",".join([words[value] for value in row]) for row in rows]
        if layout.labelled:
            lines = [
                f"{label},{line}" for label, line in zip(labels[layout.start : layout.stop], lines)
            ]
        if layout.pixel not in ("", UNKNOWN):
            lines.insert(0, ",".join(layout.names(images.shape[2])))
        return "\n".join([*lines, ""]).encode()


def install(files: Files) -> None:
    """Let `open` find what is asked for."""
    stock = builtins.open

    @functools.wraps(stock)
    def open_(file: Any, mode: Any = "r", *args: Any, **kwargs: Any) -> Any:
        try:
            return stock(file, mode, *args, **kwargs)
        except (FileNotFoundError, NotADirectoryError):
            reads = (
                isinstance(mode, str)
                and READING.isdisjoint(mode)
                and isinstance(file, (str, os.PathLike))
            )
            made = files.made(os.fspath(file)) if reads else None
            if made is None:
                raise
            return stock(made, mode, *args, **kwargs)

    builtins.open = io.open = open_


def hooks(files: Files) -> dict[str, Callable[[Any], None]]:
    """What is done after the import of what reads or downloads past Python's `open`."""
    return {
        "numpy.lib._datasource": lambda module: _find_for_numpy(module.DataSource, files),
        "requests.sessions": lambda module: _answer_requests(module, files),
        "urllib.request": lambda module: _answer_urllib(module, files),
    }


def _find_for_numpy(source: Any, files: Files) -> None:
    """`np.loadtxt` and `np.genfromtxt` look for the file first."""
    stock = source._findfile

    def findfile(self: Any, path: Any) -> Any:
        return stock(self, path) or files.made(path)

    source._findfile = findfile


def _answer_urllib(request: Any, files: Files) -> None:
    urlopen, urlretrieve = request.urlopen, request.urlretrieve

    def address(url: Any) -> str:
        return str(getattr(url, "full_url", url))

    @functools.wraps(urlopen)
    def open_address(url: Any, *args: Any, **kwargs: Any) -> Any:
        made = files.made(address(url))
        if made is None:
            return urlopen(url, *args, **kwargs)
        from email.message import Message
        from urllib.response import addinfourl

        return addinfourl(io.BytesIO(Path(made).read_bytes()), Message(), address(url), 200)

    @functools.wraps(urlretrieve)
    def retrieve(url: Any, filename: Any = None, *args: Any, **kwargs: Any) -> Any:
        made = files.made(address(url))
        if made is None:
            return urlretrieve(url, filename, *args, **kwargs)
        if filename is None:
            return made, {}
        with open(filename, "wb") as file:  # noqa: PTH123 - the notebook's own `open`, which makes folders
            file.write(Path(made).read_bytes())
        return filename, {}

    request.urlopen, request.urlretrieve = open_address, retrieve


def _answer_requests(sessions: Any, files: Files) -> None:
    stock = sessions.Session.request

    @functools.wraps(stock)
    def request(self: Any, method: Any, url: Any, *args: Any, **kwargs: Any) -> Any:
        made = files.made(url) if str(method).lower() == "get" else None
        if made is None:
            return stock(self, method, url, *args, **kwargs)
        import requests

        response = requests.Response()
        response.status_code, response.url = 200, str(url)
        response.raw = io.BytesIO(Path(made).read_bytes())
        return response

    sessions.Session.request = request
