"""Parses a cell as IPython would, mistakes left out."""

from __future__ import annotations

import ast
import math
import re
import warnings

from grader.untrusted.texts import without_surrogates

MAX_CHARS = 200_000
MAX_MISTAKES = 30
MOST_BITS = 1_000
"""Of a whole number; a float has no more."""
_MAGIC = re.compile(
    r"^(\s*)(?:[%!?]|[\w.]+\s*=\s*[%!]|pip3? install|conda install|apt(?:-get)? "
    r"install|\S+\?\??\s*$)"
)
_CELL_MAGIC = re.compile(r"\s*%%(\w+)")
_PYTHON_MAGICS = {"time", "timeit", "capture", "prun", "python", "python3", "notify", "tb"}


def parse_cell(source: str) -> ast.Module:
    """Return the statements of a cell, without magics, shell lines, and the lines that are no
    Python.
    """
    lines = without_magics(source[:MAX_CHARS])
    for _attempt in range(MAX_MISTAKES):
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                return _that_can_be_written(ast.parse("\n".join(lines)))
        except SyntaxError as error:
            at = (error.lineno or 0) - 1
            if not 0 <= at < len(lines):
                break
            lines[at] = _nothing_like(lines, at)
        except (ValueError, RecursionError, MemoryError):
            break
    return ast.Module(body=[], type_ignores=[])


def is_python(source: str) -> bool:
    """Whether all of it is code, magics included."""
    if not source.strip() or len(source) > MAX_CHARS:
        return False
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            ast.parse("\n".join(without_magics(source)))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    return True


def _that_can_be_written(tree: ast.Module) -> ast.Module:
    """The tree, in whose texts nothing stands that no encoding can hold, and no whole number that
    Python writes in no digits (`0xfff…`): what a literal says is shown, and written down.
    """
    for node in ast.walk(tree):
        if not isinstance(node, ast.Constant):
            continue
        if isinstance(node.value, str):
            node.value = without_surrogates(node.value)
        elif isinstance(node.value, int) and node.value.bit_length() > MOST_BITS:
            node.value = math.inf
    return tree


def without_magics(source: str) -> list[str]:
    """The lines of a cell; what IPython itself understands is left blank."""
    lines = source.split("\n")
    first = _CELL_MAGIC.match(source)
    if first:
        if first[1] not in _PYTHON_MAGICS:
            return []
        lines[0] = ""
    return [f"{match[1]}pass" if (match := _MAGIC.match(line)) else line for line in lines]


def _nothing_like(lines: list[str], at: int) -> str:
    """What stands for a broken line: nothing at its own depth; a line broken already gives way to
    emptiness.
    """
    stripped = lines[at].lstrip()
    return "" if stripped in ("", "pass") else f"{lines[at][: len(lines[at]) - len(stripped)]}pass"
