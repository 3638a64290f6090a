"""Finds in the source of a solution where each of its models is built, compiled and trained."""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from grader.model.assignment import RoleSpec
from grader.model.evidence import TrainingRun
from grader.mutation.draft import (
    DoesNotApplyError,
    NotebookDraft,
    argument,
    assigned_names,
    last_name,
    names_in,
    walk,
)

ESTIMATORS = frozenset({"MLPClassifier", "MLPRegressor"})
TRAINABLE = frozenset({"Dense", "Conv1D", "Conv2D", "Conv3D", "SeparableConv2D", "LSTM", "GRU"})
"""Layers whose weights make up the size of a network."""


@dataclass(frozen=True, slots=True)
class CallInCell:
    """A call and the statement around it."""

    cell: int
    statement: ast.stmt
    call: ast.Call


@dataclass(frozen=True, slots=True)
class Layer:
    """A layer in the code that builds a model."""

    cell: int
    call: ast.Call
    added_by: ast.stmt | None
    """`model.add(…)`; None where it stands in a list."""

    @property
    def kind(self) -> str:
        """The name of its class."""
        return last_name(self.call)


@dataclass(frozen=True, slots=True)
class Training:
    """How a solution trains the model of one role, in its own words."""

    draft: NotebookDraft
    role: str
    spec: RoleSpec
    model: str
    """The variable."""
    fit: CallInCell
    built: CallInCell
    compiled: CallInCell | None
    until: tuple[int, int]
    """Where the next training of this model, or of another role's, begins: cell and line."""

    @property
    def by_scikit_learn(self) -> bool:
        """Whether it is an estimator, whose settings are arguments of its class."""
        return last_name(self.built.call) in ESTIMATORS

    def layers(self) -> list[Layer]:
        """The layers in order; where none are found the change has no place."""
        where = self.built
        listed = argument(where.call, "layers", 0)
        if isinstance(listed, ast.List):
            calls = [one for one in listed.elts if isinstance(one, ast.Call)]
            return [Layer(where.cell, call, None) for call in calls]
        added = [
            Layer(spot.cell, spot.call.args[0], spot.statement)
            for spot in calls_of(self.draft, self.model, "add")
            if _place(where) < _place(spot) < _place(self.fit)
            and spot.call.args
            and isinstance(spot.call.args[0], ast.Call)
        ]
        if not added:
            raise DoesNotApplyError("its layers are not listed in `Sequential`")
        return added

    def hidden(self) -> list[Layer]:
        """The layers with weights before the last one."""
        found = [one for one in self.layers() if one.kind in TRAINABLE][:-1]
        if not found:
            raise DoesNotApplyError("it has no hidden layer")
        return found

    def output(self) -> Layer:
        """The last layer with weights."""
        return [one for one in self.layers() if one.kind in TRAINABLE][-1]

    def data(self) -> tuple[ast.expr, ast.expr]:
        """What `fit` is given as inputs and labels."""
        x, y = argument(self.fit.call, "x", 0), argument(self.fit.call, "y", 1)
        if x is None or y is None:
            raise DoesNotApplyError("`fit` is not given inputs and labels")
        return x, y

    def validation(self) -> tuple[str, str]:
        """The text of the inputs and labels that it is validated or evaluated on."""
        given = argument(self.fit.call, "validation_data")
        if isinstance(given, ast.Tuple) and len(given.elts) >= 2:
            cell = self.fit.cell
            return self.draft.source(cell, given.elts[0]), self.draft.source(cell, given.elts[1])
        for name in ("evaluate", "score"):
            for spot in self.later(name):
                if len(spot.call.args) >= 2:
                    x, y = spot.call.args[:2]
                    return self.draft.source(spot.cell, x), self.draft.source(spot.cell, y)
        raise DoesNotApplyError("it is not seen which data it is validated on")

    def later(self, method: str) -> list[CallInCell]:
        """Calls of a method of the model between its training and the next one."""
        found = calls_of(self.draft, self.model, method)
        return [one for one in found if _place(self.fit) < _place(one) and self.is_own(one)]

    def is_own(self, spot: CallInCell) -> bool:
        """Whether it comes before the next training."""
        return _place(spot) < self.until

    def after_fit(self) -> list[tuple[int, ast.stmt]]:
        """The statements between this training and the next one."""
        return [
            (cell, statement)
            for cell, statement in self.draft.statements()
            if _place(self.fit) < (cell, statement.lineno) < self.until
        ]


@dataclass(frozen=True, slots=True)
class Answered:
    """A question and the cells in which the solution answers it."""

    draft: NotebookDraft
    part: str
    cells: tuple[int, ...]


def trainings_of(
    draft: NotebookDraft, runs: Iterable[TrainingRun], roles: Mapping[str, RoleSpec]
) -> tuple[dict[str, Training], dict[str, str]]:
    """By role its training; and why none was found for the others.

    `runs` are those that the notebook's own code and outputs show.
    """
    runs = tuple(runs)
    answering = {run.cell for run in runs if run.role in roles}
    found: dict[str, Training] = {}
    missing = dict.fromkeys(roles, "the solution does not train it")
    seen: dict[int, int] = {}
    for run in runs:
        nth = seen.get(run.cell or 0, 0)
        seen[run.cell or 0] = nth + 1
        if run.role is None or run.cell is None or run.role not in roles:
            continue
        try:
            found[run.role] = _training(
                draft, run.role, roles[run.role], (run.cell, nth), answering
            )
        except DoesNotApplyError as why:
            missing[run.role] = str(why)
        else:
            missing.pop(run.role, None)
    return found, missing


def calls_of(draft: NotebookDraft, model: str, method: str) -> list[CallInCell]:
    """All calls `model.method(…)` outside of functions, in order."""
    return [
        CallInCell(cell, statement, node)
        for cell, statement in draft.statements()
        if not isinstance(statement, ast.FunctionDef | ast.ClassDef)
        for node in walk(statement)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == method
        and isinstance(node.func.value, ast.Name)
        and (not model or node.func.value.id == model)
    ]


def _training(
    draft: NotebookDraft,
    role: str,
    spec: RoleSpec,
    where: tuple[int, int],
    answering: Collection[int | None],
) -> Training:
    """The training at `where`, a cell and the how-manieth of it; in the cells of `answering` stand
    those that answer a role.
    """
    cell, nth = where
    fits = calls_of(draft, "", "fit")
    here = [spot for spot in fits if spot.cell == cell]
    if nth >= len(here):
        raise DoesNotApplyError(f"cell {cell + 1} does not call `fit` of a variable itself")
    fit = here[nth]
    model = next(iter(names_in(fit.call.func)))
    compiled = [one for one in calls_of(draft, model, "compile") if _place(one) < _place(fit)]
    later = [
        _place(one)
        for one in fits
        if _place(one) > _place(fit) and (one.cell in answering or model in names_in(one.call.func))
    ]
    return Training(
        draft,
        role,
        spec,
        model,
        fit,
        _built(draft, model, fit),
        compiled[-1] if compiled else None,
        min(later, default=(len(draft.cells), 0)),
    )


def _built(draft: NotebookDraft, model: str, fit: CallInCell) -> CallInCell:
    made = [
        (cell, one)
        for cell, one in draft.statements()
        if model in assigned_names(one) and (cell, one.lineno) < _place(fit)
    ]
    if not made or not isinstance(made[-1][1], ast.Assign):
        raise DoesNotApplyError(f"it is not seen where `{model}` is built")
    cell, statement = made[-1]
    value = statement.value if isinstance(statement, ast.Assign) else None
    if not isinstance(value, ast.Call):
        raise DoesNotApplyError(f"`{model}` is not built by a call")
    return _in_function(draft, value) or CallInCell(cell, statement, value)


def _in_function(draft: NotebookDraft, call: ast.Call) -> CallInCell | None:
    """What a function of the notebook's own returns; None where another is called."""
    for cell, statement in draft.statements():
        if isinstance(statement, ast.FunctionDef) and statement.name == last_name(call):
            for node in walk(statement):
                if isinstance(node, ast.Call) and last_name(node) in {"Sequential", *ESTIMATORS}:
                    return CallInCell(cell, statement, node)
    return None


def _place(spot: CallInCell) -> tuple[int, int]:
    return spot.cell, spot.call.lineno
