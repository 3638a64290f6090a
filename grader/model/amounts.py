"""Names the fields of files that hold a size or a time; apart from `text/units`, which the command
line loads without pydantic.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import BeforeValidator, Field, WithJsonSchema

from grader.model.policy import LEAST_GIB, MOST_GIB, MOST_SECONDS
from grader.text.units import gib, seconds

Gib = Annotated[
    float,
    BeforeValidator(gib),
    Field(ge=LEAST_GIB, le=MOST_GIB, allow_inf_nan=False),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "number", "minimum": LEAST_GIB},
                {"type": "string", "examples": ["6 GiB"]},
            ]
        }
    ),
]
"""A size in GiB."""
Seconds = Annotated[
    float,
    BeforeValidator(seconds),
    Field(ge=1, le=MOST_SECONDS, allow_inf_nan=False),
    WithJsonSchema(
        {"anyOf": [{"type": "number", "minimum": 1}, {"type": "string", "examples": ["30 min"]}]}
    ),
]
"""A time in seconds."""
