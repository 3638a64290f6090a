"""Wrong trainings: other epochs, optimizers and losses than those asked for, or none at all."""

from __future__ import annotations

import ast

from grader.mutation.draft import DoesNotApplyError, NotebookDraft, argument, with_argument
from grader.mutation.operators.operator import operator
from grader.mutation.trainings import CallInCell, Training

LOSSES = {
    "mean_squared_error": "categorical_crossentropy",
    "categorical_crossentropy": "mean_squared_error",
    "sparse_categorical_crossentropy": "mean_absolute_error",
    "binary_crossentropy": "mean_squared_error",
}
TINY, HUGE = "1e-6", "10.0"
"""As written: Keras takes no whole number."""
FEWEST = 10


@operator("accuracy", mended="with all the epochs")
def fewer_epochs(training: Training) -> NotebookDraft:
    """It is trained for ten times fewer epochs than were asked for."""
    return _epochs(training, max(1, training.spec.epochs // FEWEST))


@operator("compiled_as_asked", "run_found", mended="with the optimizer that was asked for")
def other_optimizer(training: Training) -> NotebookDraft:
    """It is trained with another optimizer than was asked for."""
    other = "adam" if training.spec.optimizer.upper() == "SGD" else "sgd"
    return _optimizer(training, f'"{other}"', f'"{other}"')


@operator("accuracy", mended="with the default learning rate")
def tiny_learning_rate(training: Training) -> NotebookDraft:
    """The learning rate is so small that hardly anything is learned."""
    return _learning_rate(training, TINY)


@operator("accuracy", mended="with the default learning rate")
def huge_learning_rate(training: Training) -> NotebookDraft:
    """The learning rate is so large that the training doesn't settle."""
    return _learning_rate(training, HUGE)


@operator("compiled_as_asked", mended="with the loss that was asked for")
def wrong_loss(training: Training) -> NotebookDraft:
    """It is trained on another loss than was asked for."""
    compiled = _compilation(training)
    other = LOSSES.get(training.spec.loss, "mean_absolute_error")
    return _with(training, compiled, "loss", f'"{other}"')


@operator("accuracy", mended="with the batches that were asked for")
def larger_batches(training: Training) -> NotebookDraft:
    """The batches are sixteen times as large as was asked for, so there are fewer steps."""
    size = 16 * (training.spec.batch_size or 32)
    spot = training.built if training.by_scikit_learn else training.fit
    return _with(training, spot, "batch_size", str(size))


@operator("run_found", "accuracy", mended="with the layers trainable")
def frozen_weights(training: Training) -> NotebookDraft:
    """No layer is trainable, so that training changes nothing."""
    compiled = _compilation(training)
    text = training.draft.source(compiled.cell, compiled.statement)
    frozen = f"{training.model}.trainable = False\n{text}"
    return training.draft.edited([training.draft.put(compiled.cell, compiled.statement, frozen)])


@operator("run_found")
def not_compiled(training: Training) -> NotebookDraft:
    """The model is not compiled."""
    compiled = _compilation(training)
    return _without_statement(training, compiled)


@operator("run_found")
def not_trained(training: Training) -> NotebookDraft:
    """The model is built, and never trained."""
    return _without_statement(training, training.fit)


@operator("learning_curves_shown", only_asked=True)
def not_validated(training: Training) -> NotebookDraft:
    """It is trained without validation data."""
    given = next((one for one in training.fit.call.keywords if one.arg == "validation_data"), None)
    if given is None:
        raise DoesNotApplyError("`fit` is given no `validation_data`")
    return training.draft.edited(
        [training.draft.put(training.fit.cell, given, "validation_data=None")]
    )


@operator("learning_curves_shown", only_asked=True)
def validated_on_training_data(training: Training) -> NotebookDraft:
    """It is validated on the data that it is trained on."""
    given = argument(training.fit.call, "validation_data")
    if given is None:
        raise DoesNotApplyError("`fit` is given no `validation_data`")
    x, y = (training.draft.source(training.fit.cell, one) for one in training.data())
    return training.draft.edited([training.draft.put(training.fit.cell, given, f"({x}, {y})")])


def with_epochs(training: Training, epochs: int) -> NotebookDraft:
    """The solution with another number of epochs."""
    return _epochs(training, epochs)


def _epochs(training: Training, epochs: int) -> NotebookDraft:
    if training.by_scikit_learn:
        return _with(training, training.built, "max_iter", str(epochs))
    return _with(training, training.fit, "epochs", str(epochs))


def _optimizer(training: Training, keras: str, sklearn: str) -> NotebookDraft:
    if training.by_scikit_learn:
        return _with(training, training.built, "solver", sklearn)
    return _with(training, _compilation(training), "optimizer", keras)


def _learning_rate(training: Training, rate: str) -> NotebookDraft:
    if training.by_scikit_learn:
        return _with(training, training.built, "learning_rate_init", rate)
    made = f"keras.optimizers.{training.spec.optimizer}(learning_rate={rate})"
    changed = _with(training, _compilation(training), "optimizer", made)
    return importing_keras(changed)


def importing_keras(draft: NotebookDraft) -> NotebookDraft:
    """The draft in which the name `keras` is known from the first code cell on."""
    known = any(
        alias.name == "keras" and alias.asname is None
        for _, node in draft.nodes(ast.Import)
        for alias in node.names
    ) or any(
        alias.name == "keras" and alias.asname is None
        for _, node in draft.nodes(ast.ImportFrom)
        for alias in node.names
    )
    first = next((cell for cell, _ in draft.statements()), None)
    if known or first is None:
        return draft
    cells = list(draft.cells)
    cells[first] = type(cells[first])("code", f"import keras\n{cells[first].text}", cells[first].id)
    return NotebookDraft(tuple(cells))


def _compilation(training: Training) -> CallInCell:
    if training.compiled is None:
        raise DoesNotApplyError("it is not compiled")
    return training.compiled


def _without_statement(training: Training, spot: CallInCell) -> NotebookDraft:
    return training.draft.edited([training.draft.put(spot.cell, spot.statement, "pass")])


def _with(training: Training, spot: CallInCell, name: str, text: str) -> NotebookDraft:
    return training.draft.edited([with_argument(training.draft, spot.cell, spot.call, name, text)])
