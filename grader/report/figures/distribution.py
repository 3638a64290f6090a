"""Draws how the points of a class are distributed."""

from __future__ import annotations

from collections.abc import Sequence

from grader.report.figures import palette
from grader.report.figures.svg import Figure, box, group, path, text

BINS = 10
WIDTH, HEIGHT = 440, 190
_LEFT, _RIGHT, _TOP, _BOTTOM = 10, 430, 24, 150


def bin_counts(shares: Sequence[float]) -> tuple[int, ...]:
    """Count shares of the points (0 to 1) in tenths; the last one holds full points as well."""
    counts = [0] * BINS
    for share in shares:
        counts[max(0, min(BINS - 1, int(share * BINS + 1e-9)))] += 1
    return tuple(counts)


def points_distribution(name: str, shares: Sequence[float]) -> Figure:
    """Return a histogram of the students' shares of the points."""
    counts = bin_counts(shares)
    most = max(counts, default=0) or 1
    width = (_RIGHT - _LEFT) / BINS
    tops = [_BOTTOM - (_BOTTOM - _TOP) * count / most for count in counts]
    lefts = [_LEFT + index * width for index in range(BINS)]
    bars = "".join(
        box(left + 2, top, width - 4, _BOTTOM - top)
        for left, top in zip(lefts, tops, strict=True)
        if top < _BOTTOM
    )
    figures = [
        text(left + width / 2, top - 6, str(count), text_anchor="middle")
        for left, top, count in zip(lefts, tops, counts, strict=True)
        if count
    ]
    labels = [
        text(_LEFT + index * width, _BOTTOM + 18, str(10 * index), text_anchor="middle")
        for index in range(1, BINS)
    ]
    body = (
        path(bars, fill=palette.TRAINING)
        + group(figures, fill=palette.INK, font_weight="bold")
        + path(f"M{_LEFT} {_BOTTOM}H{_RIGHT}", stroke=palette.MUTED, fill="none")
        + group(
            [*labels, text(_RIGHT, HEIGHT - 4, "per cent of the points", text_anchor="end")],
            fill=palette.MUTED,
        )
    )
    spread = ", ".join(
        f"{10 * index} to {10 * index + 10} %: {count}"
        for index, count in enumerate(counts)
        if count
    )
    return Figure(
        name, WIDTH, HEIGHT, body, f"Students by their share of the points: {spread or 'none'}."
    )
