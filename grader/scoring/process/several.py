"""Computes several recorded steps, of which only the first has to be."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any, TypeVar

from grader.scoring.rebuilding.rebuild import Unfit
from grader.untrusted.npz import NpzRefused

FURTHER_S = 10.0
"""For all of them: a further one that would take longer, by the longest so far, is left."""

Step = TypeVar("Step")


def answer_of(steps: Sequence[Step | None], error_of: Callable[[Step], float]) -> dict[str, Any]:
    """For each step its error; None for one that is not to be computed, and for a further one that
    could not be. What the first raises is raised.
    """
    errors: list[float | None] = []
    began, longest = time.monotonic(), 0.0
    for number, step in enumerate(steps):
        errors.append(None)
        started = time.monotonic()
        if step is None or (number and started + longest - began > FURTHER_S):
            continue
        with suppress(*((Unfit, NpzRefused) if number else ())):
            errors[-1] = error_of(step)
        longest = max(longest, time.monotonic() - started)
    return {"ok": True, "errors": errors}
