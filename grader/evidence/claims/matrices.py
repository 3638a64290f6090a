"""Which square tables of numbers does a text show: printed by numpy, TensorFlow, pandas, or as a list of lists?"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

Matrix = tuple[tuple[float, ...], ...]

MIN_CLASSES, MAX_CLASSES = 2, 50
MAX_CHARS = 20_000
_NUMBER = r"[-+]?(?:\d{1,15}(?:\.\d{0,15})?(?:[eE][-+]?\d{1,3})?|\.\d{1,15})"
_NUMBERS = re.compile(_NUMBER)
_ROW_END = re.compile(r"\]\s{0,40},?\s{0,40}\[")
_ROW = re.compile(rf"[\s,]{{0,40}}{_NUMBER}(?:[\s,]{{1,40}}{_NUMBER}){{1,49}}[\s,]{{0,40}}")


def read_matrices(text: str) -> list[Matrix]:
    """Return every square table of numbers, in order; at most 50 by 50."""
    return [*_bracketed(text), *_from_pandas(text)]


def counts(matrix: Matrix) -> tuple[tuple[int, ...], ...]:
    """The matrix as whole numbers; empty where it holds shares, or something that counts nothing."""
    if all(value >= 0 and value.is_integer() for row in matrix for value in row) and any(map(any, matrix)):
        return tuple(tuple(int(value) for value in row) for row in matrix)
    return ()


def _bracketed(text: str) -> Iterator[Matrix]:
    at = text.find("[[")
    while at >= 0:
        end = text.find("]]", at, at + MAX_CHARS)
        if end >= 0 and "[[" not in text[at + 2 : end]:
            rows = _ROW_END.split(text[at + 2 : end])
            matrix = _square([row for row in rows if _ROW.fullmatch(row)]) if 1 < len(rows) <= MAX_CLASSES else None
            if matrix and len(matrix) == len(rows):
                yield matrix
        at = text.find("[[", at + 2)


def _from_pandas(text: str) -> Iterator[Matrix]:
    """A data frame prints a line of column labels, then for each row its label and its values."""
    block: list[list[str]] = []
    for line in [*text.splitlines(), ""]:
        words = line.split() if len(line) < 1000 else []
        values = words[1:]
        if len(values) >= MIN_CLASSES and _is_row(values):
            if block and len(values) != len(block[0]):
                block = []
            block.append(values)
            continue
        yield from _frame(block)
        block = [] if words[:1] != ["Actual"] and len(words) != 1 else block


def _is_row(values: Sequence[str]) -> bool:
    """Whether these are values of one kind; the rows of a classification report mix shares and counts."""
    return all(map(_NUMBERS.fullmatch, values)) and len({"." in value for value in values}) == 1


def _frame(block: Sequence[Sequence[str]]) -> Iterator[Matrix]:
    """The values of a block of labelled rows; a first row of labels above them may have come along."""
    for rows in (block, block[1:]):
        if len(rows) >= MIN_CLASSES and len(rows) == len(rows[0]) <= MAX_CLASSES:
            yield tuple(tuple(float(value) for value in row) for row in rows)
            return


def _square(rows: Sequence[str]) -> Matrix | None:
    values = tuple(tuple(float(number) for number in _NUMBERS.findall(row)) for row in rows)
    if MIN_CLASSES <= len(values) <= MAX_CLASSES and all(len(row) == len(values) for row in values):
        return values
    return None
