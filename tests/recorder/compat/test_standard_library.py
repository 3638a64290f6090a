"""Names that Python's own modules had are found by the student's code, and by nobody else's."""

import collections
import importlib
import os
import types

import pytest

from grader.recorder.compat import names
from grader.recorder.compat.language import standard_library
from grader.recorder.compat.notes import Notes
from grader.recorder.surroundings import hardware


@pytest.mark.parametrize(
    ("module", "name"),
    [(module, name) for module, places in standard_library.NAMES.items() for name in places],
)
def test_every_name_is_somewhere_today(module, name):
    """No place in the table is a wrong one."""
    try:
        copy = types.ModuleType(module)
        copy.__dict__.update(vars(importlib.import_module(module)))
    except ModuleNotFoundError:
        pytest.skip(f"this Python has no {module} any more")
    copy.__dict__.pop(name, None)
    noted = []
    notes = Notes(lambda kind, message: noted.append(message))

    names.answer(copy, standard_library.NAMES[module], notes, today=standard_library.TODAY)

    assert callable(getattr(copy, name)) or isinstance(getattr(copy, name), (int, str))
    assert noted
    assert "grader" not in noted[0]


@pytest.mark.parametrize("module", standard_library.MODULES.values())
def test_every_module_is_there(module):
    """What stands for a module that went can be imported."""
    importlib.import_module(module)


def test_only_the_student_is_answered(monkeypatch):
    """A library that asks which Python this is gets its true answer; a cell gets the name."""
    places = {"collections": standard_library.NAMES["collections"]}
    monkeypatch.setattr(standard_library, "NAMES", places)
    standard_library.hooks(Notes(lambda kind, message: None))

    cell = {"__name__": "__main__"}
    exec("from collections import Iterable, OrderedDict", cell)

    assert cell["Iterable"] is importlib.import_module("collections.abc").Iterable
    assert not hasattr(collections, "Iterable")
    del vars(collections)["__getattr__"]


def test_arguments_of_a_function():
    """By name and by place, as `inspect.getargspec` gave them."""
    args, _, keywords, defaults = standard_library.getargspec(lambda a, b=1, **c: None)

    assert (args, keywords, defaults) == (["a", "b"], "c", (1,))


class Environment(dict):
    """As `os.environ`: `in` and `get` go the way of any mapping."""

    __contains__ = collections.abc.Mapping.__contains__
    get = collections.abc.Mapping.get


def test_the_address_of_a_tpu_is_read_where_it_is_taken_for_granted():
    """Who asks first, or catches the error, hears that there is none."""
    reported = []
    notes = Notes(lambda kind, message: reported.append(message))
    hardware.teach_environment(Environment, notes)
    cell = {"__name__": "__main__", "environ": Environment()}

    exec("asked = 'COLAB_TPU_ADDR' in environ, environ.get('COLAB_TPU_ADDR')", cell)
    assert cell["asked"] == (False, None)
    assert not reported
    exec("address = 'grpc://' + environ['COLAB_TPU_ADDR']", cell)
    assert cell["address"].startswith("grpc://")
    assert len(reported) == 1
    with pytest.raises(KeyError):
        exec("environ['ANOTHER']", cell)
    assert os.environ.get("COLAB_TPU_ADDR") is None
