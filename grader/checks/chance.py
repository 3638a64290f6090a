"""Says what a share may be in all where it was found in some."""

from __future__ import annotations


def share_interval(found: int, drawn: int, *, outside: float) -> tuple[float, float]:
    """The interval of Clopper and Pearson (The use of confidence or fiducial limits, Biometrika 26,
    1934) for a share of which `drawn` were drawn and `found` had it.

    Below it, and above it, the share lies at most as often as `outside` (between 0 and 1) says.
    """
    from scipy.special import betaincinv  # noqa: PLC0415 - seldom needed, and slow to import

    low = float(betaincinv(found, drawn - found + 1, outside)) if found else 0.0
    high = float(betaincinv(found + 1, drawn - found, 1 - outside)) if found < drawn else 1.0
    return low, high
