"""Reads YAML so that every mistake can be named with its line, and nothing that it says twice is
lost.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import yaml
from pydantic import JsonValue

from grader.errors import ConfigError, Problem

YamlPlace = tuple[str | int, ...]
"""The keys and indices that lead to a value."""

MAX_BYTES = 1_000_000
MAX_DEPTH = 50
MAX_VALUES = 50_000
"""Ten thousand classes may be named."""
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
_TAG = "tag:yaml.org,2002:"
_KNOWN_TAGS = frozenset(
    _TAG + kind for kind in ("str", "int", "float", "bool", "null", "timestamp", "value", "merge")
)
_TEXTS = frozenset(_TAG + kind for kind in ("str", "timestamp", "value", "merge"))
"""Text, whatever YAML makes of it: a bare `=` and `<<` have tags of their own."""
_PLAIN_INT = re.compile(r"[-+]?(?:0|[1-9][0-9_]*)")
_MAX_DIGITS = 30
_ODD_INDENT = re.compile(r"^ *([\u00a0\u2000-\u200b\u202f\u3000\ufeff])", re.MULTILINE)
"""What web pages and word processors put where spaces were."""


@dataclass(frozen=True, slots=True)
class Document:
    """What a YAML file says, and where."""

    path: Path
    content: dict[str, JsonValue]
    lines: dict[YamlPlace, int]
    """The line of every key and of every item, from 1."""
    texts: dict[YamlPlace, str]
    """Values that are no text to YAML, as they stand in the file: `yes`, `010`."""
    problems: list[Problem] = field(default_factory=list)
    """What was found wrong on the way."""
    unreadable: list[YamlPlace] = field(default_factory=list)
    """Where a value stands that is not the file's."""

    def problem(self, place: YamlPlace, message: str) -> Problem:
        """A mistake at a place, with the line of the innermost key that the file holds."""
        known = place
        while known and known not in self.lines:
            known = known[:-1]
        return Problem(str(self.path), self.lines.get(known), ".".join(map(str, place)), message)


def read_document(path: Path, *, hint: str = "") -> Document:
    """Read a file; raises ConfigError where it is no YAML, or no YAML with keys and values.

    `hint` says where such a file comes from.
    """
    node = _composed(_read(path), path)
    if node is None:
        raise _refused(path, None, "the file is empty", hint=hint)
    if not isinstance(node, yaml.MappingNode):
        message = f"expected keys and values, got {_KINDS[type(node)]}"
        raise _refused(path, 1, message, hint=hint)
    document = Document(path, {}, {}, {})
    document.content.update(_NodeReader(document).mapping(node, ()))
    return document


_KINDS = {
    yaml.ScalarNode: "one value",
    yaml.SequenceNode: "a list",
    yaml.MappingNode: "keys and values",
}


def _read(path: Path) -> str:
    try:
        with path.open("rb") as stream:
            data = stream.read(MAX_BYTES + 1)
    except OSError as error:
        raise _refused(path, None, f"can't be read: {error.strerror or error}") from None
    if len(data) > MAX_BYTES:
        raise _refused(path, None, f"larger than {MAX_BYTES:,} bytes", hint="split the file")
    if data.startswith(_UTF_16):
        raise _refused(path, None, "saved as UTF-16", hint="save the file as UTF-8")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        message = f"expected text in UTF-8, got the byte {data[error.start]:#04x}"
        raise _refused(path, line, message, hint="save the file as UTF-8") from None


def _composed(text: str, path: Path) -> yaml.Node | None:
    try:
        _refuse_what_takes_too_long(yaml.parse(text, yaml.SafeLoader), path)
        return yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        if odd := _ODD_INDENT.search(text):
            line = text.count("\n", 0, odd.start(1)) + 1
            message = (
                "not YAML: a line begins with a space that YAML does not accept (U+%04X); type "
                "ordinary ones"
            )
            raise _refused(path, line, message % ord(odd[1])) from None
        at = error.problem_mark.line + 1 if error.problem_mark else None
        raise _refused(path, at, f"not YAML: {_in_plain_words(error)}") from None
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        raise _refused(
            path,
            line,
            f"not YAML: a character that no text may have (U+{ord(text[error.position]):04X})",
        ) from None
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        raise _refused(path, None, f"not YAML: {error or 'nested too deeply'}") from None


def is_nested_deeply(text: str | bytes) -> bool:
    """Whether a text nests more deeply than anybody's does: PyYAML's quick reader ends the whole
    process over it. Raises YAMLError where it is no YAML.
    """
    depth = 0
    for event in yaml.parse(text, yaml.CSafeLoader):
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if depth > MAX_DEPTH:
            return True
    return False


def _refuse_what_takes_too_long(events: Iterable[yaml.Event], path: Path) -> None:
    """Go through a text once, as far as it is worth while: to read what is nested deeply takes the
    square of its length, and its values a thousand times their room.
    """
    depth = values = 0
    for event in events:
        mark = event.start_mark
        line = mark.line + 1 if mark else None
        if isinstance(event, yaml.AliasEvent):
            message = f"uses a YAML alias (*{event.anchor})"
            raise _refused(path, line, message, hint="write the value out where it is used")
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        values += isinstance(event, yaml.NodeEvent)
        if depth > MAX_DEPTH:
            raise _refused(path, line, "not YAML: nested too deeply")
        if values > MAX_VALUES:
            message = f"more than {MAX_VALUES:,} keys and values"
            raise _refused(path, line, message, hint="split the file")


_IN_PLAIN_WORDS = (
    ("'\\t'", "a tab stands where only spaces may; indent with spaces"),
    (
        "mapping values are not allowed here",
        "a colon where none can be; put the text in quotes, or look at the indentation",
    ),
    (
        "expected <block end>",
        "the indentation of this line, or its dash, doesn't go with the lines above",
    ),
    (
        "another document",
        "a line of `---` begins a second document; everything belongs to one",
    ),
    ("found unexpected end of stream", "a quote is opened and never closed"),
    ("<stream end>", "a bracket is opened and never closed"),
    (
        "expected ',' or",
        "a comma is missing between two values in brackets, or the closing bracket",
    ),
    ("could not find expected ':'", "a key without a colon behind it"),
)
"""What PyYAML says contains the first; meant is the second."""


def _in_plain_words(error: yaml.MarkedYAMLError) -> str:
    problem = error.problem or "can't be read"
    return next((plain for part, plain in _IN_PLAIN_WORDS if part in problem), problem)


def _refused(path: Path, line: int | None, message: str, *, hint: str = "") -> ConfigError:
    return ConfigError([Problem(str(path), line, "", message)], hint=hint)


class _NodeReader:
    """Turns nodes into values; keys are always text, dates stay text."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._constructor = yaml.SafeLoader("")

    def mapping(self, node: yaml.MappingNode, place: YamlPlace) -> dict[str, JsonValue]:
        """The keys and values; a key that is there twice is a mistake, whatever YAML makes of
        it.
        """
        lines, found = self._document.lines, dict[str, JsonValue]()
        for key, value in node.value:
            name, line = str(key.value), key.start_mark.line + 1
            here: YamlPlace = (*place, name)
            if name in found:
                message = f"is there twice; the first is in line {lines[here]}"
                self._document.problems.append(
                    Problem(str(self._document.path), line, _dotted(here), message)
                )
                continue
            lines[here] = line
            found[name] = self._value(value, here)
        return found

    def _value(self, node: yaml.Node, place: YamlPlace) -> JsonValue:
        if isinstance(node, yaml.MappingNode):
            return self.mapping(node, place)
        if isinstance(node, yaml.ScalarNode):
            return self._scalar(node, place)
        if isinstance(node, yaml.SequenceNode):
            for index, item in enumerate(node.value):
                self._document.lines[*place, index] = item.start_mark.line + 1
            return [self._value(item, (*place, index)) for index, item in enumerate(node.value)]
        raise TypeError(f"{type(node).__name__} is no node of YAML")

    def _scalar(self, node: yaml.ScalarNode, place: YamlPlace) -> JsonValue:
        text = str(node.value)
        if node.tag not in _KNOWN_TAGS:
            self._document.problems.append(
                self._document.problem(place, f"the YAML tag {node.tag!r} means nothing here")
            )
            return text
        if node.tag in _TEXTS:
            return text
        self._document.texts[place] = text
        if node.tag == _TAG + "int" and (not _PLAIN_INT.fullmatch(text) or len(text) > _MAX_DIGITS):
            self._document.problems.append(self._document.problem(place, _odd_number(text)))
            self._document.unreadable.append(place)
            return 1
        try:
            value = self._constructor.construct_object(node)
        except (yaml.YAMLError, ArithmeticError, ValueError, LookupError):  # `!!bool maybe`
            message = f"expected what its YAML tag says, got {text!r}"
            self._document.problems.append(self._document.problem(place, message))
            self._document.unreadable.append(place)
            return 1
        return value if value is None or isinstance(value, bool | int | float) else text


def _odd_number(text: str) -> str:
    if len(text) > _MAX_DIGITS:
        return f"expected a number of sensible size, got one of {len(text)} digits"
    return f"expected a plain number, got {text!r}, which YAML reads as another one"


def _dotted(place: YamlPlace) -> str:
    return ".".join(map(str, place))


def problems_in_order(problems: list[Problem]) -> Iterator[Problem]:
    """Each problem once, by file and line."""
    yield from sorted(
        dict.fromkeys(problems), key=lambda problem: (problem.path, problem.line or 0)
    )
