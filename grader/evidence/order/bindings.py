"""Reads which names a piece of code binds, calls and asks for."""

from __future__ import annotations

import ast

_ASK_FIRST = {"globals", "locals", "vars", "dir"}
Defined = ast.FunctionDef | ast.AsyncFunctionDef


def local_names(node: Defined) -> set[str]:
    """Parameters, and names that the function binds without saying that they are global."""
    arguments = node.args
    plain = [
        *arguments.posonlyargs,
        *arguments.args,
        *arguments.kwonlyargs,
        arguments.vararg,
        arguments.kwarg,
    ]
    bound = {argument.arg for argument in plain if argument}
    outside: set[str] = set()
    for inner in ast.walk(node):
        match inner:
            case ast.Name(id=name, ctx=ast.Store() | ast.Del()):
                bound.add(name)
            case (
                ast.FunctionDef(name=name)
                | ast.ClassDef(name=name)
                | ast.ExceptHandler(name=str(name))
            ):
                bound.add(name)
            case ast.Import(names=names) | ast.ImportFrom(names=names):
                bound |= {(alias.asname or alias.name).split(".")[0] for alias in names}
            case ast.Global(names=names):
                outside |= set(names)
    return bound - outside - {node.name}


def root_name(node: ast.expr) -> str | None:
    """The name that an attribute or an element is of; None where it is of something else."""
    while isinstance(node, ast.Subscript | ast.Attribute):
        node = node.value
    return node.id if isinstance(node, ast.Name) else None


def called_name(value: ast.expr | None) -> str:
    """The last part of the name of what is called."""
    match value:
        case ast.Call(func=ast.Attribute(attr=name)) | ast.Call(func=ast.Name(id=name)):
            return name
        case _:
            return ""


def asks_what_exists(test: ast.expr) -> bool:
    """`'model' in globals()` and the like."""
    return any(
        called_name(node) in _ASK_FIRST for node in ast.walk(test) if isinstance(node, ast.Call)
    )
