"""Follows the names of a program, statement by statement.

A small abstract interpreter: it knows constants, Keras' layers and models, and what is done to
them; everything else is `UNKNOWN`. Both sides of a branch that can't be decided are followed, loops
over something unknown once.
"""

from __future__ import annotations

import ast
from collections.abc import Sequence

from grader.evidence.program.actions import Action
from grader.evidence.program.arguments import parameters
from grader.evidence.program.calls import Calls
from grader.evidence.program.constants import binary_operation
from grader.evidence.program.libraries.arrays import attribute_of, part_of
from grader.evidence.program.libraries.keras import named
from grader.evidence.program.values import (
    UNKNOWN,
    ArrayValue,
    ClassValue,
    FunctionValue,
    ModelValue,
    Unknown,
    Value,
    element_of,
    part_named,
    sound,
)

MAX_STEPS = 200_000
"""Statements and expressions followed in one notebook."""
MAX_STEPS_PER_CELL = 20_000
MAX_DEPTH = 12
"""Of calls of the student's functions."""
MAX_TURNS = 50
"""Of one loop."""


class _Return(Exception):  # noqa: N818 - it is no error
    """Leaves a function."""

    def __init__(self, value: Value) -> None:
        super().__init__()
        self.value = value


class _FollowedFarEnough(Exception):  # noqa: N818 - it is no error
    """Leaves a cell that is followed no further."""


class AbstractInterpreter:
    """Follows cells one after another; what they do gathers in `actions`."""

    def __init__(self) -> None:
        self.actions: list[Action] = []
        self.cell = self.unsure = 0
        self._scopes: list[dict[str, Value]] = [{}]
        self._steps = self._cell_steps = 0
        self._calls = Calls(self)

    def run_cell(self, module: ast.Module, cell: int) -> None:
        """Follow one cell."""
        self.cell, self._cell_steps = cell, 0
        del self._scopes[1:]
        self.unsure = 0
        try:
            self._block(module.body[:-1])
            self._last(module.body[-1:])
        except (_FollowedFarEnough, _Return, RecursionError):
            return

    @property
    def steps(self) -> int:
        """How many statements and expressions have been followed."""
        return self._steps

    def _last(self, statements: Sequence[ast.stmt]) -> None:
        """The value of an expression at the end is shown."""
        match statements:
            case [
                ast.Expr(
                    value=ast.Name() | ast.Attribute() | ast.Subscript() | ast.Tuple() as value
                )
            ]:
                self._calls.note_printed([self.evaluate(value)])
            case _:
                self._block(statements)

    def look_up(self, name: str) -> Value:
        """What a name stands for here."""
        for scope in (self._scopes[-1], self._scopes[0]):
            if name in scope:
                return scope[name]
        return UNKNOWN

    def names(self) -> dict[str, Value]:
        """Every name that can be seen here."""
        return {**self._scopes[0], **self._scopes[-1]}

    def call_function(
        self, function: FunctionValue, arguments: Sequence[Value], keywords: dict[str, Value]
    ) -> Value:
        """Follow a call of a function of the student's."""
        if len(self._scopes) > MAX_DEPTH:
            return UNKNOWN
        self._scopes.append(parameters(function.node.args, arguments, keywords, self.evaluate))
        try:
            self._block(function.node.body)
        except _Return as result:
            return result.value
        finally:
            self._scopes.pop()
        return None

    def evaluate(self, node: ast.expr | None) -> Value:  # noqa: PLR0911 - a case a kind of expression
        """What an expression stands for."""
        self.spend(1)
        match node:
            case None:
                return None
            case ast.Constant(value=bool() | int() | float() | str() | None as value):
                return sound(value)
            case ast.Name(id=name):
                return self._named(name)
            case ast.Call():
                return self._calls.call(node)
            case ast.List(elts=items):
                return [self.evaluate(item) for item in items]
            case ast.Tuple(elts=items):
                return tuple(self.evaluate(item) for item in items)
            case ast.Dict(keys=keys, values=values):
                pairs = [
                    (self.evaluate(key), self.evaluate(value))
                    for key, value in zip(keys, values, strict=True)
                ]
                return {key: value for key, value in pairs if isinstance(key, str)}
            case ast.Attribute():
                return self._attribute(node)
            case ast.Subscript():
                return self._subscript(node)
            case _:
                return self._composite(node)

    def _composite(self, node: ast.expr) -> Value:  # noqa: PLR0911 - a case a kind of expression
        match node:
            case ast.BinOp(left=left, op=operator, right=right):
                return binary_operation(operator, self.evaluate(left), self.evaluate(right))
            case ast.JoinedStr(values=pieces):
                texts = [self.evaluate(piece) for piece in pieces]
                known = all(isinstance(text, str | int) for text in texts) and len(texts) < 50
                return "".join(str(text)[:200] for text in texts) if known else UNKNOWN
            case ast.FormattedValue(value=inner):
                return self.evaluate(inner)
            case ast.UnaryOp(op=ast.USub(), operand=operand):
                value = self.evaluate(operand)
                return -value if isinstance(value, int | float) else UNKNOWN
            case ast.NamedExpr(target=ast.Name(id=name), value=inner):
                value = self._scopes[-1][name] = self.evaluate(inner)
                return value
            case ast.IfExp(body=body, orelse=orelse):
                first, second = self.evaluate(body), self.evaluate(orelse)
                return second if first is UNKNOWN else first
            case (
                ast.ListComp(elt=element, generators=[generator])
                | ast.GeneratorExp(elt=element, generators=[generator])
            ):
                return self._comprehension(element, generator)
            case _:
                for child in ast.iter_child_nodes(node):
                    if isinstance(child, ast.expr):
                        self.evaluate(child)
                return UNKNOWN

    def _comprehension(self, element: ast.expr, generator: ast.comprehension) -> Value:
        values = []
        for item in self._turns(self.evaluate(generator.iter)):
            self._assign(generator.target, item)
            values.append(self.evaluate(element))
        return values

    def _named(self, name: str) -> Value:
        value = self.look_up(name)
        return (named(name) or UNKNOWN) if isinstance(value, Unknown) else value

    def _attribute(self, node: ast.Attribute) -> Value:
        value = self.evaluate(node.value)
        if isinstance(value, ArrayValue):
            return sound(attribute_of(value, node.attr))
        if isinstance(value, ModelValue) and node.attr in ("output", "outputs"):
            return self._calls.output_of(value)
        return (
            (named(node.attr) or UNKNOWN)
            if isinstance(value, Unknown)
            else part_named(value, node.attr)
        )

    def _subscript(self, node: ast.Subscript) -> Value:
        value = self.evaluate(node.value)
        if isinstance(value, ArrayValue):
            return sound(part_of(value, node.slice, self.evaluate))
        return element_of(value, self.evaluate(node.slice))

    def _block(self, statements: Sequence[ast.stmt]) -> None:
        for statement in statements:
            self._statement(statement)

    def _statement(self, node: ast.stmt) -> None:
        self.spend(1)
        match node:
            case ast.Expr(value=value):
                self.evaluate(value)
            case ast.Assign(targets=targets, value=value):
                result = self.evaluate(value)
                for target in targets:
                    self._assign(target, result)
            case ast.AnnAssign(target=target, value=value) if value is not None:
                self._assign(target, self.evaluate(value))
            case ast.AugAssign(target=ast.Name() as target, op=operator, value=value):
                self._assign(
                    target, binary_operation(operator, self.evaluate(target), self.evaluate(value))
                )
            case ast.FunctionDef(name=name):
                self._scopes[-1][name] = FunctionValue(node)
            case ast.ClassDef(name=name):
                self._scopes[-1][name] = ClassValue(node)
            case ast.Return(value=value):
                raise _Return(self.evaluate(value))
            case _:
                self._compound(node)

    def _compound(self, node: ast.stmt) -> None:  # noqa: C901 - a case a kind of statement
        match node:
            case ast.If(test=test, body=body, orelse=orelse):
                self._branch(self.evaluate(test), body, orelse)
            case ast.For(target=target, iter=over, body=body, orelse=orelse):
                for item in self._turns(self.evaluate(over)):
                    self._assign(target, item)
                    self._block(body)
                self._block(orelse)
            case ast.While(body=body):
                self._follow_unsure(body)
            case ast.With(items=items, body=body):
                for entered in items:
                    value = self.evaluate(entered.context_expr)
                    if entered.optional_vars is not None:
                        self._assign(entered.optional_vars, value)
                self._block(body)
            case ast.Try(body=body, orelse=orelse, finalbody=finalbody):
                self._follow_unsure([*body, *orelse])
                self._block(finalbody)
            case ast.Delete(targets=targets):
                for target in targets:
                    if isinstance(target, ast.Name):
                        self._scopes[-1].pop(target.id, None)
            case _:
                return

    def _branch(self, test: Value, body: Sequence[ast.stmt], orelse: Sequence[ast.stmt]) -> None:
        if isinstance(test, bool | int):
            self._block(body if test else orelse)
        else:
            self._follow_unsure(body)
            self._follow_unsure(orelse)

    def _follow_unsure(self, statements: Sequence[ast.stmt]) -> None:
        """What may be run or not."""
        self.unsure += 1
        try:
            self._block(statements)
        finally:
            self.unsure -= 1

    def _turns(self, over: Value) -> Sequence[Value]:
        """What a loop goes through; one unknown item where that is not known."""
        return list(over)[:MAX_TURNS] if isinstance(over, list | tuple) and over else [UNKNOWN]

    def _assign(self, target: ast.expr, value: Value) -> None:
        match target:
            case ast.Name(id=name):
                self._scopes[-1][name] = value
            case ast.Tuple(elts=targets) | ast.List(elts=targets):
                parts = list(value) if isinstance(value, list | tuple) else []
                for number, part in enumerate(targets):
                    self._assign(part, parts[number] if number < len(parts) else UNKNOWN)
            case ast.Subscript(value=container, slice=key):
                held, place = self.evaluate(container), self.evaluate(key)
                if isinstance(held, dict) and isinstance(place, str):
                    held[place] = value
            case _:
                return

    def spend(self, steps: int) -> None:
        """Count work as so many statements; after too many the cell is followed no further."""
        self._steps += steps
        self._cell_steps += steps
        if self._steps > MAX_STEPS or self._cell_steps > MAX_STEPS_PER_CELL:
            raise _FollowedFarEnough
