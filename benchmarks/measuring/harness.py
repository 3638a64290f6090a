"""Repeats measurements in turns, and sums them up."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import product


@dataclass(frozen=True, slots=True)
class Sample:
    """One thing, measured a few times."""

    name: str
    unit: str
    values: tuple[float, ...]
    """One a round, in the order of the rounds."""

    @property
    def median(self) -> float:
        """The value in the middle."""
        return statistics.median(self.values)

    @property
    def low(self) -> float:
        """The smallest value."""
        return min(self.values)

    @property
    def high(self) -> float:
        """The largest value."""
        return max(self.values)


@dataclass(frozen=True, slots=True)
class Target:
    """What the project has set itself; every condition that is given must hold of the medians."""

    text: str
    ratio_at_least: float | None = None
    """How many times as long the other takes."""
    at_most: float | None = None
    """Our own number, in the unit of its sample."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the table: our number, the one beside it, and the target."""

    what: str
    ours: Sample
    other: Sample | None = None
    target: Target | None = None
    holds: bool = True
    """What the target asks for beside the numbers, such as the same verdicts."""
    note: str = ""
    """How it was measured, what is not in it, why a target is missed."""

    @property
    def ratios(self) -> tuple[float, ...]:
        """How many times as long the other takes: one a round, or of every pair where they have
        different rounds.
        """
        if self.other is None:
            return ()
        if len(self.other.values) == len(self.ours.values):
            pairs = zip(self.other.values, self.ours.values, strict=True)
        else:
            pairs = product(self.other.values, self.ours.values)
        return tuple(other / ours for other, ours in pairs if ours)

    @property
    def ratio(self) -> float | None:
        """The median of the ratios."""
        return statistics.median(self.ratios) if self.ratios else None

    @property
    def met(self) -> bool | None:
        """Whether the target is met; None where there is none."""
        if self.target is None:
            return None
        fast = (
            self.target.ratio_at_least is None or (self.ratio or 0.0) >= self.target.ratio_at_least
        )
        small = self.target.at_most is None or self.ours.median <= self.target.at_most
        return self.holds and fast and small


def alternate(
    contestants: Mapping[str, Callable[[], float]], rounds: int
) -> dict[str, tuple[float, ...]]:
    """Let each contestant measure itself once a round, every other round in the opposite order.

    What disturbs a machine for a while then disturbs all of them.
    """
    values: dict[str, list[float]] = {name: [] for name in contestants}
    for number in range(rounds):
        names = list(contestants) if number % 2 == 0 else list(reversed(contestants))
        for name in names:
            values[name].append(contestants[name]())
    return {name: tuple(measured) for name, measured in values.items()}
