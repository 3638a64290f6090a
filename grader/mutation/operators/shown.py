"""Wrong or missing showings: figures, matrices, summaries and values that are not the model's."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterable

from grader.mutation.draft import (
    DoesNotApplyError,
    Edit,
    NotebookDraft,
    argument,
    assigned_names,
    last_name,
    names_in,
    walk,
)
from grader.mutation.operators.operator import operator
from grader.mutation.operators.training import importing_keras
from grader.mutation.trainings import Answered, Training, calls_of

INVENTED = "0.9999"
DRAWS = re.compile(r"plot|draw|figure|imshow", re.IGNORECASE)
CONFUSION = re.compile(r"confusion", re.IGNORECASE)


@operator("confusion_matrix_shown", only_asked=True)
def matrix_missing(training: Training) -> NotebookDraft:
    """No confusion matrix is shown."""
    return _removed(
        training,
        lambda text: bool(CONFUSION.search(text)),
        "no statement behind its training shows a confusion matrix",
    )


@operator("confusion_matrix_shown", "mistakes_shown", only_asked=True)
def matrix_of_another_model(training: Training) -> NotebookDraft:
    """The confusion matrix is that of a copy of the model that was never trained."""
    predictions = training.later("predict")
    if training.by_scikit_learn or not predictions:
        raise DoesNotApplyError("its predictions are not asked for in a cell of their own")
    other = f"keras.models.clone_model({training.model})"
    return importing_keras(
        training.draft.edited(
            training.draft.put(spot.cell, _object(spot.call), other) for spot in predictions
        )
    )


@operator("confusion_matrix_shown", only_asked=True)
def matrix_invented(training: Training) -> NotebookDraft:
    """The confusion matrix is that of a model which makes no mistakes: the truth against itself."""
    edits: list[Edit] = []
    for cell, statement in training.after_fit():
        if isinstance(statement, ast.FunctionDef):
            continue
        for node in walk(statement):
            if isinstance(node, ast.Call) and CONFUSION.search(last_name(node)):
                edits += _truth_twice(training.draft, cell, node)
    if not edits:
        raise DoesNotApplyError("no statement behind its training computes a confusion matrix")
    return training.draft.edited(edits)


@operator("learning_curves_shown", only_asked=True)
def curves_missing(training: Training) -> NotebookDraft:
    """No learning curves are drawn."""
    history = _history(training)
    loops = [
        (cell, one)
        for cell, one in training.after_fit()
        if not isinstance(one, ast.FunctionDef)
        and history in names_in(one)
        and DRAWS.search(training.draft.source(cell, one))
    ]
    if not loops:
        raise DoesNotApplyError("no statement behind its training draws its history")
    return training.draft.edited(training.draft.put(cell, one, "pass") for cell, one in loops)


@operator("learning_curves_shown", only_asked=True)
def curves_of_another_training(training: Training) -> NotebookDraft:
    """The learning curves are those of another training of the notebook."""
    history = _history(training)
    others = {
        name
        for spot in calls_of(training.draft, "", "fit")
        if (spot.cell, spot.call.lineno) < (training.fit.cell, training.fit.call.lineno)
        for name in assigned_names(spot.statement)
    } - {history}
    if not others:
        raise DoesNotApplyError("no training before it keeps its history")
    return _renamed(training, history, min(others))


@operator("learning_curves_shown", only_asked=True)
def curves_of_training_alone(draft: NotebookDraft) -> NotebookDraft:
    """The learning curves show the training alone, without the validation."""
    found = [
        draft.put(cell, node, "pass")
        for cell, node in draft.nodes(ast.Expr)
        if isinstance(node.value, ast.Call)
        and last_name(node.value) in {"plot", "lineplot"}
        and "val_" in draft.source(cell, node)
    ]
    if not found:
        raise DoesNotApplyError("no `plot` of a validation's history is seen")
    return draft.edited(found)


@operator("summary_shown", only_asked=True)
def summary_missing(training: Training) -> NotebookDraft:
    """The summary of the model is not shown."""
    spots = calls_of(training.draft, training.model, "summary")
    if not spots:
        raise DoesNotApplyError("its summary is not shown in a statement of its own")
    return training.draft.edited(
        training.draft.put(spot.cell, spot.statement, "pass") for spot in spots
    )


@operator("evaluated", only_asked=True)
def evaluation_missing(training: Training) -> NotebookDraft:
    """The model is not evaluated."""
    spots = training.later("evaluate")
    if not spots:
        raise DoesNotApplyError("it is not evaluated by `evaluate`")
    return training.draft.edited(
        training.draft.put(spot.cell, spot.statement, "pass") for spot in spots
    )


@operator("evaluated", "forged_metric", "unsupported_claim", "claim_mismatch")
def metrics_invented(training: Training) -> NotebookDraft:
    """The printed accuracy is written down in the code and not measured."""
    spots = [*training.later("evaluate"), *training.later("score")]
    edits, cells = [], set()
    for spot in spots:
        names = _targets(spot.statement)
        if names:
            values = ", ".join([INVENTED] * names) if names == 1 else f"0.0001, {INVENTED}"
            edits.append(training.draft.put(spot.cell, spot.call, values))
            cells.add(spot.cell)
    if not edits:
        raise DoesNotApplyError("no measured value is kept in a variable")
    changed = training.draft.edited(edits)
    stated = f"validation accuracy: {INVENTED}\n"
    made = [
        type(cell)(cell.kind, cell.text, cell.id, stated if number in cells else cell.stated)
        for number, cell in enumerate(changed.cells)
    ]
    return NotebookDraft(tuple(made))


@operator("question_answered")
def answer_missing(answered: Answered) -> NotebookDraft:
    """The question is not answered."""
    cells = [
        type(cell)(cell.kind, "*Your answer here*", cell.id) if number in answered.cells else cell
        for number, cell in enumerate(answered.draft.cells)
    ]
    return NotebookDraft(tuple(cells))


@operator("run_found")
def does_not_run(draft: NotebookDraft) -> NotebookDraft:
    """The imports are missing, so that no cell runs."""
    edits = [
        draft.put(cell, statement, "pass")
        for cell, statement in draft.statements()
        if isinstance(statement, ast.Import | ast.ImportFrom)
    ]
    if not edits:
        raise DoesNotApplyError("it imports nothing")
    return draft.edited(edits)


def _removed(training: Training, is_meant: Callable[[str], bool], why_not: str) -> NotebookDraft:
    draft = training.draft
    found = [
        draft.put(cell, one, "pass")
        for cell, one in training.after_fit()
        if isinstance(one, ast.Expr) and is_meant(draft.source(cell, one))
    ]
    if not found:
        raise DoesNotApplyError(why_not)
    return draft.edited(found)


def _truth_twice(draft: NotebookDraft, cell: int, call: ast.Call) -> Iterable[Edit]:
    truth = argument(call, "y_true", 0)
    predicted = argument(call, "y_pred", 1)
    if truth is None or predicted is None:
        return []
    return [draft.put(cell, predicted, draft.source(cell, truth))]


def _history(training: Training) -> str:
    """The variable that keeps what `fit` returned."""
    names = assigned_names(training.fit.statement)
    if not names:
        raise DoesNotApplyError("what `fit` returns is not kept")
    return min(names)


def _renamed(training: Training, old: str, new: str) -> NotebookDraft:
    draft = training.draft
    edits = [
        draft.put(cell, node, new)
        for cell, statement in training.after_fit()
        if not isinstance(statement, ast.FunctionDef)
        for node in walk(statement)
        if isinstance(node, ast.Name) and node.id == old and draft.source(cell, node) == old
    ]
    if not edits:
        raise DoesNotApplyError("its history is not drawn")
    return draft.edited(edits)


def _object(call: ast.Call) -> ast.expr:
    """What a method is called of."""
    if not isinstance(call.func, ast.Attribute):
        raise DoesNotApplyError("its predictions are not asked of a variable")
    return call.func.value


def _targets(statement: ast.stmt) -> int:
    """How many variables an assignment sets; 0 for other statements."""
    if not isinstance(statement, ast.Assign):
        return 0
    target = statement.targets[0]
    return len(target.elts) if isinstance(target, ast.Tuple | ast.List) else 1
