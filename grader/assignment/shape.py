"""Says what of an assignment's YAML has the wrong shape, and mends a copy so that the rest can be
looked at, too.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from functools import cache
from typing import cast

from pydantic import JsonValue, TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from grader.errors import Problem
from grader.model.assignment import Assignment, PartSpec
from grader.text.spelling import nearest
from grader.text.yaml_text import Document, YamlPlace

SCHEMA_VERSION = 1
ADAPTER: TypeAdapter[Assignment] = TypeAdapter(Assignment)
MAX_REPAIRS = 300
"""So many mistakes are named; who mends these hears of the next."""
MOST_LOOKED_AT = 200_000
"""Values, in all repairs together: each goes through the whole file a few times."""
_NOT_IN_THE_FILE = ("folder", "schema_version")
_TRUTH_KEYS = frozenset(
    one.name for form in (Assignment, PartSpec) for one in fields(form) if one.type == "bool"
)
_FILLERS: tuple[JsonValue, ...] = (
    1,
    "filler",
    [],
    {},
    ["filler", "filler"],
    {"file": "filler"},
    {"id": "filler", "check": "filler", "points": 1},
    {"id": "filler", "title": "filler"},
    {"points": 1, "words": "filler"},
    {
        "title": "filler",
        "layers": [],
        "parameters": 1,
        "optimizer": "filler",
        "loss": "filler",
        "epochs": 1,
    },
)


@dataclass(frozen=True, slots=True)
class Shaped:
    """The assignment as far as it can be read."""

    assignment: Assignment | None
    """None where too much is wrong."""
    problems: tuple[Problem, ...]
    mended: tuple[YamlPlace, ...]
    """Where something was put in place of what is wrong: what depends on it can't be judged."""

    def is_mended(self, place: YamlPlace) -> bool:
        """Whether the value at `place` is not the file's, or holds such a value."""
        return any(
            place[: len(mended)] == mended or mended[: len(place)] == place
            for mended in self.mended
        )


def shaped(document: Document) -> Shaped:
    """Read the assignment, whatever is wrong with it."""
    problems = [*document.problems, *_about_the_version(document), *_about_truth(document)]
    content = {
        key: value
        for key, value in copy.deepcopy(document.content).items()
        if key not in _NOT_IN_THE_FILE
    }
    mended = [*document.unreadable, *(place for place, _message in _truths(document))]
    reported: set[YamlPlace] = set(mended)
    for _attempt in range(min(MAX_REPAIRS, MOST_LOOKED_AT // (len(document.lines) + 1))):
        errors = _errors(content, document)
        if not errors:
            assignment = ADAPTER.validate_python({**content, "folder": document.path.parent})
            return Shaped(assignment, tuple(problems), tuple(mended))
        for detail in errors[:MAX_REPAIRS]:
            place = _place(detail)
            if not any(place[: len(known)] == known for known in reported):
                reported.add(place)
                problems.append(document.problem(place, _explain(detail, document)))
        place = _place(errors[0])
        mended.append(place)
        if len(problems) >= MAX_REPAIRS or not _mend(content, place, document):
            break
    return Shaped(None, tuple(problems), tuple(mended))


def _errors(content: Mapping[str, JsonValue], document: Document) -> Sequence[ErrorDetails]:
    try:
        ADAPTER.validate_python({**content, "folder": document.path.parent})
    except ValidationError as error:
        return error.errors(include_url=False)
    return ()


def _place(detail: ErrorDetails) -> YamlPlace:
    return tuple(step for step in detail["loc"] if step != "[key]")


def _about_the_version(document: Document) -> Iterator[Problem]:
    version = document.content.get("schema_version")
    if version is None:
        yield document.problem(
            ("schema_version",), f"missing; write: schema_version: {SCHEMA_VERSION}"
        )
    elif version != SCHEMA_VERSION or isinstance(version, bool):
        yield document.problem(("schema_version",), f"expected {SCHEMA_VERSION}, got {version!r}")
    if "folder" in document.content:
        yield document.problem(("folder",), "unknown key")


def _about_truth(document: Document) -> Iterator[Problem]:
    for place, message in _truths(document):
        yield document.problem(place, message)


def _truths(document: Document) -> Iterator[tuple[YamlPlace, str]]:
    """`yes`, `no`, `on` and `off` where no truth is asked for: pydantic would take them for 1 and
    0.
    """
    for place, text in document.texts.items():
        asked_for = place[-1] in _TRUTH_KEYS or "options" in place
        if text.lower() in ("yes", "no", "on", "off", "true", "false") and not asked_for:
            yield place, f"got {text}, which YAML reads as true or false; a word needs quotes"


def _mend(content: dict[str, JsonValue], place: YamlPlace, document: Document) -> bool:
    """Put something in place of what is wrong, or take it away; whether the error is gone."""
    for filler in (None, *_FILLERS):
        tried = copy.deepcopy(content)
        if not _put(tried, place, filler):
            continue
        if place not in {_place(detail)[: len(place)] for detail in _errors(tried, document)}:
            content.clear()
            content.update(tried)
            return True
    return len(place) > 1 and _mend(content, place[:-1], document)


def _put(content: dict[str, JsonValue], place: YamlPlace, filler: JsonValue) -> bool:
    """Set the value at `place`, or with None remove it; False where no such place can be."""
    inside: JsonValue = content
    for step in place[:-1]:
        try:
            inside = cast("dict[str | int, JsonValue]", inside)[step]
        except (KeyError, IndexError, TypeError):
            return False
    last = place[-1] if place else ""
    if isinstance(inside, dict) and isinstance(last, str):
        if filler is None:
            return inside.pop(last, None) is not None
        inside[last] = filler
        return True
    if (
        isinstance(inside, list)
        and isinstance(last, int)
        and 0 <= last < len(inside)
        and filler is not None
    ):
        inside[last] = filler
        return True
    return False


def _explain(detail: ErrorDetails, document: Document) -> str:
    place = _place(detail)
    if detail["type"] == "unexpected_keyword_argument":
        return "unknown key" + nearest(str(place[-1]), _known_keys(place[:-1]))
    if detail["type"] in ("missing", "missing_argument"):
        return "missing"
    message, got = _in_words_of_yaml(str(detail["msg"])), detail.get("input")
    if isinstance(got, dict | list):
        return f"{message}, got {'keys and values' if isinstance(got, dict) else 'a list'}"
    if got is None:
        return f"{message}, got nothing"
    quoted = "" if isinstance(got, str) or "string" not in message else "; put it in quotes"
    return f"{message}, got {document.texts.get(place, repr(got))}{quoted}"


def _in_words_of_yaml(message: str) -> str:
    """What pydantic says, without the words of Python."""
    for python, words in (
        (r"^Input ", ""),
        (r"^Value error, ", ""),
        (r" or an instance of \w+", ""),
        (r"a (?:valid )?dictionary", "keys and values"),
        (r"a valid tuple", "a list"),
        (r"a valid decimal", "a number"),
        (r"a valid (?=integer)", "an "),
        (
            r"^String should match pattern .*",
            "should be small letters, digits and _, in one or two parts: cnn.accuracy",
        ),
    ):
        message = re.sub(python, words, message)
    return message[0].lower() + message[1:]


def _known_keys(place: YamlPlace) -> list[str]:
    """The keys that the schema allows at `place`."""
    schema = _schema()
    node: dict[str, object] = schema
    for step in place:
        node = _resolve(node, schema)
        if isinstance(step, int):
            node = node["items"]  # type: ignore[assignment]
        elif "additionalProperties" in node and isinstance(node["additionalProperties"], dict):
            node = node["additionalProperties"]
        else:
            node = node["properties"][step]  # type: ignore[index]
    properties = _resolve(node, schema).get("properties", {})
    return [key for key in properties if key != "folder"]  # type: ignore[attr-defined]


@cache
def _schema() -> dict[str, object]:
    return ADAPTER.json_schema()


def _resolve(node: dict[str, object], schema: dict[str, object]) -> dict[str, object]:
    reference = node.get("$ref")
    return schema["$defs"][str(reference).rsplit("/", 1)[-1]] if reference else node  # type: ignore[index]
