"""Loads data sets without a network."""

from __future__ import annotations

import functools
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

Note = Callable[[str, str], None]
"""Takes a notice's kind and its message."""
MNIST = "mnist.npz"
OTHERS = {
    "boston_housing": "Boston Housing",
    "california_housing": "California Housing",
    "cifar-100": "CIFAR-100",
    "cifar-10-": "CIFAR-10",
    "emnist": "EMNIST",
    "fashion": "Fashion-MNIST",
    "imdb": "IMDB reviews",
    "kmnist": "Kuzushiji-MNIST",
    "reuters": "Reuters newswires",
    "tf-keras-datasets/t10k-": "Fashion-MNIST",
    "tf-keras-datasets/train-": "Fashion-MNIST",
}
"""Parts of file names or addresses that Keras loads → the data set that they belong to."""


def install_get_file(
    file_utils: Any, served: dict[str, str], note: Note, files: Any = None
) -> None:
    """Make Keras' downloader find the files in `served` (name → path) and say at once that nothing
    else is there.
    """
    stock = file_utils.get_file

    @functools.wraps(stock)
    def get_file(fname: Any = None, origin: Any = None, *_: Any, **kwargs: Any) -> Any:
        name = Path(str(fname or origin or "").replace("\\", "/")).name
        path = (
            served.get(name)
            or served.get(Path(str(origin or "")).name)
            or _made(fname, origin, files)
        )
        if path is not None:
            note("dataset_served", f"{name} was served from the assignment's own files.")
            return _placed(
                path, name, kwargs.get("cache_dir"), str(kwargs.get("cache_subdir", "datasets"))
            )
        here = f"What is here: {', '.join(sorted(served)) or 'nothing'}."
        other = other_dataset(f"{fname} {origin}")
        if other is not None:
            note(
                "other_dataset",
                f"The notebook loads {other}, which is not the data of this assignment.",
            )
            raise OSError(f"{other} is not the data of this assignment, and is not here. {here}")
        note("download_refused", f"{origin or fname} was not downloaded: there is no network here.")
        raise OSError(
            f"{origin or fname} can't be downloaded: the grader runs notebooks without a network. "
            f"{here}"
        )

    file_utils.get_file = get_file


def _made(fname: Any, origin: Any, files: Any) -> str | None:
    """A file of MNIST's that is made here."""
    if files is None or other_dataset(f"{fname} {origin}") is not None:
        return None
    found: str | None = files.made(origin or "") or files.made(fname or "")
    return found


def other_dataset(asked_for: str) -> str | None:
    """The name of a known data set that a file name or an address belongs to."""
    return next((name for part, name in OTHERS.items() if part in asked_for.lower()), None)


def install_openml(openml: Any, served: dict[str, str], note: Note) -> None:
    """Answer `fetch_openml("mnist_784")` from the served MNIST, in scikit-learn's form."""
    path = served.get(MNIST)
    stock = openml.fetch_openml
    if path is None:
        return

    @functools.wraps(stock)
    def fetch_openml(name: Any = None, *_: Any, **kwargs: Any) -> Any:
        if str(name).lower() != "mnist_784" and kwargs.get("data_id") != 554:
            asked_for = name or kwargs.get("data_id")
            note(
                "other_dataset",
                f"The notebook loads {asked_for} from OpenML, which is not the data of this "
                f"assignment.",
            )
            raise OSError(
                f"OpenML's {asked_for} is not the data of this assignment, and is not here: there "
                f"is mnist_784."
            )
        note("dataset_served", "mnist_784 was served from the assignment's own files.")
        return _openml_bunch(path, **kwargs)

    openml.fetch_openml = fetch_openml


def install_mldata(datasets: Any, served: dict[str, str], note: Note) -> None:
    """Bring back `fetch_mldata("MNIST original")`: a site that is gone, in the form that
    scikit-learn gave it.
    """
    path = served.get(MNIST)
    if path is None or "fetch_mldata" in vars(datasets):
        return

    def fetch_mldata(dataname: Any, *_: Any, **__: Any) -> Any:
        if str(dataname).lower().replace("-", " ") != "mnist original":
            raise OSError(
                f"mldata.org is gone, and {dataname} is not here: there is MNIST original."
            )
        note(
            "compatibility",
            "sklearn.datasets.fetch_mldata is not part of today's stack and was replaced."
            " Today: fetch_openml('mnist_784')",
        )
        note("dataset_served", "MNIST original was served from the assignment's own files.")
        return _mldata_bunch(path)

    datasets.fetch_mldata = fetch_mldata


def _mldata_bunch(path: str) -> Any:
    """70,000 rows; the first 60,000 and the last 10,000 are each sorted by label."""
    import numpy as np
    from sklearn.utils import Bunch

    halves = []
    with np.load(path, allow_pickle=False) as arrays:
        for part in ("train", "test"):
            order = np.argsort(arrays[f"y_{part}"], kind="stable")
            halves.append(
                (arrays[f"x_{part}"][order].reshape(len(order), -1), arrays[f"y_{part}"][order])
            )
    images, labels = (np.concatenate(both) for both in zip(*halves))
    return Bunch(
        data=images,
        target=labels.astype(np.float64),
        COL_NAMES=["label", "data"],
        DESCR="MNIST original",
    )


def _placed(path: str, name: str, cache_dir: Any, cache_subdir: str) -> str:
    """Put a copy where Keras would have downloaded it to, so that `os.path` games of the student's
    go on.
    """
    root = Path(cache_dir) if cache_dir else Path.home() / ".keras"
    target = root / cache_subdir / name
    try:
        if not target.exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            try:
                target.symlink_to(path)
            except OSError:
                shutil.copyfile(path, target)
    except OSError:
        return path
    return str(target)


def _openml_bunch(path: str, **kwargs: Any) -> Any:
    import numpy as np
    from sklearn.utils import Bunch

    with np.load(path, allow_pickle=False) as arrays:
        images = np.concatenate([arrays["x_train"], arrays["x_test"]]).reshape(70_000, 784)
        labels = np.concatenate([arrays["y_train"], arrays["y_test"]]).astype(str).astype(object)
    data: Any = images.astype(np.float64)
    target: Any = labels
    if kwargs.get("as_frame", "auto") in ("auto", True):
        import pandas as pd

        data = pd.DataFrame(
            images.astype(np.int64), columns=[f"pixel{place}" for place in range(1, 785)]
        )
        target = pd.Series(labels, name="class", dtype="category")
    if kwargs.get("return_X_y"):
        return data, target
    return Bunch(
        data=data,
        target=target,
        feature_names=[f"pixel{place}" for place in range(1, 785)],
        DESCR="MNIST",
    )
