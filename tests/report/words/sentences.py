"""Finds the sentences that the program's code says, in the rooms whose words stand in reports."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import grader

ROOMS = (
    "checks", "evidence/answers/context.py", "evidence/answers/found.py",
    "evidence/code/foreign.py", "evidence/order", "evidence/runs", "grading", "intake/notebooks",
    "model/graded", "pipeline/trainings.py",
    "publishing/class_page.py", "recorder/compat", "recorder/data",
    "recorder/hooks/fitting.py", "recorder/hooks/training.py",
    "recorder/start/outputs.py", "recorder/surroundings", "report/audience.py",
    "report/figures", "report/fonts.py",
    "report/markup.py", "report/prose.py", "report/views", "sandbox/kernels/warm.py",
    "sandbox/limits/handles.py", "sandbox/limits/refused.py", "sandbox/limits/watchdog.py",
    "sandbox/messages/listener.py", "scoring/preparation", "scoring/process", "scoring/rebuilding",
    "scoring/scorer.py",
)  # fmt: skip
PLACE = "\0"
"""Stands in a sentence for what differs."""
_ENDS = re.compile(r"(?<=[.!?]) (?=[A-Z“])")
_SAID = re.compile(r"[a-z’']{2,},? [a-z’']{2,}")
"""Two small words in a row: names, code and patterns have none."""
_NO_SENTENCE = re.compile(r"\\[wsbdW(]|\(\?|<\w|import |^\^|\n|=\S|--|`grader|\|")


def sentences() -> Iterator[tuple[str, str]]:
    """Every sentence, or piece of one, with the place where it stands."""
    home = Path(grader.__file__).parent
    for room in ROOMS:
        path = home / room
        for file in sorted(path.rglob("*.py")) if path.is_dir() else [path]:
            for line, text in _texts(ast.parse(file.read_text("utf-8"))):
                for piece in _ENDS.split(text):
                    if _SAID.search(piece) and not _NO_SENTENCE.search(piece):
                        yield f"{file.relative_to(home)}:{line}", piece


def _texts(tree: ast.AST) -> Iterator[tuple[int, str]]:
    left_out = {id(node) for part in _not_said(tree) for node in ast.walk(part)}
    for node in ast.walk(tree):
        if id(node) in left_out:
            continue
        if isinstance(node, ast.JoinedStr):
            left_out |= {id(value) for value in node.values}
            yield node.lineno, "".join(map(_written, node.values))
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.lineno, node.value.replace("{}", PLACE)


def _written(value: ast.expr) -> str:
    return str(value.value) if isinstance(value, ast.Constant) else PLACE


def _not_said(tree: ast.AST) -> Iterator[ast.AST]:
    """Docstrings, what is raised, and patterns."""
    for node in ast.walk(tree):
        is_text = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
        is_pattern = isinstance(node, ast.Call) and ast.unparse(node.func) == "re.compile"
        if is_text or is_pattern or isinstance(node, ast.Raise):
            yield node
