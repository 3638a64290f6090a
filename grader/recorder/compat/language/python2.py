"""Runs cells of Python 2: statements that are no longer Python are translated, names and methods
that went are found again.

A cell is only touched if it is no Python of today. Names are given to the notebook before a cell
that uses them, unless it has names of its own.
"""

from __future__ import annotations

import ast
import functools
import importlib
import io
import re
import tokenize
from collections.abc import Callable, Iterator
from typing import Any

from ..notes import Notes

PRINT = re.compile(r"^(\s*(?:[^\n]*?:\s+)?)print(?:\s+(?![=(])|\s*(?=\()|\s*$)(.*?)\s*$", re.DOTALL)
TO_FILE = re.compile(r"^>>\s*([\w.]+)\s*,?\s*(.*)$", re.DOTALL)
OF_IPYTHON = re.compile(r"^(\s*)[%!].*")
STATEMENTS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"^(\s*)except\s+([\w.]+|\([^)]*\))\s*,\s*(\w+)\s*:"), r"\1except \2 as \3:"),
    (re.compile(r"^(\s*)raise\s+([\w.]+)\s*,\s*(.+?)\s*$"), r"\1raise \2(\3)"),
    (re.compile(r"^(\s*)exec\s+(['\"].*)$"), r"\1exec(\2)"),
    (re.compile(r"\b(\d+)[lL]\b"), r"\1"),
    (re.compile(r"(?<![.\w])0([0-7]+)\b(?!\.)"), r"0o\1"),
    (re.compile(r"\bur(['\"])"), r"r\1"),
    (re.compile(r"<>"), "!="),
    (re.compile(r"`([^`]+)`"), r"repr(\1)"),
)
NAMES: dict[str, tuple[str, Callable[[], Any]]] = {
    "basestring": ("str", lambda: str),
    "long": ("int", lambda: int),
    "raw_input": ("input", lambda: lambda prompt="": input(prompt)),
    "reduce": ("functools.reduce", lambda: functools.reduce),
    "reload": ("importlib.reload", lambda: importlib.reload),
    "unichr": ("chr", lambda: chr),
    "unicode": ("str", lambda: str),
    "xrange": ("range", lambda: range),
}
"""Old name → what to write today, and what stands for it."""
METHODS: dict[str, tuple[str, Callable[..., Any]]] = {
    "has_key": ("key in x", lambda thing, key: key in thing),
    "iteritems": ("items", lambda thing: thing.items()),
    "iterkeys": ("keys", lambda thing: thing.keys()),
    "itervalues": ("values", lambda thing: thing.values()),
    "itemset": (
        "x[…] = value",
        lambda array, *given: array.__setitem__(given[0] if given[:-1] else ..., given[-1]),
    ),
    "newbyteorder": (
        "x.view(x.dtype.newbyteorder())",
        lambda array, *order: array.view(array.dtype.newbyteorder(*order)),
    ),
    "ptp": (
        "np.ptp(x)",
        lambda array, *args, **kwargs: array.max(*args, **kwargs) - array.min(*args, **kwargs),
    ),
    "tostring": ("tobytes", lambda array: array.tobytes()),
}
"""Methods that dictionaries and arrays had → what to write today, and what they did."""
FIND_METHOD = "_method_of_old"
"""A builtin through which these methods are looked up."""
MODULES = {
    "ConfigParser": "configparser",
    "Queue": "queue",
    "StringIO": "io",
    "cPickle": "pickle",
    "cStringIO": "io",
    "commands": "subprocess",
    "urllib2": "urllib.request",
    "urlparse": "urllib.parse",
}
"""Modules of Python 2 → of today."""


def attach(shell: Any, notes: Notes) -> None:
    """Teach IPython's `shell` to read Python 2."""
    import builtins

    setattr(builtins, FIND_METHOD, functools.partial(find_method, notes))
    shell.input_transformers_cleanup.append(functools.partial(translated, notes=notes))
    shell.ast_transformers.append(Names(shell, notes))


def translated(lines: list[str], *, notes: Notes) -> list[str]:
    """The cell in Python of today; the very lines where they are that already, or can't be made
    so.
    """
    if "".join(lines).lstrip().startswith("%%") or _is_python(lines):
        return lines
    mended = [_mended(line) for line in lines]
    if not _is_python(mended):
        mended = [_mended(line) for line in _joined(lines)]
    if mended == lines or not _is_python(mended):
        return lines
    notes.used("Python 2 (`print x`, `except E, e`)", "Python 3: print(x), except E as e")
    return mended


def find_method(notes: Notes, thing: Any, name: str) -> Any:
    """The method `name` of `thing`, old ones included."""
    if hasattr(thing, name):
        return getattr(thing, name)
    today, function = METHODS[name]
    kind = type(thing).__name__
    if not (hasattr(thing, "items") or hasattr(thing, "dtype")):
        raise AttributeError(f"{kind!r} object has no attribute {name!r}")
    notes.used(f".{name}(…)", today)
    return functools.partial(function, thing)


class Names(ast.NodeTransformer):
    """Gives a cell the old names that it uses, and looks old methods up."""

    def __init__(self, shell: Any, notes: Notes) -> None:
        """Names are given to the `shell`'s namespace."""
        self._shell, self._notes = shell, notes

    def visit_Name(self, node: ast.Name) -> ast.Name:
        """Where it is read and nobody has defined it."""
        if (
            node.id in NAMES
            and isinstance(node.ctx, ast.Load)
            and node.id not in self._shell.user_ns
        ):
            today, make = NAMES[node.id]
            self._shell.user_ns[node.id] = make()
            self._notes.used(node.id, today)
        return node

    def visit_Call(self, node: ast.Call) -> ast.Call:
        """`x.iteritems()`."""
        self.generic_visit(node)
        if isinstance(node.func, ast.Attribute) and node.func.attr in METHODS:
            given = [node.func.value, ast.Constant(node.func.attr)]
            found = ast.Call(ast.Name(FIND_METHOD, ast.Load()), given, [])
            node.func = ast.fix_missing_locations(ast.copy_location(found, node.func))
        return node


def _joined(lines: list[str]) -> list[str]:
    """The lines with those in one that belong together: an open bracket or text, a backslash at the
    end.
    """
    joined: list[str] = []
    held = ""
    for line in lines:
        held += line
        if _is_open(held):
            continue
        joined.append(held)
        held = ""
    return [*joined, held] if held else joined


def _is_open(text: str) -> bool:
    """Whether the statement goes on in the next line."""
    if re.search(r"\\\n?$", text):
        return True
    try:
        for _ in tokenize.generate_tokens(io.StringIO(text).readline):
            pass
    except tokenize.TokenError:
        return True
    except SyntaxError:  # which an indented line alone is, too
        pass
    return False


def _mended(line: str) -> str:
    ending = "\n" if line.endswith("\n") else ""
    text = line.rstrip("\n")
    if text.lstrip().startswith(("#", "%", "!")):
        return line
    for pattern, today in STATEMENTS:
        text = pattern.sub(today, text)
    return "".join(_printing(text)) + ending


def _printing(text: str) -> Iterator[str]:
    found = PRINT.match(text)
    if found is None:
        yield text
        return
    before, what = found.groups()
    comment = ""
    aside = what.rpartition("#")[2]
    if (
        "#" in what
        and what.count("'") % 2 == 0
        and what.count('"') % 2 == 0
        and not {"'", "\n"} & set(aside)
    ):
        what, _, comment = what.rpartition("#")
    to_file = TO_FILE.match(what)
    end = ", end=' '" if what.rstrip().endswith(",") else ""
    target = f", file={to_file[1]}" if to_file else ""
    shown = (to_file[2] if to_file else what).strip().rstrip(",;")
    yield f"{before}print({shown}{end if shown else ''}{target if shown else target.lstrip(', ')})"
    yield f"  #{comment}" if comment else ""


def _is_python(lines: list[str]) -> bool:
    source = "".join(OF_IPYTHON.sub(r"\1pass", line) for line in lines)
    try:
        ast.parse(source)
    except (SyntaxError, ValueError):
        return False
    return True
