"""What takes time is measured by a clock that nobody sets."""

import ast
from pathlib import Path

import grader

PACKAGE = Path(grader.__file__).parent
TIME_OF_DAY = {
    "time": {"time", "time_ns", "localtime", "gmtime", "ctime"},
    "datetime": {"now", "utcnow", "today"},
    "date": {"today"},
}
ALLOWED = {
    "batch/cluster/keys.py": "certificates are valid from a day to a day",
    "batch/cluster/steady.py": "learns of dask's clock that it was set",
    "cli/exports/services.py": "says when grades were sent",
    "host/temporary.py": "how old a folder is; what is in use can't be removed",
    "review/book.py": "says when somebody decided",
    "sandbox/limits/cgroup.py": "how old a folder is; what is in use can't be removed",
    "store/lock.py": "says since when a command writes",
    "training/seeds.py": "says on which day a reference was trained",
    "web/reviewing/reviewed_class.py": "until when a question is lent, for several processes",
}
"""Modules that ask for the time of day, and what for."""


def asks(tree):
    """Whether a module asks for the time of day, by whatever name it was imported."""
    return any(map(_is_asked, ast.walk(tree)))


def _is_asked(node):
    match node:
        case ast.Attribute(attr=name, value=ast.Name(id=owner) | ast.Attribute(attr=owner)):
            return name in TIME_OF_DAY.get(owner, ())
        case ast.ImportFrom(module="time" | "distributed.metrics", names=names):
            return any(one.name in TIME_OF_DAY["time"] for one in names)
    return False


def test_durations_and_budgets_hang_on_no_clock_that_can_be_set():
    """A batch that runs while the clock is put forward or back by an hour (daylight saving, NTP, a
    laptop that wakes) takes no longer, cuts nothing short and notes no negative duration: only
    these modules ask what time of day it is, for what a person reads.
    """
    asking = {
        path.relative_to(PACKAGE).as_posix()
        for path in PACKAGE.rglob("*.py")
        if asks(ast.parse(path.read_text("utf-8")))
    }

    assert asking == set(ALLOWED)
