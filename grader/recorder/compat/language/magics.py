"""Runs the code that stands behind a magic which is not here: most of them measure, show or count,
and the code is what matters.
"""

from __future__ import annotations

import ast
from typing import Any

from ..notes import Notes

MEASURING = {
    "heat",
    "lprun",
    "memit",
    "mprun",
    "mprof",
    "prun",
    "pyinstrument",
    "scalene",
    "snakeviz",
    "tlprun",
    "with_profile",
}
"""Line magics whose line is a statement, behind options."""
VALUED = "fmTDrtisl"
"""Options with a value of their own: the function that is looked at, a file, a number of runs."""


OTHER_LANGUAGES = {
    "R",
    "bigquery",
    "cpp",
    "cu",
    "cuda",
    "go",
    "java",
    "julia",
    "matlab",
    "octave",
    "rust",
    "scala",
    "sql",
}
"""Cell magics whose body may look like Python and is none."""


def run_line(shell: Any, name: str, line: str, *, notes: Notes) -> None:
    """Run the statement behind the options of a measuring magic."""
    words = line.split(" ")
    while words and (words[0].startswith("-") or not words[0]):
        option = words.pop(0)
        if option[1:] in tuple(VALUED) and words:
            words.pop(0)
    statement = " ".join(words)
    notes.tell(
        "compatibility",
        f"%{name}",
        f"The magic %{name} is not available; what it measures was run as it stands.",
    )
    if _is_statement(statement):
        shell.ex(statement)


def _is_statement(source: str) -> bool:
    try:
        ast.parse(source)
    except (SyntaxError, ValueError):
        return False
    return bool(source.strip())


def run_body(shell: Any, name: str, body: str, *, notes: Notes) -> bool:
    """Run the `body` of the unknown cell magic `name`, if it is Python; whether it was.

    What goes wrong in the body goes wrong in the cell.
    """
    if name in OTHER_LANGUAGES or not _is_python(shell, body):
        return False
    notes.tell(
        "compatibility",
        f"%%{name}",
        f"The magic %%{name} is not available; the cell below it was run as it stands.",
    )
    code = shell.transform_cell(body)
    filename = shell.compile.cache(code, shell.execution_count)
    tree = shell.transform_ast(ast.parse(code, filename))
    result = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    exec(compile(tree, filename, "exec"), shell.user_global_ns, shell.user_ns)  # noqa: S102 - the student's own cell
    if result is not None:
        value = eval(  # noqa: S307 - the same
            compile(ast.Expression(result.value), filename, "eval"),
            shell.user_global_ns,
            shell.user_ns,
        )
        shell.displayhook(value)
    return True


def _is_python(shell: Any, body: str) -> bool:
    try:
        ast.parse(shell.transform_cell(body))
    except (SyntaxError, ValueError):
        return False
    return True
