"""One word for one thing: names of classes."""

import ast
from collections import defaultdict
from pathlib import Path

import grader

ROOT = Path(grader.__file__).parent


def test_no_class_name_stands_for_two_things():
    """Who reads a class' name anywhere in the package knows which class it is; a leading underscore
    makes no other name.
    """
    defined = defaultdict(list)
    for path in ROOT.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.ClassDef):
                defined[node.name.lstrip("_")].append(str(path.relative_to(ROOT)))

    assert len(defined) > 100
    assert {name: places for name, places in defined.items() if len(places) > 1} == {}
