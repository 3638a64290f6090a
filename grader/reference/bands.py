"""Computes between which ends one more correct run will lie, given those that were trained.

A prediction limit for one further value of a normal distribution: mean ± t(1 − risk, n − 1) · s ·
√(1 + 1/n) (G. J. Hahn, W. Q. Meeker, Statistical Intervals, Wiley 1991; 2nd edition with L. A.
Escobar, 2017, chapter 4). Each limit is one-sided: the further run falls below the lower one with
probability `risk`, above the upper one with probability `risk`. It widens by itself when there are
few seeds.
"""

from __future__ import annotations

import math

import numpy as np

from grader.model.reference import Band, Curve

RISK = 0.001
"""A correct notebook fails a check with probability under 1 in 1,000."""
MIN_SEEDS = 3
MAX_POINTS = 120
DIGITS = 6
METHOD = (
    "one-sided prediction limits for one further run, mean ± t(1 − risk, n − 1) · s · √(1 + 1/n), "
    "each side at the stated risk (Hahn and Meeker, Statistical Intervals, 1991, chapter 4), cut "
    "off at what the metric can reach"
)


def factor(seeds: int, *, risk: float = RISK) -> float:
    """By how many standard deviations a limit lies from the mean of `seeds` values."""
    from scipy.special import stdtrit  # noqa: PLC0415 - only where bands are made

    return float(stdtrit(seeds - 1, 1 - risk)) * math.sqrt(1 + 1 / seeds)


def limits(
    values: np.ndarray, *, highest: float, risk: float = RISK
) -> tuple[np.ndarray, np.ndarray]:
    """Lower and upper limit for one more row of `values` (seeds, ...), cut off at 0 and
    `highest`.
    """
    centre, spread = values.mean(0), values.std(0, ddof=1)
    reach = factor(len(values), risk=risk) * spread
    return np.clip(centre - reach, 0.0, highest), np.clip(centre + reach, 0.0, highest)


def band(values: np.ndarray, *, highest: float, risk: float = RISK) -> Band:
    """The band of one metric whose `values` (seeds,) came from as many seeds."""
    low, high = limits(values.astype(np.float64), highest=highest, risk=risk)
    return Band(rounded(float(low)), rounded(float(high)), rounded(float(np.median(values))), risk)


def curve(values: np.ndarray, *, highest: float, risk: float = RISK) -> Curve:
    """The band of one metric at the epochs kept; `values` (seeds, epochs)."""
    kept = kept_epochs(values.shape[1])
    chosen = values[:, np.array(kept) - 1].astype(np.float64)
    low, high = limits(chosen, highest=highest, risk=risk)
    return Curve(
        kept, _all_rounded(low), _all_rounded(np.median(chosen, axis=0)), _all_rounded(high)
    )


def kept_epochs(epochs: int) -> tuple[int, ...]:
    """At most 120 epochs out of `epochs`, from 1: close together at first, evenly spread later, and
    the last.
    """
    if epochs <= MAX_POINTS:
        return tuple(range(1, epochs + 1))
    half = MAX_POINTS // 2
    early = np.geomspace(1, epochs, half)
    even = np.linspace(1, epochs, half)
    return tuple(int(epoch) for epoch in np.unique(np.rint(np.concatenate([early, even]))))


def highest_possible(metric: str) -> float:
    """The upper end of what a metric can reach: accuracies end at 1."""
    return 1.0 if metric.endswith("accuracy") else math.inf


def rounded(value: float) -> float:
    """To six significant digits, so that the file stays small and its changes readable."""
    return float(f"{value:.{DIGITS}g}")


def _all_rounded(values: np.ndarray) -> tuple[float, ...]:
    return tuple(rounded(value) for value in values.tolist())
