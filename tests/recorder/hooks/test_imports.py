"""Hooks are put in place right after an import."""

import sys

import pytest

from grader.recorder.hooks.install import imports


@pytest.fixture
def finders():
    before = list(sys.meta_path)
    yield
    sys.meta_path[:] = before


@pytest.fixture
def a_module(tmp_path, monkeypatch):
    (tmp_path / "some_module_of_a_test.py").write_text("value = 1\n")
    monkeypatch.syspath_prepend(tmp_path)
    yield "some_module_of_a_test"
    sys.modules.pop("some_module_of_a_test", None)


def test_hooks_run_after_the_import_in_order(finders, a_module):
    """A module in two tables gets both hooks, once it is loaded, and looks like any other."""
    seen = []
    hooks = imports.together(
        {a_module: lambda module: seen.append(("first", module.value))},
        {a_module: lambda module: seen.append(("second", module.value))},
    )

    imports.install(hooks, on_fault=lambda: None)
    module = __import__(a_module)

    assert seen == [("first", 1), ("second", 1)]
    assert type(module.__loader__).__name__ != "_HookedLoader"


def test_a_broken_hook_is_not_the_students_fault(finders, a_module):
    """The import goes on, and the fault is reported."""
    faults = []

    def broken(_):
        raise RuntimeError

    imports.install({a_module: broken}, on_fault=lambda: faults.append(sys.exc_info()[0]))

    assert __import__(a_module).value == 1
    assert faults == [RuntimeError]
