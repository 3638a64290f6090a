"""A name that nobody finds may be a package, or a file of the student's own that was left behind."""

import pytest

from grader.recorder.compat.packages import absent
from grader.recorder.compat.packages.absent import AbsentFinder


class Notes:
    def __init__(self):
        self.told = []

    def tell(self, kind, key, message):
        self.told.append((kind, key, message))


@pytest.mark.parametrize(
    ("name", "says"),
    [
        (
            "my_utils",
            "my_utils is imported: no package of that name is installed here, and no file",
        ),
        ("helpers", "no file of that name was handed in."),
        ("jax", "The package jax is imported but not installed here."),
    ],
)
def test_what_is_missing_is_told_as_what_it_may_be(name, says, monkeypatch):
    """Only a framework's name is known to be a package's."""
    notes = Notes()
    monkeypatch.setattr(absent, "importing_cell", object)
    monkeypatch.setattr(absent, "expects_failure", lambda _frame: False)

    assert AbsentFinder(notes).find_spec(name) is None

    assert any(kind == "package_missing" and says in message for kind, _, message in notes.told)
