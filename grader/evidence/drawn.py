"""Says whether a line draws a history: as it is, in per cent, as errors, rounded, from a later epoch on, or smoothed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import numpy as np

TOLERANCE = 1e-6
FEWEST_DIGITS, MOST_DIGITS = 2, 5
"""To which a student may have rounded; a line of fewer digits could be anybody's."""
MAX_LEFT_OUT = 10
"""Of the first epochs, whose losses dwarf the others."""
MIN_POINTS = 3
"""Of a line that is not the history itself."""
MAX_WINDOW = 25
SMOOTHEST = 0.999


def draws(shown: Sequence[float], recorded: Sequence[float], *, share: bool) -> bool:
    """Whether the line `shown` is made of the history `recorded`, a `share` such as an accuracy or anything else."""
    line, history = np.asarray(shown, float), np.asarray(recorded, float)
    if not len(line) or not len(history):
        return False
    scales = list(_scales(history, share=share))
    if any(_same(line, scaled) for scaled in scales):
        return True
    if min(len(line), len(history)) < MIN_POINTS or len(set(line[np.isfinite(line)])) < MIN_POINTS:
        return False
    return any(way(line, scaled) for scaled in scales for way in _WAYS)


def _scales(history: np.ndarray, *, share: bool) -> Iterator[np.ndarray]:
    yield history
    if share:
        yield from (100 * history, 1 - history, 100 * (1 - history))
    else:
        with np.errstate(all="ignore"):
            yield from (np.log(history), np.log10(history), np.sqrt(history))


def _same(line: np.ndarray, values: np.ndarray, tolerance: float = TOLERANCE) -> bool:
    """Whether these are the same points: as many, each equal or neither a number."""
    if line.shape != values.shape:
        return False
    finite = np.isfinite(line)
    if not np.array_equal(finite, np.isfinite(values)):
        return False
    return bool(np.all(np.abs(line - values)[finite] <= tolerance * np.maximum(1.0, np.abs(values[finite]))))


def _rounded(line: np.ndarray, values: np.ndarray) -> bool:
    return line.shape == values.shape and any(
        _same(line, np.round(values, digits)) for digits in range(FEWEST_DIGITS, MOST_DIGITS + 1)
    )


def _later(line: np.ndarray, values: np.ndarray) -> bool:
    """Without the first epochs."""
    left_out = len(values) - len(line)
    return 0 < left_out <= min(MAX_LEFT_OUT, len(values) // 2) and _same(line, values[left_out:])


def _averaged(line: np.ndarray, values: np.ndarray) -> bool:
    """By a moving average: at its ends shorter, padded with zeros or nothing, or left out."""
    for width in range(2, min(MAX_WINDOW, len(values)) + 1):
        sums = np.concatenate([[0.0], np.cumsum(values)])
        whole = (sums[width:] - sums[:-width]) / width
        grown = np.array([values[max(0, end - width) : end].mean() for end in range(1, len(values) + 1)])
        missing = np.concatenate([np.full(width - 1, np.nan), whole])
        padded = np.convolve(values, np.full(width, 1 / width), "same")
        if any(_same(line, smooth) for smooth in (whole, grown, missing, padded)):
            return True
    return False


def _exponentially(line: np.ndarray, values: np.ndarray) -> bool:
    """By `s = f * s + (1 - f) * value` with the factor that its second point tells."""
    if line.shape != values.shape or not np.isfinite([*line, *values]).all() or not _same(line[:1], values[:1]):
        return False
    step = line[0] - values[1]
    factor = (line[1] - values[1]) / step if step else 0.0
    return 0 < factor < SMOOTHEST and _same(line[1:], factor * line[:-1] + (1 - factor) * values[1:], 10 * TOLERANCE)


_WAYS: tuple[Callable[[np.ndarray, np.ndarray], bool], ...] = (_rounded, _later, _averaged, _exponentially)
