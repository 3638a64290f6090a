"""Wrong networks: other layers than those asked for."""

from __future__ import annotations

import ast
from collections.abc import Callable

from grader.mutation.draft import (
    DoesNotApplyError,
    Edit,
    NotebookDraft,
    argument,
    span,
    with_argument,
)
from grader.mutation.operators.operator import operator
from grader.mutation.trainings import Layer, Training

UNITS = ("units", "filters")


@operator("architecture", mended="with the hidden layers")
def no_hidden_layer(training: Training) -> NotebookDraft:
    """The network has no hidden layer."""
    if training.by_scikit_learn:
        return _setting(training, "hidden_layer_sizes", "()")
    layers, hidden = training.layers(), training.hidden()
    pools = [one for one in layers if "Pooling" in one.kind]
    return _without(training, [*hidden, *pools])


@operator("architecture", mended="without the additional layer")
def another_hidden_layer(training: Training) -> NotebookDraft:
    """The network has a hidden layer more than was asked for."""
    if training.by_scikit_learn:
        size = _setting_text(training, "hidden_layer_sizes")
        return _setting(training, "hidden_layer_sizes", f"(*{size}, 16)")
    last = training.output()
    prefix = training.draft.source(last.cell, last.call.func)
    kind = prefix if last.kind == "Dense" else "keras.layers.Dense"
    return _before(training, last, f'{kind}(32, activation="relu")')


@operator("architecture", mended="with as many units as were asked for")
def fewer_units(training: Training) -> NotebookDraft:
    """The first hidden layer has a quarter of its units."""
    if training.by_scikit_learn:
        return _setting(training, "hidden_layer_sizes", "(8,)")
    return _units(training, training.hidden()[0], lambda units: max(1, units // 4))


@operator("architecture", mended="with the activation that was asked for")
def linear_activation(training: Training) -> NotebookDraft:
    """The hidden layers have no activation, so that the network is a linear one."""
    if training.by_scikit_learn:
        return _setting(training, "activation", '"identity"')
    return _activations(training, training.hidden(), '"linear"')


@operator("architecture", mended="with the activation that was asked for")
def other_activation(training: Training) -> NotebookDraft:
    """The hidden layers have another activation than was asked for: tanh."""
    if training.by_scikit_learn:
        return _setting(training, "activation", '"tanh"')
    return _activations(training, training.hidden(), '"tanh"')


@operator("architecture", mended="with softmax in the last layer")
def softmax_missing(training: Training) -> NotebookDraft:
    """The last layer has no softmax: its outputs are no probabilities."""
    return _activations(training, [training.output()], '"linear"')


@operator("run_found", "architecture", mended="with one output for each class")
def wrong_output_units(training: Training) -> NotebookDraft:
    """The last layer has a unit too many."""
    return _units(training, training.output(), lambda units: units + 1)


@operator("architecture", mended="with the dropout")
def dropout_missing(training: Training) -> NotebookDraft:
    """The network has no dropout."""
    return _without_kind(training, "Dropout")


@operator("architecture", mended="with the pooling")
def pooling_missing(training: Training) -> NotebookDraft:
    """The network does not pool."""
    return _without_kind(training, "Pooling")


def _without_kind(training: Training, kind: str) -> NotebookDraft:
    found = [] if training.by_scikit_learn else training.layers()
    chosen = [layer for layer in found if kind in layer.kind]
    if not chosen:
        raise DoesNotApplyError(f"it has no layer of this kind ({kind.lower()})")
    return _without(training, chosen)


def _without(training: Training, layers: list[Layer]) -> NotebookDraft:
    return training.draft.edited([_removal(training.draft, layer) for layer in layers])


def _removal(draft: NotebookDraft, layer: Layer) -> Edit:
    """Takes a layer away, with the comma behind it."""
    if layer.added_by is not None:
        return draft.put(layer.cell, layer.added_by, "pass")
    start, end = span(draft.cells[layer.cell].text, layer.call)
    content = draft.cells[layer.cell].text.encode()
    rest = content[end:]
    behind = len(rest) - len(rest.lstrip())
    comma = rest.lstrip().startswith(b",")
    return Edit(layer.cell, start, end + (behind + 1 if comma else 0), "")


def _before(training: Training, layer: Layer, text: str) -> NotebookDraft:
    draft = training.draft
    whole = layer.added_by or layer.call
    start, _ = span(draft.cells[layer.cell].text, whole)
    inserted = f"{training.model}.add({text})\n" if layer.added_by else f"{text}, "
    return draft.edited([Edit(layer.cell, start, start, inserted)])


def _units(training: Training, layer: Layer, change: Callable[[int], int]) -> NotebookDraft:
    units = next((found for name in UNITS if (found := argument(layer.call, name, 0))), None)
    if units is None:
        raise DoesNotApplyError("its units are not written in the layer")
    if isinstance(units, ast.Constant) and isinstance(units.value, int):
        text = str(change(units.value))
    else:
        text = f"{training.draft.source(layer.cell, units)} + 1"
    return training.draft.edited([training.draft.put(layer.cell, units, text)])


def _activations(training: Training, layers: list[Layer], activation: str) -> NotebookDraft:
    found = [(layer, argument(layer.call, "activation", None)) for layer in layers]
    edits = [
        training.draft.put(layer.cell, one, activation) for layer, one in found if one is not None
    ]
    if not edits:
        raise DoesNotApplyError("no activation is written in these layers")
    return training.draft.edited(edits)


def _setting_text(training: Training, name: str) -> str:
    given = argument(training.built.call, name)
    return "(100,)" if given is None else training.draft.source(training.built.cell, given)


def _setting(training: Training, name: str, text: str) -> NotebookDraft:
    """An argument of an estimator's class."""
    return training.draft.edited(
        [with_argument(training.draft, training.built.cell, training.built.call, name, text)]
    )
