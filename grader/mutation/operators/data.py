"""Wrong data: too few, mixed up, not scaled, or those that models are measured on."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from grader.mutation.draft import (
    DoesNotApplyError,
    Edit,
    NotebookDraft,
    assigned_names,
    names_in,
    span,
    walk,
)
from grader.mutation.operators.operator import operator
from grader.mutation.trainings import Training

LEAST_SCALE = 2


@operator("accuracy", mended="with all of the training data")
def half_the_data(training: Training) -> NotebookDraft:
    """It is trained on the first half of the training data."""
    return _fitted(training, "{x}[: len({x}) // 2]", "{y}[: len({y}) // 2]")


@operator("accuracy", mended="with all of the training data")
def hundredth_of_the_data(training: Training) -> NotebookDraft:
    """It is trained on a hundredth of the training data."""
    return _fitted(training, "{x}[: len({x}) // 100]", "{y}[: len({y}) // 100]")


@operator("accuracy", mended="with every label beside its own input")
def labels_shuffled(training: Training) -> NotebookDraft:
    """The labels are shuffled, so that none belongs to its input."""
    return _fitted(training, "{x}", '__import__("numpy").random.default_rng(0).permutation({y})')


@operator("accuracy", mended="with all the classes in the training data")
def last_class_missing(training: Training) -> NotebookDraft:
    """The training data lack the last class."""
    x, y = training.data()
    one_hot = training.spec.loss in ("mean_squared_error", "categorical_crossentropy")
    text = training.draft.source(training.fit.cell, y)
    labels = f"{text}.argmax(axis=1)" if one_hot else text
    kept = f"[{labels} != {labels}.max()]"
    return _fitted(training, "{x}" + kept, "{y}" + kept, x=x, y=y)


@operator("trained_on_test", "accuracy")
def trained_on_test(training: Training) -> NotebookDraft:
    """It is trained on the data that it is measured on."""
    x, y = training.validation()
    return _fitted(training, x, y)


@operator("trained_on_test", "accuracy")
def trained_on_everything(training: Training) -> NotebookDraft:
    """It is trained on the training data and those that it is measured on."""
    x, y = training.validation()
    joined = '__import__("numpy").concatenate([{}, {}])'
    return _fitted(training, joined.format("{x}", x), joined.format("{y}", y))


@operator("accuracy", mended="with the inputs scaled")
def unscaled_inputs(training: Training) -> NotebookDraft:
    """The inputs are left as they come and not scaled."""
    return training.draft.edited(unscaled(training))


def unscaled(training: Training) -> list[Edit]:
    """Takes the division away from the statements that prepare the inputs."""
    wanted = list(preparing(training))
    edits = [
        Edit(cell, _end(training, cell, node.left), _end(training, cell, node), "")
        for cell, statement in wanted
        for node in divisions(statement)
    ]
    if not edits:
        raise DoesNotApplyError("no division by a number is seen that scales its inputs")
    return edits


def preparing(training: Training) -> Iterator[tuple[int, ast.stmt]]:
    """The statements that make the inputs of `fit`, and those that it is validated on."""
    x, _ = training.data()
    names = names_in(x) | names_in(ast.parse(training.validation()[0]))
    for cell, statement in training.draft.statements():
        if (cell, statement.lineno) < (training.fit.cell, training.fit.call.lineno) and (
            names & assigned_names(statement)
        ):
            yield cell, statement


def divisions(around: ast.AST, *, deep: bool = True) -> Iterator[ast.BinOp]:
    """Divisions by a written number of 2 or more, in a node or, unless `deep`, the node itself."""
    for node in walk(around) if deep else [around]:
        match node:
            case ast.BinOp(op=ast.Div(), right=ast.Constant(value=int() | float() as value)) if (
                value >= LEAST_SCALE
            ):
                yield node
            case _:
                pass


def _fitted(
    training: Training,
    new_x: str,
    new_y: str,
    x: ast.expr | None = None,
    y: ast.expr | None = None,
) -> NotebookDraft:
    """Gives other data to `fit`; `{x}` and `{y}` stand for those that it was given."""
    old_x, old_y = (x, y) if x is not None and y is not None else training.data()
    draft, cell = training.draft, training.fit.cell
    given = {"x": draft.source(cell, old_x), "y": draft.source(cell, old_y)}
    return draft.edited(
        [
            draft.put(cell, old_x, new_x.replace("{x}", given["x"])),
            draft.put(cell, old_y, new_y.replace("{y}", given["y"])),
        ]
    )


def _end(training: Training, cell: int, node: ast.expr) -> int:
    return span(training.draft.cells[cell].text, node)[1]
