"""Reads the layout of Gradescope's exported submissions.

assignment_{id}_export/submission_{id}/{files}, and beside the folders `submission_metadata.yml`, a
mapping from `submission_{id}` to `:submitters`, each with `:name`, `:email` and `:sid` (keys are
Ruby symbols, hence the colons).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import yaml

from grader.intake.lms.owner import Owner, OwnerOf, Parts
from grader.model.submission import Student
from grader.text.yaml_text import is_nested_deeply

METADATA = ("submission_metadata.yml", "submission_metadata.yaml")
FOLDER = re.compile(r"submission_[0-9]+")
MAX_METADATA_BYTES = 50 * 1024**2

_NOBODY: list[Any] = []
Submitters = Mapping[str, tuple[Student, ...]]
"""By the name of a submission's folder."""


def gradescope(paths: Sequence[Parts], groups: Sequence[str] = ()) -> OwnerOf | None:
    """Return how owners are recognised, where the files lie as Gradescope lays them; the students
    are named by the metadata.
    """
    del groups
    fitting = sum(len(parts) > 1 and FOLDER.fullmatch(parts[0]) is not None for parts in paths)
    return _owner if paths and fitting >= len(paths) - 1 and fitting > 0 else None


def _owner(parts: Parts) -> Owner | None:
    if len(parts) < 2 or not FOLDER.fullmatch(parts[0]):
        return None
    return Owner(parts[0], rest=parts[1:])


def read_submitters(text: bytes) -> Submitters:
    """Read who is behind which folder; what is not as Gradescope writes it names nobody."""
    try:
        if is_nested_deeply(text):
            return {}
        document = yaml.load(text, _RubyYamlLoader)  # noqa: S506 - a SafeLoader that passes over Ruby's own tags
    except (yaml.YAMLError, RecursionError, ValueError):
        return {}
    if not isinstance(document, dict):
        return {}
    return dict(_submitters_of(document))


def _submitters_of(document: Mapping[Any, Any]) -> Iterator[tuple[str, tuple[Student, ...]]]:
    """By folder. YAML may name one list in many places: it is gone through once."""
    read: dict[int, tuple[Student, ...]] = {}
    for folder, entry in document.items():
        listed = _submitters(entry)
        if id(listed) not in read:  # the document holds them all: no two have one number
            read[id(listed)] = tuple(filter(None, map(_student, listed)))
        yield str(folder), read[id(listed)]


class _RubyYamlLoader(yaml.CSafeLoader):
    """Reads plain data, whatever Ruby calls it."""


def _untagged(loader: yaml.CSafeLoader, suffix: str, node: yaml.Node) -> Any:
    del suffix
    match node:
        case yaml.MappingNode():
            return loader.construct_mapping(node, deep=True)
        case yaml.SequenceNode():
            return loader.construct_sequence(node, deep=True)
        case _:
            return str(node.value)


_RubyYamlLoader.add_multi_constructor("", _untagged)
for _kind in ("int", "float", "bool", "timestamp"):  # 013 is an id, and neither eleven nor thirteen
    _RubyYamlLoader.add_constructor(f"tag:yaml.org,2002:{_kind}", lambda _, node: str(node.value))


def _submitters(entry: Any) -> list[Any]:
    found = _get(entry, "submitters")
    return found if isinstance(found, list) else _NOBODY


def _student(entry: Any) -> Student | None:
    name, email, sid = (_text(_get(entry, key)) for key in ("name", "email", "sid"))
    return Student(id=sid or email, name=name, email=email) if name or email or sid else None


def _get(entry: Any, key: str) -> Any:
    return entry.get(f":{key}", entry.get(key)) if isinstance(entry, dict) else None


def _text(value: Any) -> str | None:
    return (
        str(value)
        if isinstance(value, (str, int)) and not isinstance(value, bool) and value != ""
        else None
    )
