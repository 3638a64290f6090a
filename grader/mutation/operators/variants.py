"""Solutions that are written otherwise and stay right."""

from __future__ import annotations

import ast
from dataclasses import replace
from itertools import pairwise

from grader.mutation.draft import (
    DoesNotApplyError,
    DraftCell,
    Edit,
    NotebookDraft,
    argument,
    assigned_names,
    last_name,
    names_in,
    parsed,
    span,
    walk,
    with_argument,
)
from grader.mutation.operators.data import divisions
from grader.mutation.operators.operator import operator
from grader.mutation.operators.training import importing_keras

SEED = 4711
KEYWORDS = {
    "fit": ("x", "y"),
    "Dense": ("units",),
    "Conv2D": ("filters", "kernel_size"),
    "Dropout": ("rate",),
    "compile": ("optimizer", "loss", "metrics"),
}
OPTIMIZERS = {"sgd": "SGD", "adam": "Adam", "rmsprop": "RMSprop"}
LOSSES = {
    "mean_squared_error": "MeanSquaredError",
    "categorical_crossentropy": "CategoricalCrossentropy",
    "sparse_categorical_crossentropy": "SparseCategoricalCrossentropy",
}


@operator()
def renamed(draft: NotebookDraft) -> NotebookDraft:
    """The variables have other names."""
    fixed = {node.arg for _, node in draft.nodes(ast.arg)} | _in_fstrings(draft)
    names = {
        name for _, statement in draft.statements() for name in assigned_names(statement)
    } - fixed
    edits = [
        draft.put(cell, node, f"{node.id}_of_mine")
        for cell, node in draft.nodes(ast.Name)
        if node.id in names
    ]
    return draft.edited(_not_empty(edits, "it has no variables of its own"))


@operator()
def functional_api(draft: NotebookDraft) -> NotebookDraft:
    """The models are built with Keras' functional API."""
    edits = [
        draft.put(cell, statement, _functional(draft, cell, statement))
        for cell, statement in _sequentials(draft)
    ]
    return importing_keras(draft.edited(_not_empty(edits, "it builds no `Sequential` of a list")))


@operator()
def layers_added(draft: NotebookDraft) -> NotebookDraft:
    """The layers are added to the models one after the other."""
    edits = []
    for cell, statement in _sequentials(draft):
        name, layers = _name_and_layers(draft, cell, statement)
        lines = [f"{name} = keras.Sequential()", *(f"{name}.add({one})" for one in layers)]
        edits.append(draft.put(cell, statement, "\n".join(lines)))
    return importing_keras(draft.edited(_not_empty(edits, "it builds no `Sequential` of a list")))


@operator()
def built_by_functions(draft: NotebookDraft) -> NotebookDraft:
    """The models are built by functions."""
    edits = []
    for cell, statement in _sequentials(draft):
        name, _ = _name_and_layers(draft, cell, statement)
        text = draft.source(cell, statement).partition("=")[2].strip()
        edits.append(
            draft.put(
                cell,
                statement,
                f"def build_{name}():\n    return {text}\n\n\n{name} = build_{name}()",
            )
        )
    return draft.edited(_not_empty(edits, "it builds no `Sequential` of a list"))


@operator()
def other_scaling(draft: NotebookDraft) -> NotebookDraft:
    """The inputs are scaled by a multiplication instead of a division."""
    edits = []
    for cell, node in draft.nodes(ast.BinOp):
        for division in divisions(node, deep=False):
            _, start = span(draft.cells[cell].text, division.left)
            _, end = span(draft.cells[cell].text, division)
            number = draft.source(cell, division.right)
            edits.append(Edit(cell, start, end, f" * (1 / {number})"))
    return draft.edited(_not_empty(edits, "no division by a number is seen that scales inputs"))


@operator()
def other_seed(draft: NotebookDraft) -> NotebookDraft:
    """The seed is another one."""
    for cell, node in draft.nodes(ast.Call):
        if last_name(node) in {"set_random_seed", "set_seed"} and node.args:
            return draft.edited([draft.put(cell, node.args[0], str(SEED))])
    text = f"import keras\n\nkeras.utils.set_random_seed({SEED})"
    return replace(draft, cells=(DraftCell("code", text, "seed"), *draft.cells))


@operator()
def split_cells(draft: NotebookDraft) -> NotebookDraft:
    """Every statement stands in a cell of its own, but for those that draw one figure."""
    changed = draft.each_cell(_split)
    if len(changed.cells) == len(draft.cells):
        raise DoesNotApplyError("every cell holds one statement")
    return changed


@operator()
def joined_cells(draft: NotebookDraft) -> NotebookDraft:
    """Code cells that follow one another are joined to one."""
    cells: list[DraftCell] = []
    for cell in draft.cells:
        if cells and cell.kind == cells[-1].kind == "code":
            cells[-1] = replace(cells[-1], text=f"{cells[-1].text}\n\n{cell.text}")
        else:
            cells.append(cell)
    if len(cells) == len(draft.cells):
        raise DoesNotApplyError("no two code cells follow one another")
    return NotebookDraft(tuple(cells))


@operator()
def keyword_arguments(draft: NotebookDraft) -> NotebookDraft:
    """What Keras is given by position is given by name."""
    edits = []
    for cell, node in draft.nodes(ast.Call):
        if last_name(node) == "fit" and argument(node, "epochs") is None:
            continue  # scikit-learn's has other names
        for name, given in zip(KEYWORDS.get(last_name(node), ()), node.args, strict=False):
            start, _ = span(draft.cells[cell].text, given)
            edits.append(Edit(cell, start, start, f"{name}="))
    return draft.edited(_not_empty(edits, "nothing is given to Keras by position"))


@operator()
def objects_for_names(draft: NotebookDraft) -> NotebookDraft:
    """Optimizers and losses are given as objects instead of names."""
    edits = []
    for cell, node in draft.nodes(ast.Call):
        if last_name(node) == "compile":
            for keyword, known, module in (
                ("optimizer", OPTIMIZERS, "optimizers"),
                ("loss", LOSSES, "losses"),
            ):
                given = argument(node, keyword)
                if isinstance(given, ast.Constant) and given.value in known:
                    text = f"keras.{module}.{known[str(given.value)]}()"
                    edits.append(draft.put(cell, given, text))
    return importing_keras(draft.edited(_not_empty(edits, "it compiles nothing by name")))


@operator()
def remarks_added(draft: NotebookDraft) -> NotebookDraft:
    """Remarks stand between the code cells, and comments in them."""

    def remarked(cell: DraftCell) -> list[DraftCell]:
        if cell.kind != "code":
            return [cell]
        note = DraftCell("markdown", "*A remark of mine on the next cell.*", f"{cell.id}-remark")
        return [note, replace(cell, text=f"# what I do here\n{cell.text}")]

    return draft.each_cell(remarked)


@operator()
def quiet_training(draft: NotebookDraft) -> NotebookDraft:
    """The trainings print nothing."""
    edits = [
        with_argument(draft, cell, node, "verbose", "0")
        for cell, node in draft.nodes(ast.Call)
        if isinstance(node.func, ast.Attribute)
        and node.func.attr == "fit"
        and argument(node, "epochs") is not None
    ]
    return draft.edited(_not_empty(edits, "it calls `fit` without naming its epochs"))


@operator()
def histories_as_tables(draft: NotebookDraft) -> NotebookDraft:
    """The learning curves are drawn from a table of pandas."""
    edits = [
        draft.put(cell, node, f'__import__("pandas").DataFrame({draft.source(cell, node)})')
        for cell, node in draft.nodes(ast.Attribute)
        if node.attr == "history" and isinstance(node.value, ast.Name)
    ]
    return draft.edited(_not_empty(edits, "it draws no history"))


def _not_empty(edits: list[Edit], why_not: str) -> list[Edit]:
    if not edits:
        raise DoesNotApplyError(why_not)
    return edits


def _in_fstrings(draft: NotebookDraft) -> set[str]:
    """The variables that f-strings name; their places aren't known."""
    return {
        inner.id
        for _, node in draft.nodes(ast.JoinedStr)
        for inner in ast.walk(node)
        if isinstance(inner, ast.Name)
    }


def _sequentials(draft: NotebookDraft) -> list[tuple[int, ast.Assign]]:
    """Assignments of a `Sequential` of a list of calls, an input layer first."""
    found = []
    for cell, statement in draft.statements():
        match statement:
            case ast.Assign(
                targets=[ast.Name()], value=ast.Call(args=[ast.List(elts=layers)]) as call
            ) if last_name(call) == "Sequential":
                first = last_name(layers[0]) if layers else ""
                if first == "Input" and all(isinstance(one, ast.Call) for one in layers):
                    found.append((cell, statement))
            case _:
                pass
    return found


def _name_and_layers(
    draft: NotebookDraft, cell: int, statement: ast.Assign
) -> tuple[str, list[str]]:
    listed = next(node for node in walk(statement.value) if isinstance(node, ast.List))
    (name,) = assigned_names(statement)
    return name, [draft.source(cell, layer) for layer in listed.elts]


def _functional(draft: NotebookDraft, cell: int, statement: ast.Assign) -> str:
    name, (first, *layers) = _name_and_layers(draft, cell, statement)
    begin, x = f"inputs_of_{name}", f"outputs_of_{name}"
    steps = [begin, *(x for _ in layers)]
    lines = [f"{begin} = {first}"]
    lines += [
        f"{after} = {layer}({before})"
        for layer, (before, after) in zip(layers, pairwise(steps), strict=True)
    ]
    return "\n".join([*lines, f"{name} = keras.Model({begin}, {x})"])


def _split(cell: DraftCell) -> list[DraftCell]:
    """A cell for every statement; comments stay with what they stand above.

    A figure is shown where its cell ends, so what is drawn into it has to stand there, too.
    """
    tree = parsed(cell.text) if cell.kind == "code" else None
    if tree is None or len(tree.body) < 2:
        return [cell]
    lines = cell.text.splitlines()
    whole = next((n for n, one in enumerate(tree.body) if draws(one)), len(tree.body))
    ends = [statement.end_lineno or 0 for statement in tree.body[: whole + 1]]
    if len(ends) < 2:
        return [cell]
    if len(set(ends)) < len(ends):
        return [cell]
    pieces = zip([0, *ends[:-1]], [*ends[:-1], len(lines)], strict=True)
    return [
        replace(cell, text="\n".join(lines[start:end]), id=f"{cell.id}-{number}")
        for number, (start, end) in enumerate(pieces)
    ]


def draws(statement: ast.stmt) -> bool:
    """Whether it begins a figure, or draws in one."""
    plots = {"plt", "sns", "pyplot", "px", "go"}
    return not isinstance(statement, ast.Import | ast.ImportFrom) and bool(
        plots & names_in(statement)
    )
