"""Reads the code of a function of the student's own: what it names, and that it does nothing else.

Every instruction must be known to change nothing but the function's own variables; a later Python's
instructions that are not known here are left to the kernel.
"""

from __future__ import annotations

import dis
from collections.abc import Iterator
from dataclasses import dataclass
from types import CodeType
from typing import Any, Literal


class NotAsked(Exception):  # noqa: N818 - the training is left to the kernel, nothing is wrong
    """The host can't be asked for this training; the message says why."""


ATTRIBUTES = frozenset({"LOAD_ATTR", "LOAD_METHOD", "STORE_ATTR"})
VARIABLES = frozenset(
    {"LOAD_FAST", "LOAD_FAST_BORROW", "LOAD_FAST_CHECK", "LOAD_FAST_AND_CLEAR", "STORE_FAST"}
    | {"DELETE_FAST", "LOAD_FAST_LOAD_FAST", "LOAD_FAST_BORROW_LOAD_FAST_BORROW"}
    | {"STORE_FAST_LOAD_FAST", "STORE_FAST_STORE_FAST", "MAKE_CELL", "LOAD_CLOSURE", "LOAD_DEREF"}
)
STEPS = frozenset(
    {"RESUME", "NOP", "CACHE", "NOT_TAKEN", "COPY_FREE_VARS", "PUSH_NULL", "POP_TOP", "COPY"}
    | {"SWAP", "LOAD_CONST", "LOAD_SMALL_INT", "LOAD_GLOBAL", "RETURN_VALUE", "RETURN_CONST"}
    | {"PRECALL", "CALL", "KW_NAMES", "CALL_KW", "CALL_FUNCTION_EX", "LIST_TO_TUPLE"}
    | {"BINARY_OP", "BINARY_SUBSCR", "BINARY_SLICE", "BUILD_SLICE", "COMPARE_OP", "IS_OP"}
    | {"CONTAINS_OP", "UNARY_NEGATIVE", "UNARY_POSITIVE", "UNARY_NOT", "TO_BOOL", "BUILD_TUPLE"}
    | {"BUILD_LIST", "BUILD_MAP", "BUILD_SET", "BUILD_CONST_KEY_MAP", "BUILD_STRING"}
    | {"FORMAT_VALUE", "FORMAT_SIMPLE", "FORMAT_WITH_SPEC", "CONVERT_VALUE", "LIST_EXTEND"}
    | {"LIST_APPEND", "SET_ADD", "MAP_ADD", "SET_UPDATE", "DICT_UPDATE", "DICT_MERGE"}
    | {"UNPACK_SEQUENCE", "GET_ITER", "FOR_ITER", "END_FOR", "POP_ITER", "JUMP_FORWARD"}
    | {"JUMP_BACKWARD", "JUMP_IF_TRUE_OR_POP", "JUMP_IF_FALSE_OR_POP", "MAKE_FUNCTION"}
    | {"SET_FUNCTION_ATTRIBUTE", "RETURN_GENERATOR", "YIELD_VALUE"}
    | {f"POP_JUMP_{way}IF_{what}" for way in ("", "FORWARD_", "BACKWARD_")
       for what in ("TRUE", "FALSE", "NONE", "NOT_NONE")}
)  # fmt: skip
CHANGES = frozenset({"|=", "&=", "^="})
"""They change dicts and sets in place; `+=` at most makes a list longer."""
OF_DATA = frozenset(
    {"append", "center", "copy", "count", "endswith", "extend", "format", "get", "index", "insert"}
    | {"is_integer", "item", "items", "join", "keys", "ljust", "lower", "lstrip", "replace"}
    | {"rjust", "rstrip", "setdefault", "split", "startswith", "strip", "title", "upper"}
    | {"values", "zfill"}
)
"""Methods of texts, numbers, lists and dicts; none of them changes what a dict holds already."""
STOPS = "stop_training"
"""What may be set of `self.model`, and nothing else may be done with it."""


@dataclass(frozen=True)
class Named:
    """A name outside the code that it uses."""

    where: Literal["global", "mine", "stored", "stops"]
    """`mine` is an attribute of `self`, `stored` one that is set; `stops` is the model's
    `stop_training`, which is set.
    """
    name: str
    attribute: str | None = None
    """Of what a global name stands for, the attribute that is taken at once."""


def names_in(code: CodeType, this: str | None = None) -> Iterator[Named]:
    """The names that the code and the functions within use; raises `NotAsked` for code that may do
    more than compute.

    `this` is what a method calls the object it belongs to; of it nothing but attributes is used.
    """
    steps = [step for step in dis.get_instructions(code) if step.opname != "EXTENDED_ARG"]
    for place, step in enumerate(steps):
        if step.opname not in STEPS | VARIABLES | ATTRIBUTES or step.argrepr in CHANGES:
            raise NotAsked(f"code with {step.opname} {step.argrepr}")
        if isinstance(step.argval, CodeType):
            yield from names_in(step.argval, this if this in step.argval.co_freevars else None)
        elif step.opname == "LOAD_GLOBAL":
            yield Named("global", step.argval, _attribute_of(steps, place))
        elif step.opname in VARIABLES and _is_of(step, this):
            _check_this(steps, place)
        elif step.opname in ATTRIBUTES:
            yield from _attribute(steps, place, this)


def _attribute(steps: list[Any], place: int, this: str | None) -> Iterator[Named]:
    """What an attribute is of: `self`, also where it is added to, a global name, or data."""
    step, last = steps[place], steps[place - 1]
    stores = step.opname == "STORE_ATTR"
    if _stops(steps, place, this):
        yield Named("stops", STOPS)
    elif last.opname in VARIABLES and _is_of(last, this):
        if not _stops(steps, place + 1, this):
            yield Named("stored" if stores else "mine", step.argval)
    elif last.opname == "COPY" and not stores:
        if not _is_of(steps[place - 2], this):
            raise NotAsked("code that changes an attribute")
        yield Named("mine", step.argval)
    elif (
        last.opname == "SWAP" and stores and this
    ):  # `self.name += …`: only that copies what it is set of
        yield Named("stored", step.argval)
    elif stores or not (_attribute_of(steps, place - 1) or step.argval in OF_DATA):
        raise NotAsked(f"code that uses .{step.argval}")


def _stops(steps: list[Any], place: int, this: str | None) -> bool:
    """Whether the instruction sets `self.model.stop_training`."""
    step, model, mine = steps[place], steps[place - 1], steps[place - 2]
    return (
        step.opname == "STORE_ATTR"
        and step.argval == STOPS
        and model.opname == "LOAD_ATTR"
        and model.argval == "model"
        and mine.opname in VARIABLES
        and _is_of(mine, this)
        and not (step.is_jump_target or model.is_jump_target)
    )


def _attribute_of(steps: list[Any], place: int) -> str | None:
    """The attribute that is taken of a global name, and of nothing else."""
    step, following = steps[place], steps[place + 1]
    taken = following.opname in ("LOAD_ATTR", "LOAD_METHOD") and not following.is_jump_target
    return str(following.argval) if step.opname == "LOAD_GLOBAL" and taken else None


def _check_this(steps: list[Any], place: int) -> None:
    """Raise `NotAsked` where `self` is handed on as a whole, but to a function within."""
    step, *following = steps[place : place + 3]
    if step.opname in ("MAKE_CELL", "LOAD_CLOSURE"):
        return
    if following[0].opname == "COPY":
        copied, *following = following
        if copied.arg != 1 or copied.is_jump_target:
            raise NotAsked("code that hands itself on")
    taken = following[0].opname in ATTRIBUTES and not following[0].is_jump_target
    if step.opname not in ("LOAD_FAST", "LOAD_FAST_BORROW", "LOAD_DEREF") or not taken:
        raise NotAsked("code that hands itself on")


def _is_of(step: Any, this: str | None) -> bool:
    names = step.argval if isinstance(step.argval, tuple) else (step.argval,)
    return this is not None and step.opname in VARIABLES and this in names
