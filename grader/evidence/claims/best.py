"""Marks the stated accuracies that are higher than anything that the notebook shows or that ran
here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from grader.model.evidence import Claim, TrainingRun

ACCURACIES = ("accuracy", "val_accuracy")
SHARES = (*ACCURACIES, "precision", "recall", "f1")
"""Whatever a share is called by who writes about it."""
SLACK = 0.005
"""Rounding, and what another machine makes of the same training."""
STATED_LOOSELY = 0.01
"""Of prose, which rounds."""


def mark_beyond(
    claims: Sequence[Claim], executed: Iterable[Claim], runs: Sequence[TrainingRun]
) -> tuple[Claim, ...]:
    """The claims, marked. What the code computes is held against what ran here; what it spells out,
    against all outputs.
    """
    here = max([0.0, *_shares(executed), *(value for run in runs for value in _history(run))])
    anywhere = max([here, *_shares(claims)])
    return tuple(
        replace(claim, beyond=_is_beyond(claim, here if claim.supported else anywhere))
        for claim in claims
    )


def _is_beyond(claim: Claim, best: float) -> bool:
    stated = [claim.metrics[name] for name in ACCURACIES if name in claim.metrics]
    slack = STATED_LOOSELY if claim.kind == "prose" else SLACK
    return bool(stated) and max(stated) > best + slack


def _shares(claims: Iterable[Claim]) -> Iterator[float]:
    """All shares that computed outputs show."""
    for claim in claims:
        if claim.supported and claim.kind != "prose":
            for name in SHARES:
                yield from (claim.metrics[name],) if name in claim.metrics else ()
                yield from claim.history.get(name, ())


def _history(run: TrainingRun) -> Iterator[float]:
    for name in ACCURACIES:
        yield from (value for value in run.history.get(name, ()) if 0 <= value <= 1)
