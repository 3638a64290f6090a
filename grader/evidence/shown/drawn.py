"""Finds the histories that a line draws: as they are, in per cent, as errors, rounded, with a point
before the first epoch, from a later epoch on, every few epochs, relative, smoothed, or in any unit.

A notebook may draw thousands of lines beside hundreds of trainings. So all that could be drawn of a
history is worked out once and found by where it begins; how much is worked out and compared for one
notebook is bounded.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Sequence
from typing import Generic, TypeVar

import numpy as np

from grader.evidence.shown.filters import filtered
from grader.evidence.shown.own_unit import all_standard, in_own_unit

TOLERANCE = 1e-6
FEWEST_DIGITS, MOST_DIGITS = 2, 5
"""To which a student may have rounded; a line of fewer digits could be anybody's."""
MAX_LEFT_OUT = 10
"""Of the first epochs, whose losses dwarf the others."""
MIN_POINTS = 3
"""Of a line that is not the history itself."""
MAX_WINDOW = 25
CENTRED = (3, 4, 5, 7, 9, 10, 11, 15, 20, 21, 25)
"""Windows of moving averages that stand in the middle of what they are of."""
STRIDES = (2, 3, 4, 5, 10, 20, 25, 50, 100)
"""Of many epochs only every so manieth may be drawn."""
SMOOTHEST = 0.999
MIN_KNOTS = 5
BETWEEN_KNOTS = 0.02
"""Of a history's range: how far a curve through all its points may be off at them, where it is
drawn by more points.
"""
MAX_ALTERED_VALUES = 4_000_000
"""Of all that is worked out of the histories of one notebook; of those beyond it only the plain
values are known.
"""
MAX_COMPARISONS = 300_000
"""For one notebook. An honest one with 50 trainings and 500 lines needs 20,000."""

Name = TypeVar("Name", bound=Hashable)


class Histories(Generic[Name]):
    """The histories of one notebook, by name."""

    def __init__(self, histories: Iterable[tuple[Name, Sequence[float], bool]]) -> None:
        """Take names, values, and whether the values are shares, as accuracies are."""
        self._scaled: list[tuple[Name, np.ndarray]] = []
        for name, values, share in histories:
            history = np.asarray(values, float)
            if len(history):
                self._scaled += [(name, scaled) for scaled in _scales(history, share=share)]
        self._plain: _ArrayIndex[Name] = _ArrayIndex(self._scaled)
        self._altered: _ArrayIndex[Name] | None = None
        self._standard: _ArrayIndex[Name] | None = None
        self._known: dict[bytes, tuple[Name, ...]] = {}
        self._left = MAX_COMPARISONS

    def drawn_by(self, shown: Sequence[float]) -> tuple[Name, ...]:
        """The names of the histories that the line `shown` draws; empty where there is none."""
        line = np.asarray(shown, float)
        key = line.tobytes()
        if key not in self._known:
            self._known[key] = tuple(dict.fromkeys(self._found(line))) if len(line) else ()
        return self._known[key]

    def _found(self, line: np.ndarray) -> list[Name]:
        near = self._compared(self._plain, line)
        found = [name for name, values in near if _same(line, values)]
        if found or len(line) < MIN_POINTS or len(set(line[np.isfinite(line)])) < MIN_POINTS:
            return found
        if self._altered is None:
            self._altered = _ArrayIndex(_all_altered(self._scaled))
        altered = self._compared(self._altered, line)
        behind = self._compared(self._plain, line[1:])
        found = [
            *(name for name, values in altered if _same(line, values)),
            *(name for name, values in behind if _same(line[1:], values)),
            *(
                name
                for name, values in near
                if len(values) >= MIN_POINTS and _exponentially(line, values)
            ),
            *(name for name, values in self._with_its_end(line) if _passes(line, values)),
        ]
        return found or self._in_another_unit(line)

    def _in_another_unit(self, line: np.ndarray) -> list[Name]:
        """Histories of which the line is a multiple, to which something may be added: mistakes in
        a thousand, per cent of the first epoch.
        """
        standard = in_own_unit(line)
        if standard is None:
            return []
        if self._standard is None:
            self._standard = _ArrayIndex(all_standard(self._scaled, most=MAX_ALTERED_VALUES))
        near = self._compared(self._standard, standard)
        return [name for name, values in near if _same(standard, values)]

    def _with_its_end(self, line: np.ndarray) -> list[tuple[Name, np.ndarray]]:
        """Histories that end where the line does, as many as may still be compared: it may draw
        their last epochs, or a curve through their points that begins where they do.
        """
        found = [
            (name, values)
            for name, values in self._scaled
            if len(values) >= MIN_KNOTS
            and _same(line[-1:], values[-1:])
            and (len(line) < len(values) <= 2 * len(line) or _same(line[:1], values[:1]))
        ][: max(0, self._left)]
        self._left -= len(found)
        return found

    def _compared(
        self, index: _ArrayIndex[Name], line: np.ndarray
    ) -> list[tuple[Name, np.ndarray]]:
        """As many of those near the line as may still be compared for this notebook."""
        taken = index.near(line, most=self._left)
        self._left -= len(taken)
        return taken


def draws(shown: Sequence[float], recorded: Sequence[float], *, share: bool) -> bool:
    """Whether the line `shown` is made of the history `recorded`, a `share` such as an accuracy or
    anything else.
    """
    return bool(Histories([("history", recorded, share)]).drawn_by(shown))


class _ArrayIndex(Generic[Name]):
    """Finds arrays by their length and where they begin."""

    def __init__(self, named: Iterable[tuple[Name, np.ndarray]]) -> None:
        groups: dict[tuple[int, int], list[tuple[float, int, Name, np.ndarray]]] = defaultdict(list)
        for number, (name, values) in enumerate(named):
            missing, first = _beginning(values)
            groups[len(values), missing].append((first, number, name, values))
        self._groups = {
            key: sorted(group, key=lambda entry: entry[:2]) for key, group in groups.items()
        }
        self._firsts = {
            key: np.array([entry[0] for entry in group]) for key, group in self._groups.items()
        }

    def near(self, line: np.ndarray, *, most: int) -> list[tuple[Name, np.ndarray]]:
        """The arrays that are as long as `line` and begin where it does, by name; the first `most`
        of them.
        """
        missing, first = _beginning(line)
        key = len(line), missing
        if key not in self._groups:
            return []
        slack = 2 * TOLERANCE * max(1.0, abs(first))
        low, high = np.searchsorted(self._firsts[key], [first - slack, first + slack])
        end = min(max(high, low + 1), low + most)
        return [(name, values) for _, _, name, values in self._groups[key][low:end]]


def _beginning(values: np.ndarray) -> tuple[int, float]:
    """How many points at the start are no numbers, and the first one that is; 0 where there is
    none.
    """
    finite = np.flatnonzero(np.isfinite(values))
    return (int(finite[0]), float(values[finite[0]])) if len(finite) else (len(values), 0.0)


def _scales(history: np.ndarray, *, share: bool) -> Iterator[np.ndarray]:
    yield history
    with np.errstate(all="ignore"):
        if share:
            yield from (100 * history, 1 - history, 100 * (1 - history))
            if len(history) >= MIN_POINTS:
                yield from (np.round(100 * history, digits) for digits in range(FEWEST_DIGITS))
        else:
            yield from (np.log(history), np.log10(history), np.sqrt(history))


def _same(line: np.ndarray, values: np.ndarray, tolerance: float = TOLERANCE) -> bool:
    """Whether these are the same points: as many, each equal or neither a number."""
    if line.shape != values.shape:
        return False
    finite = np.isfinite(line)
    if not np.array_equal(finite, np.isfinite(values)):
        return False
    line, values = line[finite], values[finite]
    with np.errstate(over="ignore"):
        return bool(np.all(np.abs(line - values) <= tolerance * np.maximum(1.0, np.abs(values))))


def _all_altered(scaled: Sequence[tuple[Name, np.ndarray]]) -> Iterator[tuple[Name, np.ndarray]]:
    """All that may be drawn of the histories besides themselves, as far as the bound goes."""
    left = MAX_ALTERED_VALUES
    for name, values in scaled:
        if len(values) < MIN_POINTS:
            continue
        for altered in _altered(values):
            left -= len(altered)
            if left < 0:
                return
            yield name, altered


def _altered(values: np.ndarray) -> Iterator[np.ndarray]:
    """Rounded; without its first epochs; every few epochs; relative to the first, the largest, or
    all between the smallest and the largest; the best so far; as moving averages that are left out,
    shorter, or padded at the ends.
    """
    for digits in range(FEWEST_DIGITS, MOST_DIGITS + 1):
        yield np.round(values, digits)
    for left_out in range(1, min(MAX_LEFT_OUT, len(values) // 2) + 1):
        yield values[left_out:]
    for stride in STRIDES:
        yield from (values[::stride], values[stride - 1 :: stride])
    with np.errstate(all="ignore"):
        yield from (values / values[0], values / values.max())
        yield (values - values.min()) / np.ptp(values)
    yield from (np.maximum.accumulate(values), np.minimum.accumulate(values))
    yield from filtered(values)
    sums = np.concatenate([[0.0], np.cumsum(values)])
    ends = np.arange(1, len(values) + 1)
    for width in range(2, min(MAX_WINDOW, len(values)) + 1):
        whole = (sums[width:] - sums[:-width]) / width
        starts = np.maximum(0, ends - width)
        yield whole
        yield (sums[ends] - sums[starts]) / (ends - starts)
        yield np.concatenate([np.full(width - 1, np.nan), whole])
        yield np.convolve(values, np.full(width, 1 / width), "same")
        if width in CENTRED:
            after = (width - 1) // 2
            lead, trail = (np.full(left, np.nan) for left in (width - 1 - after, after))
            yield np.concatenate([lead, whole, trail])
            first = np.maximum(0, ends - width + after)
            last = np.minimum(len(values), ends + after)
            yield (sums[last] - sums[first]) / (last - first)


def _passes(line: np.ndarray, values: np.ndarray) -> bool:
    """Whether a line of more points goes through all of `values`, at equal distances; of fewer
    points, whether it is their end.
    """
    if len(line) <= len(values):
        return _same(line, values[-len(line) :])
    if not (np.isfinite(line).all() and np.isfinite(values).all()):
        return False
    at = np.interp(np.linspace(0, len(line) - 1, len(values)), np.arange(len(line)), line)
    return bool(np.abs(at - values).max() <= BETWEEN_KNOTS * np.ptp(values))


def _exponentially(line: np.ndarray, values: np.ndarray) -> bool:
    """By `s = f * s + (1 - f) * value` with the factor that its second point tells, or by the mean
    of all values so far, each of which counts `f` times as much as the next (pandas, TensorBoard).
    """
    if (
        line.shape != values.shape
        or not np.isfinite([*line, *values]).all()
        or not _same(line[:1], values[:1])
    ):
        return False
    step, before = line[0] - values[1], line[1] - line[0]
    factor = (line[1] - values[1]) / step if step else 0.0
    if 0 < factor < SMOOTHEST and _same(
        line[1:], factor * line[:-1] + (1 - factor) * values[1:], 10 * TOLERANCE
    ):
        return True
    factor = (values[1] - line[1]) / before if before else 0.0
    if not 0 < factor < SMOOTHEST:
        return False
    counted = (1 - factor ** np.arange(1, len(line) + 1)) / (1 - factor)
    mean = (values[1:] + factor * line[:-1] * counted[:-1]) / counted[1:]
    return _same(line[1:], mean, 10 * TOLERANCE)
