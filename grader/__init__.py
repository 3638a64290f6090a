"""grader: marks deep-learning assignments handed in as Jupyter notebooks.

`grader.grade` and `grader.grade_batch` grade from Python (`api.py`); they are loaded when they are
asked for, since most who import a part of this package need neither.
"""

from __future__ import annotations

import importlib

__version__ = "0.1.0"
API = ("GradeRecord", "GradedClass", "grade", "grade_batch")


def __getattr__(name: str) -> object:
    """What the interface for Python offers."""
    if name in API:
        return getattr(importlib.import_module("grader.api"), name)
    raise AttributeError(f"module 'grader' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted([*globals(), *API])
