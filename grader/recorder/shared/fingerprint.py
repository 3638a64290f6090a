"""Recognises rows of data whatever the student did to scale them.

The hash of a row, so that a host can compute the same from its own copy of the data:

1. `low`, `high`: the least and greatest finite value of the *whole* array.
2. The row is flattened (C order) and mapped to whole numbers 0..255:
   `floor((v - low) * 255 / (high - low) + BIAS)`; all zeros where `high == low`, 0 where `v` is not
   a number. Raw bytes, bytes / 255, values standardised by two scalars and values in [-1, 1]
   therefore give the same numbers.
3. The numbers are padded with zeros to a multiple of 8, read as little-endian 64-bit words `w[i]`,
   and summed up as `sum(w[i] * k[i])` modulo 2**64, where `k[i]` is odd and comes from splitmix64
   of `i + 1`.
4. The number of values in the row is added and the sum goes through splitmix64's finaliser.

`BIAS` is a little more than one half: values that lie exactly between two whole numbers (digits of
0..16 do) go up however the student's arithmetic rounded them.
"""

from __future__ import annotations

import numpy as np

BIAS = 0.5 + 2**-7
_CHUNK_BYTES = 8 * 1024 * 1024
_GOLDEN = 0x9E3779B97F4A7C15


def row_hashes(array: np.ndarray, bounds: tuple[float, float] | None = None) -> np.ndarray:
    """Hash every row of `array` (n, ...), numbers or truth values; returns (n,) uint64.

    `bounds` is `value_range(array)`, where that is known already.
    """
    rows = array.reshape(len(array), -1)
    low, high = bounds or value_range(array)
    values = rows.shape[1]
    factors = _factors(values)
    sums = np.empty(len(rows), dtype=np.uint64)
    step = max(1, _CHUNK_BYTES // (4 * max(values, 1)))
    for start in range(0, len(rows), step):
        whole = levels(rows[start : start + step], low, high)
        sums[start : start + step] = (_words(whole) * factors).sum(axis=1, dtype=np.uint64)
    return finished(sums, values)


def position_factors(values: int) -> np.ndarray:
    """What the number at each place of a row of so many `values` is multiplied with; (values,)
    uint64.

    A word's bytes are its low and high digits, so that the sum of step 3 is also a sum over the
    single numbers.
    """
    places = np.arange(values, dtype=np.uint64)
    return _factors(values)[places // np.uint64(8)] << (np.uint64(8) * (places % np.uint64(8)))


def finished(sums: np.ndarray, values: int) -> np.ndarray:
    """The hashes of rows of so many `values`, from the sums of step 3 (n,) uint64."""
    return _mix(sums + np.uint64(values))


def _factors(values: int) -> np.ndarray:
    """The odd numbers that the words of a row are multiplied with."""
    return _mix(np.arange(1, (values + 7) // 8 + 1, dtype=np.uint64)) | np.uint64(1)


def value_range(array: np.ndarray) -> tuple[float, float]:
    """Return the least and greatest finite value of `array`; (0, 0) where there is none."""
    if array.size == 0:
        return 0.0, 0.0
    low, high = float(array.min()), float(array.max())
    if np.isfinite(low) and np.isfinite(high):
        return low, high
    finite = array[np.isfinite(array)]
    return (float(finite.min()), float(finite.max())) if finite.size else (0.0, 0.0)


def levels(rows: np.ndarray, low: float, high: float) -> np.ndarray:
    """Map `rows` (n, v) from [low, high] to 0..255 as uint8."""
    if rows.dtype == np.uint8 and (low, high) == (0.0, 255.0):
        return rows
    if high <= low:
        return np.zeros(rows.shape, dtype=np.uint8)
    wide = np.float64 if rows.dtype.itemsize > 4 or rows.dtype.kind in "iu" else np.float32
    with np.errstate(
        over="ignore", invalid="ignore"
    ):  # of rows far outside of what their kernel says they lie in
        scaled = np.subtract(rows, low, dtype=wide)
        scaled *= 255.0 / (high - low)
        scaled += BIAS
        if not np.isfinite(scaled).all():
            scaled = np.nan_to_num(scaled, copy=False, nan=0.0, posinf=255.0, neginf=0.0)
        return np.clip(scaled, 0.0, 255.0, out=scaled).astype(np.uint8)


def _words(levels: np.ndarray) -> np.ndarray:
    """Read `levels` (n, v) uint8 as (n, ceil(v / 8)) little-endian uint64."""
    padding = -levels.shape[1] % 8
    padded = np.pad(levels, ((0, 0), (0, padding))) if padding else levels
    return np.ascontiguousarray(padded).view("<u8")  # a frame's columns lie one after another


def _mix(words: np.ndarray) -> np.ndarray:
    """splitmix64 of every word of `words` (uint64)."""
    z = words + np.uint64(_GOLDEN)
    z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return z ^ (z >> np.uint64(31))
