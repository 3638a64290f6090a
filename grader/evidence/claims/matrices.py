"""Reads the square tables of numbers in a text: confusion matrices."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

Matrix = tuple[tuple[float, ...], ...]

MIN_CLASSES, MAX_CLASSES = 2, 50
MAX_CHARS = 20_000
MAX_LINE_CHARS = 1000
_NUMBER = r"[-+]?(?:\d{1,15}(?:\.\d{0,15})?(?:[eE][-+]?\d{1,3})?|\.\d{1,15})"
_NUMBERS = re.compile(_NUMBER)
_WITH_POINT = re.compile(r"\d{1,15}\.\d{1,15}")
ROUNDED = 0.006
"""By how much each of several shares may be rounded when their total is looked for."""
_RULES = str.maketrans("|*&\\", "    ")
"""What Markdown and LaTeX put between the numbers of a table, and around those in bold."""
_BRACKETS = str.maketrans("[](),;", " " * 6)
_BARE = _RULES | _BRACKETS
_NOTHING = frozenset(("NaN", "nan", "<NA>", ".", "·", "-", "–", "—"))
"""What a table may hold where there is none to count."""
_ROW_END = re.compile(r"\]\s{0,40},?\s{0,40}\[")
_ROW = re.compile(rf"[\s,]{{0,40}}{_NUMBER}(?:[\s,]{{1,40}}{_NUMBER}){{1,49}}[\s,]{{0,40}}")


def read_matrices(text: str) -> list[Matrix]:
    """Return every square table of numbers, in order; at most 50 by 50."""
    return [*_bracketed(text), *_from_lines(text)]


def counts(matrix: Matrix) -> tuple[tuple[int, ...], ...]:
    """The matrix as whole numbers; empty where it holds shares, or something that counts
    nothing.
    """
    if all(value >= 0 and value.is_integer() for row in matrix for value in row) and any(
        map(any, matrix)
    ):
        return tuple(tuple(int(value) for value in row) for row in matrix)
    return ()


def _bracketed(text: str) -> Iterator[Matrix]:
    """Goes through the text once: each end is looked for from the one before."""
    at, end = text.find("[["), -1
    while at >= 0:
        following = text.find("[[", at + 2)
        end = end if end > at else text.find("]]", at)
        if end < 0:
            return
        if end - at <= MAX_CHARS and not at < following < end - 1:
            rows = _ROW_END.split(text[at + 2 : end])
            matrix = (
                _square([row for row in rows if _ROW.fullmatch(row)])
                if 1 < len(rows) <= MAX_CLASSES
                else None
            )
            if matrix and len(matrix) == len(rows):
                yield matrix
        at = following


def _from_lines(text: str) -> Iterator[Matrix]:
    """Rows on lines of their own, as pandas, a Markdown table or a loop of the student's prints
    them.
    """
    block: list[_TableLine] = []
    framed = 0
    bare = "[[" not in text
    for line in [*text.splitlines(), ""]:
        row = _line(line, bare=bare)
        if row is not None:
            if block and row.shape != block[0].shape:
                yield from _frame(block)
                block, framed = [], 0
            block.append(row)
            continue
        if len(block) != framed:
            yield from _frame(block)
            framed = len(block)
        words = line.split() if len(line) < MAX_LINE_CHARS else []
        if words[:1] != ["Actual"] and len(words) != 1:
            block, framed = [], 0


@dataclass(frozen=True, slots=True)
class _TableLine:
    """A line of a table."""

    labelled: bool
    """Whether words stand before its numbers."""
    values: tuple[str, ...]

    @property
    def shape(self) -> tuple[bool, int]:
        return self.labelled, len(self.values)


def _line(line: str, *, bare: bool) -> _TableLine | None:
    """The numbers that a line ends with; `bare` lets it stand in brackets of its own."""
    if len(line) >= MAX_LINE_CHARS:
        return None
    words = line.translate(_BARE if bare else _RULES).replace("%", " ").split()
    if not _NOTHING.isdisjoint(words):
        nought = "0.0" if any(map(_WITH_POINT.fullmatch, words)) else "0"
        words = [nought if word in _NOTHING else word for word in words]
    first = next(
        (place for place in range(len(words), 0, -1) if not _NUMBERS.fullmatch(words[place - 1])), 0
    )
    values = tuple(words[first:])
    inside = values if first else values[1:]
    return (
        _TableLine(first > 0, values)
        if len(inside) >= MIN_CLASSES and _of_one_kind(inside)
        else None
    )


def _of_one_kind(values: Sequence[str]) -> bool:
    """The rows of a classification report mix shares and counts. Pandas writes a column of counts
    with a point where one of them is missing.
    """
    return len({"." in value for value in values}) == 1 or not any(
        "." in value.removesuffix(".0") for value in values
    )


def _frame(block: Sequence[_TableLine]) -> Iterator[Matrix]:
    """The values of a block of rows; labels above them or before each may have come along, and
    totals after each.
    """
    if len(block) > MAX_CLASSES + 1:
        return
    for lines in (block, block[1:]):
        if not MIN_CLASSES <= len(lines) <= MAX_CLASSES:
            continue
        surplus = len(lines[0].values) - len(lines)
        if surplus not in (0, 1, 2):
            continue
        rows = [tuple(map(float, line.values)) for line in lines]
        for label, total in ((0, 0), (0, 1), (1, 0), (1, 1)):
            bare = [row[label : len(row) - total] for row in rows]
            if (
                surplus == label + total
                and not (label and lines[0].labelled and not _is_enumerated(rows))
                and (
                    not total
                    or all(_is_total(row[-1], inner) for row, inner in zip(rows, bare, strict=True))
                )
            ):
                yield tuple(bare)
                return


def _is_enumerated(rows: Sequence[Sequence[float]]) -> bool:
    """Whether the rows begin with their numbers, as labels such as `digit 3` end."""
    return all(row[0] == rows[0][0] + place for place, row in enumerate(rows))


def _is_total(value: float, others: Sequence[float]) -> bool:
    return abs(value - sum(others)) <= ROUNDED * len(others)


def _square(rows: Sequence[str]) -> Matrix | None:
    values = tuple(tuple(float(number) for number in _NUMBERS.findall(row)) for row in rows)
    if MIN_CLASSES <= len(values) <= MAX_CLASSES and all(len(row) == len(values) for row in values):
        return values
    return None
