"""Reads the pieces of text in a notebook, in the order in which a person reads them."""

from __future__ import annotations

import ast
import io
import re
import tokenize
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from grader.evidence.answers.displays import displayed
from grader.evidence.answers.pictures import shown_in, with_names
from grader.evidence.answers.words import says_something
from grader.evidence.program.source import parse_cell, without_magics
from grader.model.submission import Cell, Notebook, Picture
from grader.text.scripts import amount_of

BlockKind = Literal["prose", "heading", "comment", "shown"]

MAX_BLOCKS = 2_000
MAX_CHARS = 200_000
"""Of all texts together; nobody writes a book into an assignment."""
MIN_COMMENT_WORDS = 3
MIN_PRINTED_WORDS = 6
MIN_PROSE_WORDS = 5
"""Of a code cell that holds no code."""
_HEADING = re.compile(r"\s{0,3}(#{1,6}\s|<h\d)")
_RULE = re.compile(r"\s{0,3}([-*_=]\s{0,2}){3,}")
_CODE_SIGNS = re.compile(r"[=(\[{;@\\]|\b(?:import|def|return|lambda|print)\b")


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, a heading, a comment, or what a code cell shows."""

    cell: int
    cell_id: str | None
    kind: BlockKind
    text: str
    pictures: tuple[Picture, ...] = ()
    """Those that it shows."""


def blocks_of(notebook: Notebook) -> list[Block]:
    """Return the notebook's texts; code cells give their comments, the prose in their strings, or
    being prose, all.
    """
    found: list[Block] = []
    left = MAX_CHARS
    for cell in notebook.cells:
        for block in _of_code(cell) if cell.kind == "code" else _of_text_with_pictures(cell):
            left -= len(block.text)
            if left < 0 or len(found) == MAX_BLOCKS:
                return found
            found.append(block)
    return found


def _of_text_with_pictures(cell: Cell) -> Iterator[Block]:
    """The texts of a cell, each with the pictures that it refers to."""
    text, pictures = with_names(cell)
    for block in _of_text(cell, text):
        yield replace(block, pictures=shown_in(block.text, pictures))


def _of_text(cell: Cell, source: str) -> Iterator[Block]:
    """Paragraphs end at blank lines; a heading stands for itself, underlined ones included."""
    paragraph: list[str] = []
    for line in [*source.splitlines(), ""]:
        rule = _RULE.fullmatch(line) is not None
        heading = _HEADING.match(line) is not None
        if line.strip() and not rule and not heading:
            paragraph.append(line)
            continue
        if paragraph and says_something("\n".join(paragraph)):
            underlined = rule and len(paragraph) == 1 and line.strip()[0] in "=-"
            yield Block(
                cell.index, cell.id, "heading" if underlined else "prose", "\n".join(paragraph)
            )
        paragraph = []
        if heading and says_something(line):
            yield Block(cell.index, cell.id, "heading", line.strip())


def _of_code(cell: Cell) -> Iterator[Block]:
    if _is_prose(cell.source):
        yield from _of_text(cell, cell.source)
        return
    lines: list[str] = []
    for comment in [*_comments(cell.source), ""]:
        if comment:
            lines.append(comment)
            continue
        text = "\n".join(lines)
        if amount_of(text).in_words >= MIN_COMMENT_WORDS:
            yield Block(cell.index, cell.id, "comment", text)
        lines = []
    for text in _strings(cell.source):
        yield Block(cell.index, cell.id, "comment", text)
    shown = displayed(cell)
    if shown:
        yield Block(cell.index, cell.id, "shown", shown, cell.pictures)


def _is_prose(source: str) -> bool:
    """Whether a code cell holds plain words that were meant as text."""
    amount = amount_of(source)
    if (
        amount.in_words < MIN_PROSE_WORDS
        or len(source) > 20_000
        or _CODE_SIGNS.search(source.partition("\n")[0])
    ):
        return False
    if amount.characters > len(source) / 2 and "#" not in source:
        return True
    try:
        ast.parse("\n".join(without_magics(source)))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        letters = sum(character.isalpha() or character.isspace() for character in source)
        signs = len(_CODE_SIGNS.findall(source))
        return letters > 0.85 * len(source) and signs < len(source.split()) / 15
    return False


def _comments(source: str) -> Iterator[str]:
    """Lines of comments that stand alone; an empty string between those that don't follow each
    other.
    """
    if "#" not in source or len(source) > 200_000:
        return
    last = -2
    try:
        for token in tokenize.generate_tokens(
            io.StringIO("\n".join(without_magics(source))).readline
        ):
            if token.type == tokenize.COMMENT and not token.line[: token.start[1]].strip():
                if token.start[0] != last + 1:
                    yield ""
                last = token.start[0]
                yield token.string.lstrip("#! ").rstrip() or " "
    except (tokenize.TokenError, SyntaxError, ValueError):
        return


def _strings(source: str) -> Iterator[str]:
    """Sentences that are printed, or stand in the code as strings."""
    if len(source) > 200_000:
        return
    for statement in parse_cell(source).body:
        if not isinstance(statement, ast.Expr):
            continue
        value = statement.value
        printed = (
            isinstance(value, ast.Call)
            and isinstance(value.func, ast.Name)
            and value.func.id == "print"
        )
        parts = value.args if printed and isinstance(value, ast.Call) else [value]
        for part in parts:
            if (
                isinstance(part, ast.Constant)
                and isinstance(part.value, str)
                and amount_of(part.value).in_words >= MIN_PRINTED_WORDS
            ):
                yield part.value.strip()
