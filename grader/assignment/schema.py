"""Describes in JSON Schema what may stand in `assignment.yaml`.

Editors complete and check the file by it. It says no more than shapes: what names refer to, `grader
assignment validate` knows.
"""

from __future__ import annotations

from collections.abc import Iterable

from pydantic import JsonValue, TypeAdapter

from grader.assignment.shape import SCHEMA_VERSION
from grader.model.assignment import Assignment

DIALECT = "https://json-schema.org/draft/2020-12/schema"
MADE_BY_US = "folder"
"""The field of an assignment that is no key of its file."""


def json_schema(*, check_names: Iterable[str]) -> dict[str, JsonValue]:
    """The schema of `assignment.yaml`; editors offer `check_names`, and take the names of your own
    checks too.
    """
    schema = TypeAdapter(Assignment).json_schema()
    properties = {
        key: value for key, value in schema.pop("properties").items() if key != MADE_BY_US
    }
    required = [key for key in schema.pop("required") if key != MADE_BY_US]
    properties["dataset"].pop("default")  # an editor would offer the empty one
    version = {"const": SCHEMA_VERSION, "description": "The version of this format."}
    check = schema["$defs"]["CheckSpec"]["properties"]
    check["check"]["anyOf"] = [{"enum": sorted(check_names)}, {"type": "string"}]
    check["points"]["anyOf"] = [
        {"type": "number", "minimum": 0},
        {"type": "string", "pattern": r"^\d+(\.\d{1,2})?$"},
    ]
    return {
        "$schema": DIALECT,
        **schema,
        "title": "assignment.yaml",
        "properties": {"schema_version": version, **properties},
        "required": ["schema_version", *required],
    }
