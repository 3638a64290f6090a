"""The analysis of a cell names what it needs and leaves behind."""

import ast

import pytest

from grader.evidence.order.effects import needed_when_called
from grader.evidence.order.statements import effects_of


def effects(source):
    """Of one cell."""
    return effects_of(ast.parse(source))


@pytest.mark.parametrize(
    ("source", "needs"),
    [
        ("x = x / 255", {"x"}),
        ("x /= 255", {"x"}),
        ("x = 1\ny = x", set()),
        ("x = [k * n for k in ks]", {"n", "ks"}),
        ("k = sum(i for i in range(3)) + i", {"i"}),
        ("for i in range(n):\n    total = i", {"n"}),
        ("f = lambda v: v + later", set()),
        ("def f(v):\n    return v + later", set()),
        ("def f(v):\n    return v + later\nf(1)", {"later"}),
        ("def f(v=first):\n    return v", {"first"}),
        ("if 'model' in globals():\n    model.summary()", set()),
        ("try:\n    model\nexcept NameError:\n    model = 1", set()),
        ("if flag:\n    print(x)", {"flag", "x"}),
        ("with open(path) as file:\n    text = file.read()", {"path"}),
        ("from keras.layers import *\nmodel = Dense(10)", set()),
        ("del x", {"x"}),
        ("frame['a'] = 1", {"frame"}),
        ("class Net(Base):\n    def call(self, v):\n        return v", {"Base"}),
        ("print(_, __, In, get_ipython())", set()),
        ("(n := 3)\nprint(n)", set()),
    ],
)
def test_names_needed(source, needs):
    """Names are needed when the cell runs and not before; what is local or asked for first is
    not.
    """
    assert {name for name in effects(source).needs if name.isidentifier()} == needs


def test_a_model_has_states():
    """A new Sequential is neither filled nor compiled nor fitted; fit needs the first two."""
    assert {"m.add()", "m.compile()", "m.fit()"} <= effects("m = Sequential()").unmakes
    assert {"m.compile()", "m.fit()"} <= effects("m = Sequential([Dense(1)])").unmakes
    assert "m.add()" in effects("m = Sequential([Dense(1)])").makes
    assert {"m.add()", "m.compile()"} <= effects("m.fit(x)").needs
    assert "m.fit()" in effects("m.fit(x)").makes


def test_what_a_function_built_is_complete():
    """Nothing is asked of a model that the student's own function made, or that was loaded."""
    assert {"m.add()", "m.compile()", "m.fit()"} <= effects("m = build_model()").makes


def test_a_function_needs_what_the_functions_that_it_calls_need():
    """However they call each other."""
    functions = effects(
        "def f():\n    g()\n    return a\ndef g():\n    f()\n    return b"
    ).functions

    assert needed_when_called("f", functions) == {"a", "b", "f", "g"}


def test_del_takes_a_name_away():
    """Whoever uses it afterwards needs a new one."""
    assert effects("x = 1\ndel x").unmakes == {"x"}


def test_deep_code_is_read_as_far_as_it_goes():
    """Nesting that breaks a reader is the student's own affair."""
    deep = ast.Module([ast.Expr(ast.parse("+" * 50 + "1", mode="eval").body)], [])
    for _ in range(5000):
        deep.body[0].value = ast.UnaryOp(ast.UAdd(), deep.body[0].value)

    assert effects_of(deep).needs == set()
