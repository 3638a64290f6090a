"""Reads the data of an assignment, and says what of it can't be used."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from grader.errors import ConfigError, Problem
from grader.model.assignment import Assignment
from grader.model.dataset import Dataset
from grader.text.spelling import nearest

InputsAndLabels = tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]
MOST_CLASSES = 10_000
MOST_UNPACKED_BYTES = 8 * 1024**3
"""All of it is held in memory; zeros are packed a thousand to one."""
WRITE = "write it with numpy.savez(file, x_train=…, y_train=…, x_test=…, y_test=…)"


def load_dataset(assignment: Assignment) -> Dataset:
    """Read the assignment's npz; raises ConfigError where it is missing or does not hold what the
    YAML names.
    """
    if not assignment.has_data:
        return no_data()
    arrays = _read(assignment)
    problems = list(_problems(assignment, arrays, None))
    if problems:
        raise ConfigError(
            problems, hint="check `dataset` in assignment.yaml and the file that it names"
        )
    train_y, held_out_y = arrays[1], arrays[3]
    classes = assignment.dataset.classes or tuple(
        str(label) for label in range(int(max(train_y.max(), held_out_y.max())) + 1)
    )
    return Dataset(*arrays, classes)


def no_data() -> Dataset:
    """What stands for the data of an assignment that asks for no models: an example on either
    side, of one number that no notebook trains on.
    """
    labels = np.zeros(1, np.int64)
    return Dataset(np.array([[0.1234567891]]), labels, np.array([[0.9876543219]]), labels, ())


def dataset_problems(assignment: Assignment, *, classes_line: int | None = None) -> list[Problem]:
    """All that is wrong with the data; `classes_line` is where the YAML names the classes."""
    if not assignment.has_data:
        return []
    try:
        return list(_problems(assignment, _read(assignment), classes_line))
    except ConfigError as error:
        return list(error.problems)


def dataset_sha256(assignment: Assignment) -> str:
    """SHA-256 of the data file, lower-case hex."""
    with assignment.dataset_path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _read(assignment: Assignment) -> InputsAndLabels:
    spec, path = assignment.dataset, assignment.dataset_path
    names = (*spec.train, *spec.held_out)
    try:
        found = _arrays(path, names)
    except ConfigError:
        raise
    except (FileNotFoundError, IsADirectoryError):
        what = "a folder, not a file" if path.is_dir() else "no such file"
        raise _problem(path, what, "the data file must lie where `dataset.file` says") from None
    except Exception as error:  # noqa: BLE001 - NumPy parses it as Python, `zipfile` unpacks it: either raises anything
        raise _unreadable(path, error) from None
    train_x, train_y, held_out_x, held_out_y = (found[name] for name in names)
    return train_x, train_y, held_out_x, held_out_y


def _arrays(path: Path, names: Sequence[str]) -> dict[str, np.ndarray]:
    if path.exists() and not path.is_file() and not path.is_dir():
        raise _problem(path, "neither a file nor a link to one", WRITE)
    opened = np.load(path, allow_pickle=False)
    if not isinstance(opened, np.lib.npyio.NpzFile):
        raise _problem(path, "one array, not a readable npz with several", WRITE)
    with opened as arrays:
        missing = [
            f"holds no array {name!r}" + nearest(name, arrays.files)
            for name in names
            if name not in arrays
        ]
        if missing:
            raise _problem(path, "; ".join(missing), "check `dataset.train` and `dataset.held_out`")
        members = arrays.zip.infolist() if arrays.zip else []
        if sum(int(one.file_size) for one in members) > MOST_UNPACKED_BYTES:
            what = f"more than {MOST_UNPACKED_BYTES // 1024**3} GiB when it is unpacked"
            raise _problem(path, what, "take fewer examples, or a smaller kind of number")
        found = {name: arrays[name] for name in names}
    for name, array in found.items():
        if not isinstance(array, np.ndarray):  # NumPy hands out the bytes of what is none
            raise _problem(path, f"holds under {name!r} something that is not an array", WRITE)
    return found


def _unreadable(path: Path, error: Exception) -> ConfigError:
    """What is said of a file that NumPy can't read."""
    if "Object arrays" in str(error):
        what = "holds an array of Python objects, as pandas makes of mixed columns"
        return _problem(path, what, f'{WRITE}, of numbers: frame.to_numpy("float32")')
    if "pickled" in str(error):
        return _problem(path, f"no npz, but another kind of file ({path.suffix})", WRITE)
    return _problem(path, f"not a readable npz ({error or type(error).__name__})", WRITE)


def _problems(
    assignment: Assignment, arrays: InputsAndLabels, classes_line: int | None
) -> Iterator[Problem]:
    path, spec = str(assignment.dataset_path), assignment.dataset
    train_x, train_y, held_out_x, held_out_y = arrays
    for names, x, y in ((spec.train, train_x, train_y), (spec.held_out, held_out_x, held_out_y)):
        yield from (
            Problem(path, None, where, message) for where, message in _pair_problems(names, x, y)
        )
    if train_x.shape[1:] != held_out_x.shape[1:]:
        message = (
            f"one example has the shape {held_out_x.shape[1:]}, in {spec.train[0]!r} it is "
            f"{train_x.shape[1:]}"
        )
        yield Problem(path, None, spec.held_out[0], message)
    if not (_are_labels(train_y) and _are_labels(held_out_y)):
        return
    highest = int(max(train_y.max(), held_out_y.max()))
    if spec.classes and highest >= len(spec.classes):
        message = (
            f"names {len(spec.classes)} classes, but the labels in {Path(path).name} go up to "
            f"{highest}"
        )
        yield Problem(
            str(assignment.folder / "assignment.yaml"), classes_line, "dataset.classes", message
        )


def _pair_problems(
    names: tuple[str, str], x: np.ndarray, y: np.ndarray
) -> Iterator[tuple[str, str]]:
    inputs, labels = names
    if len(np.shape(x)) < 2 or x.dtype.kind not in "biuf" or not x.size:
        yield (
            inputs,
            (
                f"expected numbers, a row or a picture for every example, got {x.dtype} of shape "
                f"{x.shape}"
            ),
        )
    elif x.dtype.kind == "f" and not np.isfinite(x).all():
        yield (
            inputs,
            (
                f"{np.count_nonzero(~np.isfinite(x)):,} of its {x.size:,} values are not numbers "
                "(NaN or infinite)"
            ),
        )
    if not _are_labels(y):
        yield (
            labels,
            f"expected one label for every example, a whole number from 0, got {_what_came(y)}",
        )
    if x.ndim and y.ndim and len(x) != len(y):
        yield labels, f"inputs and labels differ in length: {len(x):,} and {len(y):,}"


def _what_came(y: np.ndarray) -> str:
    """Words for labels that are none, with what makes labels of them."""
    plain = f"{y.dtype} of shape {y.shape}"
    if y.ndim == 2:
        column = f"a column of shape {y.shape}: y.ravel() makes a row of it"
        return column if y.shape[1] == 1 else "one-hot rows: y.argmax(axis=1) gives their labels"
    if y.ndim != 1 or not y.size or y.dtype.kind not in "USbiuf":
        return plain
    if y.dtype.kind in "US":
        return (
            f"words such as {str(y[0])!r}: numpy.unique(y, return_inverse=True) numbers them, and "
            "`dataset.classes` names them in that order"
        )
    return "True and False: y.astype(int)" if y.dtype.kind == "b" else _what_numbers(y)


def _what_numbers(y: np.ndarray) -> str:
    if not np.isfinite(y).all():
        return "values that are not numbers (NaN or infinite)"
    amounts = y[y != np.floor(y)]
    if amounts.size:
        return (
            f"numbers such as {amounts[0]:g}: an assignment is about classes; models that predict "
            "an amount (regression) can't be measured"
        )
    return f"{y.min():g} to {y.max():g}, of at most {MOST_CLASSES:,} classes"


def _are_labels(y: np.ndarray) -> bool:
    whole = y.dtype.kind in "iu" or (
        y.dtype.kind == "f" and bool(np.isfinite(y).all() and (y == np.floor(y)).all())
    )
    return y.ndim == 1 and bool(y.size) and whole and y.min() >= 0 and y.max() < MOST_CLASSES


def _problem(path: Path, message: str, hint: str) -> ConfigError:
    return ConfigError([Problem(str(path), None, "", message)], hint=hint)
