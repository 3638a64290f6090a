"""Reads the forged notebooks of `forged/`, which are written like the honest ones, with the kind of
finding each must give.
"""

from pathlib import Path

from tests.honest.corpus import Habit, read_notebook

FORGED = Path(__file__).parent / "forged"


def read_forged() -> list[Habit]:
    """Every forged notebook, by name."""
    return [read_notebook(path, below=FORGED) for path in sorted(FORGED.glob("*.py"))]
