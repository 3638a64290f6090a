"""Reads what an LMS said when the grader was registered with it as an LTI 1.3 tool.

A file of a few lines (YAML), made by hand from what the LMS shows. It holds no secret: the private
key stands in a file of its own that only its owner may read, in the environment or the keyring.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from grader.errors import ExportError
from grader.export.services.address import safe_address

MAX_BYTES = 64 * 1024


class Registration(BaseModel):
    """One tool in one course."""

    model_config = ConfigDict(frozen=True, strict=True, extra="forbid")

    client_id: str = Field(min_length=1)
    """By which the LMS knows the tool."""
    token_url: str
    """Where an access token is got."""
    line_items: str
    """The course's line items, as `lineitems` in a launch."""
    members: str
    """The course's members, as `context_memberships_url` in a launch: whose number is whose."""
    audience: str = ""
    """What the assertion is for, where that is not `token_url` (Brightspace)."""
    issuer: str = ""
    """The LMS's own name for itself."""
    private_key: str = ""
    """The key's file, relative to this one; empty where the environment or the keyring has it."""

    @field_validator("token_url", "line_items", "members")
    @classmethod
    def _is_safe(cls, url: str) -> str:
        try:
            safe_address(url)
        except ExportError as error:
            raise ValueError(error.message) from None
        return url


def read_registration(path: Path) -> Registration:
    """The registration in a file; raises ExportError, which names all that is wrong with it."""
    try:
        content = yaml.safe_load(path.read_bytes()[:MAX_BYTES])
    except (OSError, ValueError, yaml.YAMLError, RecursionError) as error:
        raise ExportError(f"{path}: can't be read: {' '.join(str(error).split())}") from None
    try:
        return Registration.model_validate(content)
    except ValidationError as error:
        raise ExportError(
            "\n".join(f"{path}: {one}" for one in _problems(error)),
            hint="docs/lms/lti.md shows such a file",
        ) from None


def _problems(error: ValidationError) -> Iterator[str]:
    """Each problem, with the field that may be meant."""
    for one in error.errors(include_url=False, include_input=False):
        name = ".".join(map(str, one["loc"])) or "the file"
        near = difflib.get_close_matches(name, Registration.model_fields, 1)
        meant = one["type"] == "extra_forbidden" and near
        yield f"{name}: {one['msg']}" + (f"; did you mean {near[0]}?" if meant else "")
