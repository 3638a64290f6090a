"""Reads from the statements of a cell what it needs, makes and changes."""

from __future__ import annotations

import ast
import contextlib
from collections.abc import Iterable, Sequence

from grader.evidence.order.bindings import (
    Defined,
    asks_what_exists,
    called_name,
    local_names,
    root_name,
)
from grader.evidence.order.effects import ASKS_FOR, BUILT_IN, STATES, Effects, state

_EMPTY = {
    "Sequential": ("add", "compile", "fit"),
    "Model": ("compile", "fit"),
    "clone_model": ("compile", "fit"),
}
"""By what makes a model, the states that the new model lacks."""
_CHANGING = {
    "append",
    "extend",
    "insert",
    "update",
    "pop",
    "sort",
    "add",
    "compile",
    "fit",
    "set_weights",
    "shuffle",
}
"""Methods that change what they are called on."""


def effects_of(module: ast.Module) -> Effects:
    """Read one cell."""
    reader = _EffectsReader()
    with contextlib.suppress(RecursionError):
        reader.block(module.body)
    return reader.effects


class _EffectsReader:
    """Goes through statements in the order in which they run."""

    def __init__(self, local: Iterable[str] = ()) -> None:
        self.effects = Effects()
        self._local = set(local)
        self._unsure = 0

    def block(self, statements: Sequence[ast.stmt]) -> None:
        for statement in statements:
            self._statement(statement)

    def _statement(self, node: ast.stmt) -> None:
        match node:
            case ast.Assign(targets=targets, value=value):
                self._visit(value)
                self._bind_all(targets, value)
            case ast.AnnAssign(target=target, value=value):
                self._visit(value)
                self._bind_all([target] if value else [], value)
            case ast.AugAssign(target=target, value=value):
                self._visit(value)
                self._use_target(target)
                self._bind_all([target], None)
            case ast.FunctionDef() | ast.AsyncFunctionDef():
                self._define(node)
            case ast.ClassDef():
                self._define_class(node)
            case ast.Import(names=names) | ast.ImportFrom(names=names):
                self._import(names)
            case ast.Delete(targets=targets):
                for gone in targets:
                    self._use_target(gone)
                    self._forget(gone)
            case _:
                self._compound(node)

    def _compound(self, node: ast.stmt) -> None:
        match node:
            case ast.For(target=target, iter=over) | ast.AsyncFor(target=target, iter=over):
                self._visit(over)
                self._bind_all([target], None)
                self.block([*node.body, *node.orelse])
            case ast.With(items=items) | ast.AsyncWith(items=items):
                for entered in items:
                    self._visit(entered.context_expr)
                    self._bind_all([entered.optional_vars] if entered.optional_vars else [], None)
                self.block(node.body)
            case ast.If(test=test, body=body, orelse=orelse):
                self._visit(test)
                self._visit_unsure([*body, *orelse], unsure=asks_what_exists(test))
            case ast.Try(body=body, handlers=handlers):
                self._visit_unsure(body, unsure=bool(handlers))
                for handler in handlers:
                    self._visit_unsure(handler.body, unsure=True)
                self.block([*node.orelse, *node.finalbody])
            case ast.Global(names=names):
                self._local -= set(names)
            case _:
                for child in ast.iter_child_nodes(node):
                    self.block([child]) if isinstance(child, ast.stmt) else self._visit(child)

    def _visit_unsure(self, statements: Sequence[ast.stmt], *, unsure: bool) -> None:
        """What may do without a name needs none."""
        self._unsure += unsure
        self.block(statements)
        self._unsure -= unsure

    def _visit(self, node: ast.AST | None) -> None:
        match node:
            case None:
                return
            case ast.Name(id=name, ctx=ast.Load()):
                self._use(name)
            case ast.NamedExpr(target=target, value=value):
                self._visit(value)
                self._bind_all([target], value)
            case ast.Lambda():
                return
            case ast.ListComp() | ast.SetComp() | ast.GeneratorExp() | ast.DictComp():
                self._comprehension(node)
            case ast.Call():
                for child in ast.iter_child_nodes(node):
                    self._visit(child)
                self._call(node)
            case _:
                for child in ast.iter_child_nodes(node):
                    self._visit(child)

    def _comprehension(
        self, node: ast.ListComp | ast.SetComp | ast.GeneratorExp | ast.DictComp
    ) -> None:
        targets = {
            n.id for g in node.generators for n in ast.walk(g.target) if isinstance(n, ast.Name)
        }
        own = targets - self._local
        self._local |= own
        for child in ast.iter_child_nodes(node):
            self._visit(child)
        self._local -= own

    def _call(self, node: ast.Call) -> None:
        match node.func:
            case ast.Name(id=name) if name in self.effects.functions:
                self._take_over(self.effects.functions[name])
            case ast.Name(id=name) if name not in self._local and name not in BUILT_IN:
                self.effects.calls.add(name)
            case ast.Attribute(value=ast.Name(id=name), attr=method) if name not in self._local:
                for asked in ASKS_FOR.get(method, ()):
                    self._use(state(name, asked))
                if method in _CHANGING:
                    self.effects.changes.add(name)
                if method in STATES:
                    self._make(state(name, STATES[method]))

    def _take_over(self, called: Effects) -> None:
        """A call of a function from this very cell."""
        for name in called.needs:
            self._use(name)
        self.effects.makes |= called.makes
        self.effects.changes |= called.changes
        self.effects.calls |= called.calls

    def _use(self, name: str) -> None:
        known = (
            name in self._local
            or name in BUILT_IN
            or name in self.effects.makes
            or self.effects.any_name
        )
        if not known and not self._unsure:
            self.effects.needs.add(name)

    def _make(self, name: str) -> None:
        self.effects.makes.add(name)
        self.effects.unmakes.discard(name)

    def _bind_all(self, targets: Sequence[ast.expr], value: ast.expr | None) -> None:
        for target in targets:
            match target:
                case ast.Name(id=name) if name not in self._local:
                    self._make(name)
                    self._new_model(name, value)
                case ast.Tuple(elts=parts) | ast.List(elts=parts):
                    self._bind_all(parts, None)
                case ast.Starred(value=part):
                    self._bind_all([part], None)
                case ast.Subscript() | ast.Attribute():
                    self._use_target(target)
                    self.effects.changes |= (
                        {root} if (root := root_name(target)) and root not in self._local else set()
                    )

    def _new_model(self, name: str, value: ast.expr | None) -> None:
        """A model just made lacks states; of whatever else is bound we assume that it has them."""
        made_by = called_name(value)
        lacks = _EMPTY.get(made_by, ())
        if (
            made_by == "Sequential"
            and isinstance(value, ast.Call)
            and (value.args or value.keywords)
        ):
            lacks = ("compile", "fit")
        for known in ("add", "compile", "fit"):
            if known in lacks:
                self.effects.makes.discard(state(name, known))
                self.effects.unmakes.add(state(name, known))
            else:
                self._make(state(name, known))

    def _use_target(self, target: ast.expr) -> None:
        for node in ast.walk(target):
            if isinstance(node, ast.Name):
                self._use(node.id)

    def _forget(self, target: ast.expr) -> None:
        if isinstance(target, ast.Name):
            self.effects.makes.discard(target.id)
            self.effects.unmakes.add(target.id)

    def _import(self, names: Sequence[ast.alias]) -> None:
        for alias in names:
            name = (alias.asname or alias.name).split(".")[0]
            if name == "*":
                self.effects.any_name = True
            else:
                self._make(name)
                self.effects.imports.add(name)

    def _define(self, node: Defined) -> None:
        for decorator in node.decorator_list:
            self._visit(decorator)
        for default in (*node.args.defaults, *node.args.kw_defaults):
            self._visit(default)
        self._make(node.name)
        self.effects.functions[node.name] = _when_called(node)

    def _define_class(self, node: ast.ClassDef) -> None:
        for base in (*node.bases, *node.keywords, *node.decorator_list):
            self._visit(base)
        whole = Effects()
        for statement in node.body:
            if isinstance(statement, Defined):
                whole.needs |= _when_called(statement).needs
        self._make(node.name)
        self.effects.functions[node.name] = whole


def _when_called(node: Defined) -> Effects:
    """What the body of a function needs of the world outside, and does to it."""
    reader = _EffectsReader(local_names(node))
    reader.block(node.body)
    return reader.effects
