"""Writes numbers so that one reads them at a glance."""

from __future__ import annotations

import math

NBSP = "\N{NO-BREAK SPACE}"
MINUS = "\N{MINUS SIGN}"
DASH = "\N{EN DASH}"


def count(value: int) -> str:
    """Write a whole number: `50,890`."""
    return f"{value:,}"


def percent(value: float | None, *, digits: int = 2) -> str:
    """Write a share of one: `90.31 %`."""
    return _unusual(value) or f"{100 * (value or 0.0):.{digits}f}{NBSP}%"


def loss(value: float | None) -> str:
    """Write a loss with three significant digits: `0.0161`, `2.30e-05`."""
    return _unusual(value) or (f"{value:#.3g}".rstrip(".") if value else "0")


def metric(name: str, value: float | None) -> str:
    """Write the value of the metric `name`: an accuracy as a percentage, anything else as a
    loss.
    """
    return percent(value) if name.endswith("accuracy") else loss(value)


def signed(value: float) -> str:
    """Write a difference of counts with its sign: `+12`, `−3`."""
    rounded = round(value)
    return f"+{rounded}" if rounded > 0 else f"{MINUS}{-rounded}" if rounded < 0 else "0"


def duration(seconds: float) -> str:
    """Write a length of time: `31 s`, `4 min 12 s`, `1 h 3 min`."""
    if seconds < 10:
        return f"{seconds:.1f}{NBSP}s"
    whole = round(seconds)
    if whole < 60:
        return f"{whole}{NBSP}s"
    if whole < 3600:
        return f"{whole // 60}{NBSP}min {whole % 60}{NBSP}s"
    return f"{whole // 3600}{NBSP}h {whole % 3600 // 60}{NBSP}min"


def plural(number: int, one: str, many: str = "") -> str:
    """Write a number with its noun: `1 check`, `3 checks`."""
    return f"{count(number)}{NBSP}{one if number == 1 else many or one + 's'}"


def listed(items: list[str] | tuple[str, ...]) -> str:
    """Join items as prose does: `a, b and c`."""
    return " and ".join(filter(None, [", ".join(items[:-1]), *items[-1:]]))


def _unusual(value: float | None) -> str:
    if value is None:
        return DASH
    if math.isnan(value):
        return "not a number"
    if math.isinf(value):
        return "infinite" if value > 0 else f"{MINUS}infinite"
    return ""
