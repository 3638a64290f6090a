"""Writes what testing a rubric found as JSON, adds to what was found before, and describes that
JSON.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TypeVar

from pydantic import JsonValue, TypeAdapter

from grader.errors import ConfigError, Problem
from grader.model.mutants import (
    MUTANTS_FILE,
    MutantResult,
    NotApplied,
    RubricTest,
    VariantResult,
)

DIALECT = "https://json-schema.org/draft/2020-12/schema"
_FORM: TypeAdapter[RubricTest] = TypeAdapter(RubricTest)
_Tested = TypeVar("_Tested", MutantResult, VariantResult, NotApplied)


def as_json(test: RubricTest) -> bytes:
    """The record, as it is printed and kept."""
    return _FORM.dump_json(test, indent=2) + b"\n"


def added(found: RubricTest, before: RubricTest | None, names: Sequence[str]) -> RubricTest:
    """What was found of a part, put in the place of the same in what was found before. It is the
    whole where all `names` are there, those of the changes that the assignment may have.

    Raises ConfigError where that was another solution: its mutants reach something else.
    """
    if before is None or not found.only:
        return found
    if (before.solution, before.points, before.policy) != (
        found.solution,
        found.points,
        found.policy,
    ):
        raise ConfigError(
            [Problem(MUTANTS_FILE, None, "solution", "is of another solution, or policy")],
            hint="run `grader assignment test --write` without --only, or remove the file",
        )
    together = replace(
        found,
        mutants=_replaced(before.mutants, found.mutants, names),
        variants=_replaced(before.variants, found.variants, names),
        not_applied=_replaced(before.not_applied, found.not_applied, names),
        unneeded_excuses=tuple(dict.fromkeys(before.unneeded_excuses + found.unneeded_excuses)),
        only=tuple(dict.fromkeys(before.only + found.only)) if before.only else (),
    )
    return replace(together, only=()) if not untried(together, names) else together


def untried(found: RubricTest, names: Iterable[str]) -> tuple[str, ...]:
    """Which of `names` are not in what was found."""
    tried = {
        *(one.name for one in found.mutants),
        *(one.name for one in found.variants),
        *(one.name for one in found.not_applied),
    }
    return tuple(name for name in names if name not in tried)


def _replaced(
    before: Iterable[_Tested], found: Iterable[_Tested], names: Sequence[str]
) -> tuple[_Tested, ...]:
    """Both, in the order of the names."""
    place = {name: number for number, name in enumerate(names)}
    together = ({one.name: one for one in before} | {one.name: one for one in found}).values()
    return tuple(sorted(together, key=lambda one: place.get(one.name, len(place))))


def json_schema() -> dict[str, JsonValue]:
    """The schema of that record."""
    schema = _FORM.json_schema(mode="serialization")
    return {"$schema": DIALECT, **schema, "title": "grader assignment test"}
