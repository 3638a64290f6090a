"""Names what in a notebook's code could reach into the machinery that trains, beyond using it.

A training that is stopped after its first epochs is believed to go on as it began only where
nothing could have made it go on otherwise. Code that only builds, fits, measures and draws can't;
code that defines classes, sets attributes, looks behind underscores or brings other modules may.
Nothing is held against anybody here: what is named is trained on, and measured at its end.
"""

from __future__ import annotations

import ast
import re
import warnings
from collections.abc import Iterator, Sequence

from grader.model.submission import Cell

MOST = 5
MODULES = frozenset(
    [
        "numpy",
        "pandas",
        "matplotlib",
        "seaborn",
        "sklearn",
        "scipy",
        "keras",
        "tensorflow",
        "PIL",
        "IPython",
        "plotly",
        "tqdm",
        "math",
        "random",
        "time",
        "datetime",
        "itertools",
        "collections",
        "functools",
        "statistics",
        "string",
        "re",
        "json",
        "copy",
        "warnings",
        "os",
        "typing",
        "pprint",
        "__future__",
    ]
)
"""What is imported by notebooks that only use their libraries."""
INSIDES = frozenset({"src", "python", "core"})
"""Below these lie the insides of Keras, TensorFlow and IPython."""
NAMES = frozenset(
    [
        "exec",
        "eval",
        "compile",
        "open",
        "getattr",
        "setattr",
        "delattr",
        "globals",
        "locals",
        "vars",
        "breakpoint",
        "get_ipython",
        "type",
    ]
)
"""Functions that run text, reach behind names or write files; `type` makes classes, but where it is
only shown.
"""
ATTRIBUTES = INSIDES | frozenset(
    [
        "sys",
        "builtins",
        "gc",
        "ctypes",
        "ctypeslib",
        "threading",
        "signal",
        "subprocess",
        "importlib",
        "inspect",
        "modules",
        "atexit",
        "asyncio",
        "multiprocessing",
        "system",
        "popen",
        "fork",
        "kill",
        "register_at_fork",
        "settrace",
        "setprofile",
        "seterrcall",
        "eval",
        "exec",
        "open",
        "write",
        "writelines",
        "write_text",
        "write_bytes",
        "tofile",
        "savetxt",
        "to_csv",
        "to_json",
        "to_html",
        "to_latex",
        "to_markdown",
        "py_function",
        "numpy_function",
        "get_custom_objects",
        "custom_object_scope",
        "CustomObjectScope",
        "register_keras_serializable",
        "ALL_OBJECTS",
        "ALL_OBJECTS_DICT",
        "addFilter",
        "addHandler",
        "events",
        "hooks",
        "register",
        "get_ipython",
    ]
)
"""Attributes that run text or a function later, write files, or lead to modules that do."""
MAY_BE_SET = frozenset({"environ", "rcParams", "options", "loc", "iloc", "at", "iat"})
"""Whose items notebooks set: settings of the process and of pyplot, cells of a table."""
_MAGIC = re.compile(
    r"^\s*(?:%\s*(?:matplotlib|pip|conda|time|config|pylab)\b.*|!\s*(?:pip3?|conda)\s+install\b.*)$"
)


def reaching(cells: Sequence[Cell]) -> tuple[str, ...]:
    """What could change how a training goes on, a phrase each; empty where the code only uses its
    libraries.
    """
    return tuple(
        f"cell {cell.index + 1} {phrase}"
        for cell in cells
        for phrase in dict.fromkeys(_reaching(cell.source))
    )[:MOST]


def _reaching(source: str) -> Iterator[str]:
    lines = ["" if _MAGIC.match(line) else line for line in source.split("\n")]
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tree = ast.parse("\n".join(lines))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        yield "holds what is not plain Python"
        return
    nodes = list(ast.walk(tree))
    shown = {id(call.func) for node in nodes for call in _shown(node) if _asks_for_a_type(call)}
    for node in nodes:
        phrase = "" if id(node) in shown else _phrase(node)
        if phrase:
            yield phrase


def _shown(node: ast.AST) -> Iterator[ast.Call]:
    """The calls whose value is printed or displayed and goes nowhere else."""
    values = [node.value] if isinstance(node, ast.Expr) else []
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "print":
        values = node.args
    return (value for value in values if isinstance(value, ast.Call))


def _asks_for_a_type(call: ast.Call) -> bool:
    return isinstance(call.func, ast.Name) and call.func.id == "type" and len(call.args) == 1


def _phrase(node: ast.AST) -> str:
    if isinstance(node, ast.Import | ast.ImportFrom):
        return _imports(node)
    if isinstance(node, ast.expr):
        return _in_expression(node)
    return _defines(node)


def _defines(node: ast.AST) -> str:
    match node:
        case ast.ClassDef(name=name):
            return f"defines the class {name}"
        case ast.FunctionDef(decorator_list=[_, *_], name=name):
            return f"decorates {name}"
        case ast.AsyncFunctionDef():
            return "runs code beside the training"
        case _:
            return ""


def _in_expression(node: ast.expr) -> str:
    match node:
        case ast.Await():
            return "runs code beside the training"
        case ast.Name(id=name) if name in NAMES or name.startswith("__"):
            return f"uses {name}"
        case ast.Attribute(attr=name):
            return _attribute(node, name)
        case ast.Subscript(value=ast.Attribute(attr=name), ctx=ast.Store() | ast.Del()) if (
            name not in MAY_BE_SET
        ):
            return f"sets items of {name}"
        case _:
            return ""


def _attribute(node: ast.Attribute, name: str) -> str:
    if not isinstance(node.ctx, ast.Load):
        return f"sets the attribute {name}"
    return f"uses {name}" if name.startswith("_") or name in ATTRIBUTES else ""


def _imports(node: ast.Import | ast.ImportFrom) -> str:
    if isinstance(node, ast.Import):
        return _imported([alias.name for alias in node.names])
    where = "." * node.level + (node.module or "")
    return _imported([where]) or _named([alias.name for alias in node.names])


def _imported(modules: Sequence[str]) -> str:
    for module in modules:
        first, *below = module.split(".")
        if (
            first not in MODULES
            or INSIDES.intersection(below)
            or any(name.startswith("_") for name in below)
        ):
            return f"imports {module}"
    return ""


def _named(names: Sequence[str]) -> str:
    return next(
        (f"imports {name}" for name in names if name.startswith("_") or name in ATTRIBUTES | NAMES),
        "",
    )
