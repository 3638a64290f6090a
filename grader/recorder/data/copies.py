"""Recognises the assignment's images where a notebook has them from somewhere else: a CSV file of
Kaggle's, an npz.

Only where a file is not there. Then the images that are here are handed out in the layout that the
file would have had; which of them Kaggle had put into which file nobody can tell, and it does not
matter.
"""

from __future__ import annotations

import errno
import functools
import io
import os
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import Any

from .datasets import MNIST, other_dataset

Note = Callable[[str, str], None]
"""Takes a notice's kind and its message."""


@dataclass(frozen=True)
class CsvLayout:
    """What a CSV file of MNIST holds: a row an image, 784 columns of pixels, most often with the
    label first.
    """

    start: int
    stop: int
    """Rows of training and held-out images one after the other."""
    pixel: str = ""
    """How pixel columns are named: `pixel0` or `1x1`; empty where the file has no line of names."""
    labelled: bool = True

    def names(self, side: int) -> list[str]:
        """What the columns of images of `side` × `side` pixels are called."""
        places = range(side * side)
        pixels = [self.pixel.format(place, place // side + 1, place % side + 1) for place in places]
        return ["label", *pixels] if self.labelled else pixels


LAYOUTS = {
    "train.csv": CsvLayout(0, 42_000, "pixel{0}"),
    "test.csv": CsvLayout(42_000, 70_000, "pixel{0}", labelled=False),
    "mnist_train.csv": CsvLayout(0, 60_000, "{1}x{2}"),
    "mnist_test.csv": CsvLayout(60_000, 70_000, "{1}x{2}"),
    "mnist_train_small.csv": CsvLayout(0, 20_000),
}
"""Kaggle's digit recognizer, Kaggle's and others' MNIST in CSV, Colab's `sample_data`."""
NAMED = re.compile(
    r"^(?:mnist|digits?|handwritten)\w*?[-_ ]*(train|test)\w*$|^(train|test)\w*?[-_ "
    r"](?:mnist|digits?)$"
)
"""Other names of such files, without their endings: `digit_train.csv`, `MNIST-test.csv`,
`train_mnist.csv`.
"""
UNKNOWN = "?"
"""For names of columns: the file has none, and pandas takes its first row for them."""
SUBMISSION = "sample_submission.csv"


def install_csv(pandas: Any, served: dict[str, str], note: Note) -> None:
    """Let `read_csv` find MNIST under the names that it is known by."""
    stock = pandas.read_csv

    @functools.wraps(stock)
    def read_csv(filepath_or_buffer: Any, *args: Any, **kwargs: Any) -> Any:
        try:
            if MNIST in served and _is_ours_to_make(filepath_or_buffer, kwargs):
                raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), filepath_or_buffer)
            return stock(filepath_or_buffer, *args, **kwargs)
        except OSError as error:
            if not isinstance(filepath_or_buffer, (str, os.PathLike)) or not _is_missing(error):
                raise
            path = os.fspath(filepath_or_buffer)
            _refuse_others(path, note)
            layout = csv_layout(path, kwargs)
            if MNIST not in served or (
                layout is None and PurePath(path).name.lower() != SUBMISSION
            ):
                raise
            name = PurePath(path).name
            note(
                "dataset_served",
                f"{name} is not here; the assignment's own images were served in its layout.",
            )
            frame = (
                _submission(pandas)
                if layout is None
                else _frame(pandas, stock, layout, served[MNIST])
            )
            return (
                frame.head(kwargs["nrows"]).copy()
                if isinstance(kwargs.get("nrows"), int)
                else frame
            )

    pandas.read_csv = read_csv


def install_npz(numpy: Any, served: dict[str, str], note: Note) -> None:
    """Let `np.load` find the served files in whichever folder the student had them."""
    stock = numpy.load

    @functools.wraps(stock)
    def load(file: Any, *args: Any, **kwargs: Any) -> Any:
        try:
            return stock(file, *args, **kwargs)
        except FileNotFoundError:
            name = PurePath(os.fspath(file)).name
            if name not in served:
                raise
            note("dataset_served", f"{name} was served from the assignment's own files.")
            return stock(served[name], *args, **kwargs)

    numpy.load = load


def _is_ours_to_make(path: Any, kwargs: dict[str, Any]) -> bool:
    """Whether `read_csv` asks for a file that isn't here: only it knows whether the first line
    should be names.
    """
    if not isinstance(path, (str, os.PathLike)) or Path(path).exists():
        return False
    return csv_layout(os.fspath(path), kwargs) is not None


def _is_missing(error: OSError) -> bool:
    """Whether the file is not there: no such path, or an address that nothing can be fetched
    from.
    """
    return isinstance(error, FileNotFoundError) or type(error).__name__ in ("URLError", "HTTPError")


def _refuse_others(path: str, note: Note) -> None:
    other = other_dataset(path)
    if other is not None:
        note(
            "other_dataset",
            f"The notebook loads {other}, which is not the data of this assignment.",
        )
        raise FileNotFoundError(
            f"{other} is not the data of this assignment, and is not here: {path}"
        )


def csv_layout(path: str, kwargs: dict[str, Any]) -> CsvLayout | None:
    """What the file would hold; None for a file of another name, or one that is asked for in
    pieces.
    """
    layout = _named(path)
    if layout is None or kwargs.get("chunksize") or kwargs.get("iterator"):
        return None
    without_names = "sample_data" in path or ("header" in kwargs and kwargs["header"] is None)
    names = "" if without_names else layout.pixel
    if not names and "header" not in kwargs and "names" not in kwargs:
        names = UNKNOWN
    return CsvLayout(layout.start, layout.stop, names, labelled=layout.labelled)


def _named(path: str) -> CsvLayout | None:
    name = path.lower().replace("\\", "/").rsplit("/", 1)[-1]
    for ending in (".zip", ".gz"):
        name = name.removesuffix(ending)
    found = NAMED.match(name.removesuffix(".csv")) if name.endswith(".csv") else None
    if name in LAYOUTS or found is None:
        return LAYOUTS.get(name)
    return LAYOUTS["mnist_train.csv" if "train" in found[0] else "mnist_test.csv"]


def _frame(pandas: Any, read_csv: Any, layout: CsvLayout, path: str) -> Any:
    """The images as pandas would have read them; where a first row was taken for names, without
    it.
    """
    import numpy as np

    images, labels = all_images(path)
    rows = images[layout.start : layout.stop].reshape(layout.stop - layout.start, -1)
    if layout.labelled:
        rows = np.column_stack([labels[layout.start : layout.stop].astype(np.uint8), rows])
    if layout.pixel == UNKNOWN:
        names = read_csv(io.StringIO(",".join(map(str, rows[0])))).columns
        return pandas.DataFrame(rows[1:].astype(np.int64), columns=names)
    frame = pandas.DataFrame(rows.astype(np.int64))
    if layout.pixel:
        frame.columns = layout.names(images.shape[2])
    return frame


def _submission(pandas: Any) -> Any:
    """What Kaggle shows as an example of predictions: 28,000 times 0."""
    return pandas.DataFrame({"ImageId": range(1, 28_001), "Label": 0})


def all_images(path: str) -> tuple[Any, Any]:
    """Training and held-out images one after the other, and their labels."""
    import numpy as np

    with np.load(path, allow_pickle=False) as arrays:
        images = np.concatenate([arrays["x_train"], arrays["x_test"]])
        labels = np.concatenate([arrays["y_train"], arrays["y_test"]])
    return images, labels
