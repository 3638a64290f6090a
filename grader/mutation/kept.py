"""Writes what testing a rubric found as JSON, and describes that JSON."""

from __future__ import annotations

from pydantic import JsonValue, TypeAdapter

from grader.model.mutants import RubricTest

DIALECT = "https://json-schema.org/draft/2020-12/schema"
_FORM: TypeAdapter[RubricTest] = TypeAdapter(RubricTest)


def as_json(test: RubricTest) -> bytes:
    """The record, as it is printed and kept."""
    return _FORM.dump_json(test, indent=2) + b"\n"


def json_schema() -> dict[str, JsonValue]:
    """The schema of that record."""
    schema = _FORM.json_schema(mode="serialization")
    return {"$schema": DIALECT, **schema, "title": "grader assignment test"}
