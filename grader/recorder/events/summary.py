"""Describes an array without sending it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np

from ..rows.pieces import SAMPLE_ROWS, Pieces
from ..shared.fingerprint import row_hashes, value_range
from ..shared.targets import target_hashes

MAX_ROWS = 2_000_000
MAX_LABELS = 200_000
MAX_NESTED = 3
MAX_INPUTS = 8
"""A longer list of arrays is a list of rows."""


@dataclass(frozen=True)
class Piece:
    """Some rows out of data that nobody saw whole, such as one batch."""

    rows: Any


def summarise(value: Any, key: str) -> tuple[dict[str, Any] | None, dict[str, np.ndarray]]:
    """Describe what was passed as data: an `ArraySummary` as a dict, and the arrays of the npz."""
    if value is None:
        return None, {}
    if isinstance(value, Pieces):
        return value.described(key)
    array = as_array(value)
    if array is not None:
        return _of_array(array, key)
    batch = as_array(value.rows) if isinstance(value, Piece) else _first_batch(value)
    if batch is None:
        names = _names(value) if key.endswith("y") else None
        unknown = {
            "key": key,
            "shape": [],
            "dtype": "",
            "minimum": 0.0,
            "maximum": 0.0,
            "kind": "other",
        }
        return unknown, {} if names is None else {f"{key}.labels": names}
    summary, arrays = _of_array(batch, key)
    return {**summary, "kind": "dataset"}, arrays


def as_array(value: Any) -> np.ndarray | None:
    """Numbers (n, ...) from whatever holds them in memory: NumPy, pandas, tensors, lists; else
    None.
    """
    value = main_input(value)
    if not isinstance(value, (np.ndarray, list, tuple)) and not hasattr(value, "__array__"):
        return None
    try:
        array = np.asarray(value)
    except Exception:
        return None
    return array if array.ndim >= 1 and array.dtype.kind in "buif" and len(array) else None


def main_input(value: Any) -> Any:
    """Of inputs in a dict, a list or a tuple, the one with the most numbers a row; anything else as
    it is.
    """
    for _ in range(MAX_NESTED):
        held = list(value.values()) if isinstance(value, dict) else value
        if not isinstance(held, (list, tuple)) or not 0 < len(held) <= MAX_INPUTS:
            return value
        if len(held) > 1 and min(len(getattr(one, "shape", ())) for one in held) < (
            1 if held is not value else 2
        ):
            return value
        value = max(held, key=lambda one: math.prod(getattr(one, "shape", (0,))[1:]))
    return value


def labels_of(array: np.ndarray) -> np.ndarray | None:
    """Integer labels (n,) from labels (n,), (n, 1) or one-hot rows (n, classes); None where it is
    neither.
    """
    if len(array) > MAX_LABELS:
        return None
    if array.ndim == 2 and array.shape[1] > 1:
        return array.argmax(1).astype(np.int32)
    flat = array.reshape(-1)
    whole = (
        len(flat) == len(array)
        and bool(np.all(np.isfinite(flat)))
        and bool(np.all(flat == np.rint(flat)))
    )
    return flat.astype(np.int32) if whole else None


def _names(value: Any) -> np.ndarray | None:
    """Labels (n,) for names such as "seven", numbered in their order; None where it holds none."""
    try:
        names = np.asarray(value)
        if names.ndim != 1 or names.dtype.kind not in "USO" or not 0 < len(names) <= MAX_LABELS:
            return None
        return np.unique(names.astype(str), return_inverse=True)[1].astype(np.int32)
    except Exception:
        return None


def _of_array(array: np.ndarray, key: str) -> tuple[dict[str, Any], dict[str, np.ndarray]]:
    low, high = value_range(array)
    summary = {
        "key": key,
        "shape": [int(length) for length in array.shape],
        "dtype": str(array.dtype),
        "minimum": low,
        "maximum": high,
    }
    index = np.unique(np.linspace(0, len(array) - 1, SAMPLE_ROWS).astype(np.int64))
    arrays = {f"{key}.sample": np.ascontiguousarray(array[index]), f"{key}.sample_index": index}
    if len(array) <= MAX_ROWS:
        arrays[f"{key}.row_hashes"] = row_hashes(array, (low, high))
    labels = labels_of(array) if key.endswith("y") else None
    if labels is not None:
        arrays[f"{key}.labels"] = labels
    if key == "y" and len(array) <= MAX_ROWS:
        arrays["y.target_hashes"] = target_hashes(array)
    return summary, arrays


def _first_batch(value: Any) -> np.ndarray | None:
    """The inputs of the first batch of a pipeline, where taking one leaves the rest in place."""
    try:
        if hasattr(value, "element_spec"):
            batch = next(iter(value.take(1)))
        elif (
            hasattr(value, "__getitem__")
            and hasattr(value, "__len__")
            and not isinstance(value, dict)
        ):
            batch = value[0]
        else:
            return None
        return as_array(batch[0] if isinstance(batch, (tuple, list)) else batch)
    except Exception:
        return None
