"""How is the data of an assignment read?"""

from __future__ import annotations

import hashlib
import zipfile
from pathlib import Path

import numpy as np

from grader.errors import ConfigError, Problem
from grader.model.assignment import Assignment
from grader.model.dataset import Dataset


def load_dataset(assignment: Assignment) -> Dataset:
    """Read the assignment's npz; raises ConfigError where it is missing or does not hold what the YAML names."""
    spec, path = assignment.dataset, assignment.dataset_path
    try:
        with np.load(path, allow_pickle=False) as arrays:
            train_x, train_y, held_out_x, held_out_y = (arrays[name] for name in (*spec.train, *spec.held_out))
    except FileNotFoundError:
        raise _problem(path, "no such file", "the data file must lie where `dataset.file` says") from None
    except KeyError as missing:
        raise _problem(path, f"holds no array {missing}", "check `dataset.train` and `dataset.held_out`") from None
    except (OSError, ValueError, zipfile.BadZipFile) as error:
        raise _problem(path, f"not a readable npz ({error})", "write it with numpy.savez") from None
    if len(train_x) != len(train_y) or len(held_out_x) != len(held_out_y):
        raise _problem(path, "inputs and labels differ in length", "check `dataset.train` and `dataset.held_out`")
    classes = spec.classes or tuple(str(label) for label in range(int(max(train_y.max(), held_out_y.max())) + 1))
    return Dataset(train_x, train_y, held_out_x, held_out_y, classes)


def dataset_sha256(assignment: Assignment) -> str:
    """SHA-256 of the data file, lower-case hex."""
    with assignment.dataset_path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _problem(path: Path, message: str, hint: str) -> ConfigError:
    return ConfigError([Problem(str(path), None, "", message)], hint=hint)
