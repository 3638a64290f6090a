"""What can be wrong in an assignment that has the right shape?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches

from grader.model.assignment import Assignment, CheckSpec

Place = tuple[str | int, ...]


def meaning_problems(assignment: Assignment, known_checks: Mapping[str, frozenset[str]]) -> Iterator[tuple[Place, str]]:
    """Yield the place and the message of every name that refers to nothing, id used twice, and sum that is wrong."""
    uses = Counter(part.id for part in assignment.parts)
    check_ids = [check.id for check in assignment.checks()]
    for number, part in enumerate(assignment.parts):
        if uses[part.id] > 1:
            yield ("parts", number, "id"), f"{part.id!r} is used {uses[part.id]} times"
        for index, check in enumerate(part.checks):
            place: Place = ("parts", number, "checks", index)
            yield from _check_problems(check, place, known_checks, list(assignment.roles))
            yield from _order_problems(check, place, check_ids)
    possible = assignment.points_possible()
    if possible <= 0:
        yield ("parts",), "the required checks give no points at all"
    elif assignment.points not in (None, possible):
        yield ("points",), f"the checks that are not optional add up to {possible}, not to {assignment.points}"


def nearest(word: str, known: Sequence[str]) -> str:
    """End a message about an unknown `word`: with the nearest spelling, or with all that is known."""
    near = get_close_matches(word, known, n=1)
    if near:
        return f"; did you mean {near[0]!r}?"
    return f"; known: {', '.join(known)}" if known else "; none is known here"


def _check_problems(
    check: CheckSpec, place: Place, known_checks: Mapping[str, frozenset[str]], roles: list[str]
) -> Iterator[tuple[Place, str]]:
    if check.check not in known_checks:
        yield (*place, "check"), f"unknown check {check.check!r}" + nearest(check.check, sorted(known_checks))
    else:
        options = known_checks[check.check]
        for option in sorted(set(check.options) - options):
            yield (*place, "options", option), f"unknown option {option!r}" + nearest(option, sorted(options))
    if check.role is not None and check.role not in roles:
        yield (*place, "role"), f"unknown role {check.role!r}" + nearest(check.role, roles)


def _order_problems(check: CheckSpec, place: Place, check_ids: list[str]) -> Iterator[tuple[Place, str]]:
    if check_ids.count(check.id) > 1:
        yield (*place, "id"), f"{check.id!r} is used {check_ids.count(check.id)} times"
    for parent in check.depends_on:
        if parent not in check_ids:
            yield (*place, "depends_on"), f"unknown check id {parent!r}" + nearest(parent, check_ids)
        elif check_ids.index(parent) >= check_ids.index(check.id):
            yield (*place, "depends_on"), f"{parent!r} must stand above {check.id!r}"
