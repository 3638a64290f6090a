"""One word for one thing: names of classes and of types."""

import ast
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import grader

ROOT = Path(grader.__file__).parent
A_TYPE = re.compile(r"_?[A-Z][a-z]")


def named_types() -> Iterator[tuple[str, str, str]]:
    """Each class of the package, and each type that has a name of its own (`Place = tuple[…]`):
    the name, what it stands for, and the module.
    """
    for path in sorted(ROOT.rglob("*.py")):
        where = str(path.relative_to(ROOT))
        tree = ast.parse(path.read_text("utf-8"))
        for node in ast.walk(tree):
            if isinstance(node, ast.ClassDef):
                yield node.name.lstrip("_"), f"class in line {node.lineno} of {where}", where
        for node in tree.body:
            target = node.targets[0] if isinstance(node, ast.Assign) else None
            if isinstance(target, ast.Name) and A_TYPE.match(target.id):
                yield target.id.lstrip("_"), ast.unparse(node.value), where


def test_no_name_of_a_type_stands_for_two_things():
    """Who reads the name of a class, or of a type, anywhere in the package knows what it is; a
    leading underscore makes no other name. Several modules may give one type the same name.
    """
    meanings = defaultdict(dict)
    for name, meaning, where in named_types():
        meanings[name].setdefault(meaning, where)

    assert len(meanings) > 400
    assert {name: each for name, each in meanings.items() if len(each) > 1} == {}
