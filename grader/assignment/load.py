"""How is `assignment.yaml` read, and what is said of its mistakes?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import yaml
from pydantic import JsonValue, TypeAdapter, ValidationError

from grader.assignment.bundled import bundled, bundled_assignments
from grader.assignment.meaning import Place, meaning_problems, nearest
from grader.assignment.resources import resource_problems
from grader.errors import ConfigError, Problem
from grader.model.assignment import Assignment

FILE_NAME = "assignment.yaml"
SCHEMA_VERSION = 1
MAX_BYTES = 1_000_000


def load_assignment(path: Path, *, known_checks: Mapping[str, frozenset[str]]) -> Assignment:
    """Read the `assignment.yaml` at `path`.

    `known_checks` holds the name of every check with the options that it understands. Raises ConfigError with every
    mistake of the file at once.
    """
    text = _read(path)
    lines, content = _parse(text, path)
    problems = list(_shape_problems(content, lines, path))
    if problems:
        raise ConfigError(problems)
    assignment = _ADAPTER.validate_python({**_without_version(content), "folder": path.parent})
    problems = [
        Problem(str(path), lines.get(place), _dotted(place), message)
        for place, message in (*meaning_problems(assignment, known_checks), *resource_problems(assignment))
    ]
    if problems:
        raise ConfigError(problems)
    return assignment


_ADAPTER: TypeAdapter[Assignment] = TypeAdapter(Assignment)


def find_assignment(name_or_path: str | Path) -> Path:
    """Return the `assignment.yaml` of a bundled assignment by name, or of one of your own by its folder or file."""
    given = Path(name_or_path)
    for candidate in (given, given / FILE_NAME, bundled("reference") / given / FILE_NAME):
        if candidate.is_file():
            return candidate.resolve()
    names = bundled_assignments()
    message = "no such assignment" + nearest(str(name_or_path), names)
    raise ConfigError(
        [Problem(str(name_or_path), None, "", message)], hint=f"or give the path of a folder that holds {FILE_NAME}"
    )


def _read(path: Path) -> str:
    if path.stat().st_size > MAX_BYTES:
        raise ConfigError([Problem(str(path), None, "", f"larger than {MAX_BYTES:,} bytes")], hint="split the file")
    try:
        return path.read_text("utf-8")
    except UnicodeDecodeError as error:
        raise ConfigError([Problem(str(path), None, "", f"not UTF-8 ({error.reason})")]) from None


def _parse(text: str, path: Path) -> tuple[dict[Place, int], dict[str, JsonValue]]:
    """Return the line of every key path, and the content."""
    try:
        if any(isinstance(event, yaml.AliasEvent) for event in yaml.parse(text, Loader=yaml.SafeLoader)):
            raise ConfigError(
                [Problem(str(path), None, "", "uses a YAML alias (*name)")], hint="write the value out where it is used"
            )
        node = yaml.compose(text, Loader=yaml.SafeLoader)
        content = yaml.safe_load(text)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else None
        raise ConfigError([Problem(str(path), line, "", f"not YAML: {error.problem}")]) from None
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        raise ConfigError([Problem(str(path), None, "", f"not YAML: {error}")]) from None
    if not isinstance(content, dict):
        raise ConfigError([Problem(str(path), 1, "", f"expected keys and values, got {type(content).__name__}")])
    return dict(_lines(node, ())) if node else {}, content


def _lines(node: yaml.Node, place: Place) -> Iterator[tuple[Place, int]]:
    yield place, node.start_mark.line + 1
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield (*place, key.value), key.start_mark.line + 1
            yield from ((inner, line) for inner, line in _lines(value, (*place, key.value)) if inner != place)
    elif isinstance(node, yaml.SequenceNode):
        for index, value in enumerate(node.value):
            yield from _lines(value, (*place, index))


def _without_version(content: dict[str, JsonValue]) -> dict[str, JsonValue]:
    return {key: value for key, value in content.items() if key != "schema_version"}


def _shape_problems(content: dict[str, JsonValue], lines: dict[Place, int], path: Path) -> Iterator[Problem]:
    version = content.get("schema_version")
    if version != SCHEMA_VERSION:
        yield Problem(
            str(path),
            lines.get(("schema_version",), 1),
            "schema_version",
            f"expected {SCHEMA_VERSION}, got {version!r}",
        )
    if "folder" in content:
        yield Problem(str(path), lines.get(("folder",)), "folder", "unknown key")
    try:
        _ADAPTER.validate_python({**_without_version(content), "folder": path.parent})
    except ValidationError as error:
        for detail in error.errors(include_url=False):
            place = detail["loc"]
            yield Problem(str(path), _line_of(place, lines), _dotted(place), _explain(detail))


def _line_of(place: Place, lines: dict[Place, int]) -> int | None:
    """The line of the innermost key of `place` that the file holds."""
    while place and place not in lines:
        place = place[:-1]
    return lines.get(place)


def _dotted(place: Place) -> str:
    return ".".join(str(part) for part in place)


def _explain(detail: Mapping[str, object]) -> str:
    place = detail["loc"]
    if detail["type"] == "unexpected_keyword_argument" and isinstance(place, tuple):
        known = _known_keys(place[:-1])
        return "unknown key" + nearest(str(place[-1]), known)
    if detail["type"] == "missing":
        return "missing"
    message = str(detail["msg"])
    got = detail.get("input")
    return f"{message[0].lower()}{message[1:]}, got {got!r}" if not isinstance(got, dict | list) else message


def _known_keys(place: Place) -> list[str]:
    """The keys that the schema allows at `place`."""
    schema = _ADAPTER.json_schema()
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


def _resolve(node: dict[str, object], schema: dict[str, object]) -> dict[str, object]:
    reference = node.get("$ref")
    return schema["$defs"][str(reference).rsplit("/", 1)[-1]] if reference else node  # type: ignore[index]
