"""Places values on the paper, and chooses which of them get a tick."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

_DECADES_FOR_LOG = 1.5


@dataclass(frozen=True, slots=True)
class Scale:
    """Maps values to coordinates, linearly or by their logarithm."""

    low: float
    high: float
    start: float
    """Coordinate of `low`."""
    end: float
    """Coordinate of `high`."""
    logarithmic: bool = False

    def __call__(self, value: float) -> float:
        """Return the coordinate of `value`, kept within the axis."""
        low, high, value = (
            self._straight(self.low),
            self._straight(self.high),
            self._straight(value),
        )
        share = (value - low) / (high - low) if high > low else 0.5
        return self.start + min(1.0, max(0.0, share)) * (self.end - self.start)

    def _straight(self, value: float) -> float:
        return math.log10(max(value, 1e-300)) if self.logarithmic else value


def value_scale(values: Sequence[float], *, start: float, end: float, share: bool) -> Scale:
    """Return the scale that shows all finite `values` with a little room.

    A `share` stays between 0 and 1; anything else becomes logarithmic where it spans decades.
    """
    low, high = min(values), max(values)
    if share:
        low, high = max(0.0, low), min(1.0, high)
    if not share and low > 0 and math.log10(high / low) > _DECADES_FOR_LOG:
        return Scale(low=low / 1.15, high=high * 1.15, start=start, end=end, logarithmic=True)
    room = 0.06 * (high - low) or 0.05 * abs(high) or 0.05
    floor, ceiling = (0.0 if low >= 0 else -math.inf), (1.0 if share else math.inf)
    return Scale(low=max(floor, low - room), high=min(ceiling, high + room), start=start, end=end)


def ticks(scale: Scale, *, most: int = 6) -> tuple[float, ...]:
    """Return round values on `scale`, at most about `most` of them."""
    if scale.logarithmic:
        return _log_ticks(scale)
    step = _round_step((scale.high - scale.low) / most)
    first = math.ceil(scale.low / step - 1e-9)
    last = math.floor(scale.high / step + 1e-9)
    return tuple(round(index * step, 12) for index in range(first, last + 1))


def whole_ticks(scale: Scale, *, most: int = 6) -> tuple[int, ...]:
    """Return whole numbers on `scale`: epochs."""
    step = max(1, round(_round_step((scale.high - scale.low) / most)))
    return tuple(range(math.ceil(scale.low / step) * step, math.floor(scale.high) + 1, step))


def _round_step(rough: float) -> float:
    magnitude = 10.0 ** math.floor(math.log10(rough))
    return next(
        factor * magnitude for factor in (1, 2, 5, 10) if factor * magnitude >= rough * 0.999
    )


def _log_ticks(scale: Scale) -> tuple[float, ...]:
    decades = range(math.floor(math.log10(scale.low)), math.ceil(math.log10(scale.high)) + 1)
    factors = (1, 2, 5) if len(decades) <= 4 else (1,)
    found = [factor * 10.0**decade for decade in decades for factor in factors]
    kept = [value for value in found if scale.low <= value <= scale.high]
    return tuple(kept[:: 1 + len(kept) // 8])
