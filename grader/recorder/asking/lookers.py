"""Tells callbacks of the student's own that look at the model after an epoch, and seem to leave it
as it is.

They measure it, let it predict, draw its weights. Their code is free to do anything else, so
reading it proves nothing: whether the model is what it was is seen when they have looked
(`ask.py`), and one who did change it is trained on by the kernel. Left to it at once are those
whose code names what changes a training.
"""

from __future__ import annotations

import dis
from collections.abc import Iterator, Sequence
from types import CodeType, FunctionType
from typing import Any

from .instructions import STOPS, NotAsked
from .onlookers import HOOKS, names_of_hooks, own_classes

ACTING = frozenset(
    {"set_weights", "load_weights", "assign", "assign_add", "assign_sub", "set_value", "compile"}
    | {
        "fit",
        "train_on_batch",
        "test_on_batch",
        "train_step",
        "apply",
        "apply_gradients",
        "minimize",
    }
    | {"set_random_seed", "seed", "clear_session", "trainable", "build", "best_weights", "add_loss"}
    | {"setattr", "__setattr__", "__dict__", "vars", "exec", "eval", "globals", "learning_phase"}
)
"""Names that code needs which changes a model, its optimizer or what the next epoch draws."""
MEASURING = frozenset({"evaluate", "test_step"})
"""In the beginning of an epoch they count into its values: Keras has one set of metrics."""
TELLING = frozenset({"update", "setdefault", "pop", "popitem", "clear", "__setitem__"})
"""Methods that change values which others see."""
SETTING = frozenset({"STORE_SUBSCR", "DELETE_SUBSCR"})
MOST_FUNCTIONS = 100


def look_at_the_model_only(given: Sequence[Any], *, others_act: bool) -> bool:
    """Whether the code of one of them may end the training; raises `NotAsked` where it names what
    changes it, or, where callbacks of Keras' own go by the values, what changes these.
    """
    refused = ACTING | (TELLING if others_act else frozenset())
    if any(_has(callback, "on_epoch_begin") for callback in given):
        refused |= MEASURING
    stops = False
    for function in _all_functions(given):
        for code in _within(function.__code__):
            names = {*code.co_names, *code.co_freevars}
            stops = stops or STOPS in names
            found = names & refused
            if found:
                raise NotAsked(f"a callback with {min(found)}")
            _refuse_what_is_set(code, entries=others_act)
    return stops


def _all_functions(given: Sequence[Any]) -> Iterator[FunctionType]:
    """Those of the callbacks, and the student's own that these call by name."""
    waiting = [function for callback in given for function in _functions_of(callback)]
    known: set[int] = set()
    while waiting:
        function = waiting.pop()
        if id(function) in known:
            continue
        known.add(id(function))
        if len(known) > MOST_FUNCTIONS:
            raise NotAsked("too many functions")
        yield function
        waiting += _called_by(function)


def _functions_of(callback: Any) -> Iterator[FunctionType]:
    classes = own_classes(callback)
    for name in names_of_hooks():
        if _has(callback, name) and name not in HOOKS:
            raise NotAsked(f"a callback with {name}")
    held = [vars(kind) for kind in classes] if classes else []
    for part in (*held, vars(callback)):
        for value in part.values():
            function = getattr(value, "__func__", getattr(value, "fget", value))
            if type(function) is FunctionType:
                yield function


def _has(callback: Any, hook: str) -> bool:
    return not getattr(getattr(callback, hook), "_is_default", False)


def _called_by(function: FunctionType) -> Iterator[FunctionType]:
    named = (function.__globals__.get(name) for name in _names(function.__code__))
    closed = (cell.cell_contents for cell in function.__closure__ or () if _is_filled(cell))
    for held in (*named, *closed):
        if type(held) is FunctionType and held.__module__ == function.__module__:
            yield held


def _names(code: CodeType) -> Iterator[str]:
    for part in _within(code):
        yield from part.co_names


def _within(code: CodeType) -> Iterator[CodeType]:
    """The code, and that of the functions in it."""
    yield code
    for held in code.co_consts:
        if isinstance(held, CodeType):
            yield from _within(held)


def _refuse_what_is_set(code: CodeType, *, entries: bool) -> None:
    """Refuse code that sets an attribute of others, but for `stop_training`, or, of `entries`, one
    in a dict or list.
    """
    this = code.co_varnames[0] if code.co_argcount else ""
    last: Any = None
    for step in dis.get_instructions(code):
        own = last is not None and last.opname.startswith("LOAD_FAST") and last.argval == this
        added = last is not None and last.opname == "SWAP"  # `self.seen += 1`
        if step.opname == "STORE_ATTR" and not (own or added or step.argval == STOPS):
            raise NotAsked(f"a callback that sets {step.argval}")
        if step.opname in SETTING and entries:
            raise NotAsked("a callback that sets entries")
        last = step


def _is_filled(cell: Any) -> bool:
    try:
        cell.cell_contents  # noqa: B018 - an empty one raises
    except ValueError:
        return False
    return True
