"""Tests whether the final values of the seeds are normal enough for limits that assume it."""

from __future__ import annotations

from grader.reference.runs import SeedRun

DOUBTFUL = 0.05


def normality_sentence(runs: dict[str, tuple[SeedRun, ...]]) -> str:
    """What the Shapiro–Wilk test says of every role's final values, in a sentence.

    Among a dozen distributions that are normal, one is expected below 0.05 about every other time.
    """
    chances = {
        f"{role} {metric}": _chance([float(run.histories[metric][-1]) for run in seeds])
        for role, seeds in runs.items()
        for metric in seeds[0].histories
    }
    doubtful = {name: chance for name, chance in chances.items() if chance < DOUBTFUL}
    least = min(chances, key=chances.__getitem__)
    named = ", ".join(f"{name} {chance:.3f}" for name, chance in sorted(doubtful.items())) or "none"
    return (
        f"Shapiro-Wilk on the final values of {len(chances)} distributions: p < {DOUBTFUL:g} for "
        f"{len(doubtful)} ({named}); the smallest is {chances[least]:.3f} ({least})"
    )


def _chance(values: list[float]) -> float:
    from scipy.stats import shapiro  # noqa: PLC0415 - slow to import, needed only when a reference is made

    if len(set(values)) == 1:
        return 1.0
    return float(shapiro(values).pvalue)
