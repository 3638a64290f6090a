"""Names bands that say nothing: full points would begin at or below the floor of a check."""

from __future__ import annotations

from collections.abc import Iterator

from grader.model.assignment import Assignment
from grader.model.reference import Reference
from grader.reference.saved import ACCURACY, train_command

ENOUGH_SEEDS = 20
CHECK = "accuracy"


def weak_bands(assignment: Assignment, reference: Reference) -> Iterator[str]:
    """A sentence for every check of accuracy that gives full points to what its floor rules out."""
    for spec in assignment.checks():
        role = reference.roles.get(spec.role or "")
        floor = spec.options.get("floor")
        if spec.check != CHECK or role is None or not isinstance(floor, int | float):
            continue
        low, seeds = role.final[ACCURACY].low, len(role.seeds)
        if low <= floor:
            yield (
                f"{spec.id}: full points begin at {low:.1%}, not above the floor of {floor:.1%}, "
                f"so that it tells nothing apart: {_what_helps(assignment, seeds)}"
            )


def _what_helps(assignment: Assignment, seeds: int) -> str:
    if seeds >= ENOUGH_SEEDS:
        return "correct solutions scatter that far; set a lower floor"
    more = train_command(assignment.folder, seeds=ENOUGH_SEEDS)
    return f"{seeds} runs are few for a band, {more} adds to them"
