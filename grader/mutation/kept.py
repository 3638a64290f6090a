"""Writes what testing a rubric found as JSON, adds to what was found before, and describes that
JSON.
"""

from __future__ import annotations

from collections.abc import Iterable
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
_Named = TypeVar("_Named", MutantResult, VariantResult, NotApplied)


def as_json(test: RubricTest) -> bytes:
    """The record, as it is printed and kept."""
    return _FORM.dump_json(test, indent=2) + b"\n"


def added(found: RubricTest, before: RubricTest | None) -> RubricTest:
    """What was found of a part, put in the place of the same in what was found before.

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
    return replace(
        found,
        mutants=_replaced(before.mutants, found.mutants),
        variants=_replaced(before.variants, found.variants),
        not_applied=_replaced(before.not_applied, found.not_applied),
        unneeded_excuses=tuple(dict.fromkeys(before.unneeded_excuses + found.unneeded_excuses)),
        only=tuple(dict.fromkeys(before.only + found.only)) if before.only else (),
    )


def _replaced(before: Iterable[_Named], found: Iterable[_Named]) -> tuple[_Named, ...]:
    return tuple(({one.name: one for one in before} | {one.name: one for one in found}).values())


def json_schema() -> dict[str, JsonValue]:
    """The schema of that record."""
    schema = _FORM.json_schema(mode="serialization")
    return {"$schema": DIALECT, **schema, "title": "grader assignment test"}
