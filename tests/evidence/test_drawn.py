"""Lines that draw a history are recognised."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy.interpolate import make_interp_spline
from scipy.ndimage import gaussian_filter1d
from scipy.signal import savgol_filter

from grader.evidence.shown import drawn
from grader.evidence.shown.drawn import Histories, draws

EPOCHS = np.arange(1, 41)
ACCURACY = list(0.97 - 0.6 / EPOCHS + 0.004 * np.sin(9 * EPOCHS))
LOSS = list(0.1 + 1.7 / EPOCHS + 0.01 * np.cos(7 * EPOCHS))


def smoothed(points, factor=0.8):
    """As in Chollet's book."""
    result = []
    for point in points:
        result.append(result[-1] * factor + point * (1 - factor) if result else point)
    return result


SHOWN = {
    "as it is": lambda values: values,
    "in single precision": np.float32,
    "rounded": lambda values: np.round(values, 3),
    "from the fifth epoch": lambda values: values[4:],
    "the second half": lambda values: values[20:],
    "with a point before the first epoch": lambda values: [0.1, *values],
    "relative to the first epoch": lambda values: np.array(values) / values[0],
    "relative to the largest": lambda values: np.array(values) / max(values),
    "between nought and one": lambda values: (np.array(values) - min(values)) / np.ptp(values),
    "the best so far": lambda values: (
        np.maximum if values[-1] > values[0] else np.minimum
    ).accumulate(values),
    "smoothed exponentially": smoothed,
    "rolling mean": lambda values: pd.Series(values).rolling(5).mean(),
    "rolling mean from the first": lambda values: (
        pd.Series(values).rolling(5, min_periods=1).mean()
    ),
    "rolling mean in the middle": lambda values: pd.Series(values).rolling(5, center=True).mean(),
    "even window in the middle": lambda values: pd.Series(values).rolling(10, center=True).mean(),
    "rolling mean in the middle of what there is": lambda values: (
        pd.Series(values).rolling(5, center=True, min_periods=1).mean()
    ),
    "even window of what there is": lambda values: (
        pd.Series(values).rolling(4, center=True, min_periods=1).mean()
    ),
    "weighed by pandas": lambda values: pd.Series(values).ewm(span=10).mean(),
    "every fifth epoch": lambda values: values[::5],
    "every tenth epoch": lambda values: values[9::10],
    "Gauss' filter": lambda values: gaussian_filter1d(values, sigma=2),
    "Savitzky and Golay's filter": lambda values: savgol_filter(values, 11, 3),
    "a spline of 300 points": lambda values: make_interp_spline(EPOCHS, values)(
        np.linspace(1, 40, 300)
    ),
    "per mille": lambda values: 1000 * np.array(values),
    "per cent of the first epoch": lambda values: 100 * np.array(values) / values[0],
    "mistakes in a thousand, and one": lambda values: 1001 - 1000 * np.array(values),
    "standardised": lambda values: (np.array(values) - np.mean(values)) / np.std(values),
    "per mille from the fifth epoch": lambda values: 1000 * np.array(values)[4:],
    "less than the first": lambda values: values[0] - np.array(values),
    "convolved": lambda values: np.convolve(values, np.ones(4) / 4, mode="valid"),
}


@pytest.mark.parametrize("way", SHOWN)
def test_a_history_is_known_however_it_is_drawn(way):
    """And no other history is taken for it."""
    others = [list(np.array(values) + 0.01 * np.sin(3 * EPOCHS)) for values in (ACCURACY, LOSS)]

    for values, other, share in zip((ACCURACY, LOSS), others, (True, False), strict=True):
        assert draws(SHOWN[way](values), values, share=share)
        assert not draws(SHOWN[way](other), values, share=share)


def test_shares_may_be_per_cents_or_errors_and_losses_logarithms():
    """Each for its own kind."""
    accuracy, loss = np.array(ACCURACY), np.array(LOSS)

    for line in (
        100 * accuracy,
        1 - accuracy,
        np.round(100 * (1 - accuracy), 2),
        np.round(100 * accuracy, 1),
        np.round(100 * accuracy),
    ):
        assert draws(line, ACCURACY, share=True)
    for line in (np.log(loss), np.log10(loss)):
        assert draws(line, LOSS, share=False)
    assert not draws(100 * loss[::-1], LOSS, share=False)


@pytest.mark.parametrize(
    "line", [[0.5] * 40, [0.0] * 40, list(EPOCHS / 40), [], [float("nan")] * 40, ACCURACY[:20]]
)
def test_other_lines_draw_nothing(line):
    """Levels, ramps, nothing, and half a history."""
    assert not draws(line, ACCURACY, share=True)


def test_each_line_finds_its_own_history_among_hundreds():
    """By where it begins, whatever was done to it; the same values under two names are both."""
    random = np.random.default_rng(2)
    many = [(number, list(random.random(30)), True) for number in range(300)]
    histories = Histories([*many, ("twin", many[7][1], True)])

    assert histories.drawn_by(many[7][1]) == (7, "twin")
    assert histories.drawn_by(100 * np.array(many[250][1])) == (250,)
    assert histories.drawn_by(smoothed(many[33][1])) == (33,)
    assert histories.drawn_by(list(random.random(30))) == ()


def test_what_is_compared_for_a_notebook_is_bounded(monkeypatch):
    """Many trainings that all begin alike, and more lines that are like none of them."""
    monkeypatch.setattr(drawn, "MAX_COMPARISONS", 3_000)
    random = np.random.default_rng(2)
    alike = [(number, [0.5, *random.random(20)], True) for number in range(40)]
    histories = Histories(alike)
    lines = [[0.5, *random.random(20)] for _ in range(300)]

    assert not any(map(histories.drawn_by, lines))
    assert histories._left == 0
