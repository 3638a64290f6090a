"""Reads what an LMS said when the grader was registered with it as an LTI 1.3 tool.

A file of a few lines (YAML), made by hand from what the LMS shows. It holds no secret: the private
key stands in a file of its own that only its owner may read, in the environment or the keyring.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator
from pydantic_core import ErrorDetails

from grader.errors import ConfigError, ExportError, Problem
from grader.export.services.address import safe_address
from grader.text.spelling import nearest
from grader.text.yaml_text import Document, read_document

WHERE_FROM = "docs/lms/lti.md shows such a file, and where each LMS shows what belongs into it"
EXAMPLES = {
    "client_id": '"10000000000007"',
    "token_url": "https://lms.example.edu/login/oauth2/token",
    "line_items": "https://lms.example.edu/api/lti/courses/12/line_items",
    "members": "https://lms.example.edu/api/lti/courses/12/names_and_roles",
    "audience": "https://lms.example.edu/auth/token",
    "issuer": "https://lms.example.edu",
    "private_key": "lti-key.pem",
}
"""What stands behind each key, so that a message can show it."""


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
    """The registration in a file; raises ConfigError, which names all that is wrong with it."""
    document = read_document(path, hint=WHERE_FROM)
    numbers = {".".join(map(str, place)) for place in document.unreadable}
    problems = [one for one in document.problems if one.where not in numbers]
    try:
        found = Registration.model_validate(document.content)
    except ValidationError as error:
        problems += _problems(document, error)
    if problems:
        raise ConfigError(problems, hint=WHERE_FROM)
    return found


def _problems(document: Document, error: ValidationError) -> Iterator[Problem]:
    for one in error.errors(include_url=False):
        key = str(one["loc"][0])
        yield document.problem((key,), _sentence(key, one, document))


def _sentence(key: str, one: ErrorDetails, document: Document) -> str:
    """What is wrong with a key, and what to write."""
    if one["type"] == "extra_forbidden":
        return "unknown key" + nearest(key, list(Registration.model_fields))
    if one["type"] == "missing":
        return f"missing; write: {key}: {EXAMPLES[key]}"
    if one["type"] == "value_error":
        return str(one["ctx"]["error"])
    if (written := document.texts.get((key,))) and one["input"] is not None:
        return f'expected text, got {written}; put it in quotes: {key}: "{written}"'
    kinds: dict[type, str] = {dict: "keys and values", list: "a list"}
    got = kinds.get(type(one["input"]), "nothing")
    return f"expected text, got {got}; write: {key}: {EXAMPLES[key]}"
