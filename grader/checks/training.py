"""Decides whether the right model was trained in the right way."""

from __future__ import annotations

import math
from decimal import Decimal

from grader.checks.begun import ancestors
from grader.checks.check import Case, Failed, NeedsReview, Partial, Passed, Verdict, check, in_cell
from grader.checks.integrity.findings import NOT_HERE
from grader.checks.integrity.rows import are_alike
from grader.checks.unshown import not_seen_here
from grader.model.events import Notice
from grader.model.evidence import TrainingRun

MOST_REASONS = 3
SHARE_PER_DIFFERENCE = Decimal("0.4")
"""What one departure from the architecture or the training asked for costs of the check's points.
"""


@check(judges="run")
def run_found(case: Case) -> Verdict:
    """The model was trained."""
    run = case.run
    if run is None:
        return not_seen_here(
            case, "training", f"whether “{case.role.title}” was trained"
        ) or Failed(
            f"We found no training of “{case.role.title}” in your notebook.{_what_ran(case)}",
            "Build the model, compile it and call fit.",
        )
    stopped = ", stopped by the grader" if run.stopped_by_grader else ""
    where = (f"{in_cell(run.cell)}: {how_trained(run, case)}{stopped}",)
    if run.error is not None and run.epochs_run == 0:
        return Failed(
            f"The training stopped before its first epoch, with this error: {run.error}",
            "The error says what fit did not accept: correct that, and run the cell again.",
            where,
        )
    line = (run, *ancestors(run, case.evidence.runs))
    if not any(each.weights_changed for each in line):
        return Failed(
            "fit ran, but the model's weights are the same before and after.",
            "Check the learning rate, and that the layers are trainable.",
            where,
        )
    if run.match is None:
        raise LookupError(f"run {run.number} answers a role without a match")
    return Passed(run.match.reason, where)


@check(needs_run=True, judges="run")
def architecture(case: Case) -> Verdict:
    """The network has the layers that the assignment asks for."""
    run = case.trained()
    differences = run.match.layer_differences if run.match else ()
    parameters = _parameters(run)
    where = (": ".join(filter(None, (in_cell(run.cell), parameters))),)
    if not differences:
        counted = f", with {parameters}" if parameters else ""
        return Passed(f"The layers are as asked{counted}.", where)
    return _by_differences(
        differences,
        f"Compare model.summary() with the assignment: it asks for {case.role.parameters:,} "
        f"parameters.",
        where,
    )


@check(needs_run=True, judges="run")
def compiled_as_asked(case: Case) -> Verdict:
    """The model was compiled with the optimizer and the loss that the assignment asks for."""
    run = case.trained()
    differences = run.match.compile_differences if run.match else ()
    where = (f"{in_cell(run.cell)}: {run.compiled.optimizer}, {run.compiled.loss}",)
    if not differences:
        return Passed(
            f"Trained with {run.compiled.optimizer} on {run.compiled.loss}, as asked.", where
        )
    asked = f"optimizer {case.role.optimizer} and loss {case.role.loss}"
    return _by_differences(differences, f"The assignment asks for {asked}.", where)


@check(needs_run=True)
def other_training_tried(case: Case) -> Verdict:
    """The network was trained with another loss or optimizer, too."""
    ways: dict[tuple[str, str], TrainingRun] = {}
    for run in case.evidence.runs:
        alike = run.model.parameters == case.trained().model.parameters
        if run.epochs_run and run.weights_changed and alike:
            ways.setdefault((run.compiled.optimizer, run.compiled.loss), run)
    if len(ways) > 1:
        named = "; ".join(f"{optimizer} with {loss}" for optimizer, loss in ways)
        return Passed(
            f"You trained in {len(ways)} ways: {named}.",
            tuple(f"{in_cell(run.cell)}: fit" for run in ways.values()),
        )
    return not_seen_here(case, "training", "another way of training") or Failed(
        "We saw only one way of training.",
        "Compile a copy of the model with another optimizer or loss and fit it.",
    )


@check(needs_run=True)
def evaluated(case: Case) -> Verdict:
    """The model was evaluated on the validation set."""
    run = case.trained()
    cells = case.evidence.evaluated_cells.get(run.number, ())
    if cells:
        return Passed(
            "You evaluated the model on the validation set.", tuple(in_cell(cell) for cell in cells)
        )
    if any(claim.kind == "evaluation" and claim.supported for claim in run.claims):
        return NeedsReview(
            "The notebook shows the result of an evaluation, but the evaluation did not run here."
        )
    return not_seen_here(case, "evaluation", "how this model was evaluated") or Failed(
        "We saw no evaluation of this model.",
        "Call model.evaluate(X_validation, y_validation) after the training.",
    )


def _by_differences(differences: tuple[str, ...], hint: str, where: tuple[str, ...]) -> Verdict:
    share = max(Decimal(0), 1 - SHARE_PER_DIFFERENCE * len(differences))
    message = f"Not quite as asked: {'; '.join(differences)}."
    return Partial(share, message, hint, where) if share else Failed(message, hint, where)


def epochs_before(run: TrainingRun, case: Case) -> int:
    """Those of the same network's trainings that it goes on from: a loop may train one epoch at a
    time, and another optimizer is another training.
    """
    before = ancestors(run, case.evidence.runs, most=len(case.evidence.runs))
    return sum(each.epochs_requested for each in before if are_alike(run, each))


def how_trained(run: TrainingRun, case: Case) -> str:
    """The call and its epochs; a loop of the student's own may not count any."""
    if not run.epochs_requested and not run.epochs_run:
        return "a loop of batches, epochs not counted"
    others = epochs_before(run, case)
    behind = f", after {others:,} others" if others > 1 else ""
    return f"fit, {run.epochs_run:,} of {run.epochs_requested:,} epochs{behind}"


def _what_ran(case: Case) -> str:
    """Name what was trained instead, so that the student sees what we saw: no model twice, and none
    whose training another part's goes on from.
    """
    runs = case.evidence.runs
    answering = [run for run in runs if run.role is not None]
    pieces = {each.number for run in answering for each in ancestors(run, runs, most=len(runs))}
    others = [run for run in runs if run.role is None and run.number not in pieces]
    meant = "".join(
        f" {found.message}" for found in case.evidence.foreign if found.kind == "other_assignment"
    )
    if not others:
        return meant if runs else f" Nothing else was trained either.{_what_was_not_here(case)}"
    named = dict.fromkeys(
        f"{in_cell(run.cell)}: {len(run.model.layers)} layers, "
        + ", ".join(filter(None, (_parameters(run), run.compiled.optimizer)))
        for run in others
    )
    return f" What we saw, and could not match to any part: {'; '.join(list(named)[:3])}.{meant}"


def _parameters(run: TrainingRun) -> str:
    """How many parameters its model has; nothing where saved outputs don't say."""
    return f"{run.model.parameters:,} parameters" if run.model.parameters else ""


def _what_was_not_here(case: Case) -> str:
    """What the notebook needed and did not get, which may be why it did not train."""
    notices = [
        event.message
        for event in case.recording.events
        if isinstance(event, Notice) and event.kind in NOT_HERE
    ]
    reasons = dict.fromkeys([*notices, *(found.message for found in case.evidence.foreign)])
    return "".join(f" {reason}" for reason in list(reasons)[:MOST_REASONS])


def finite(value: float | None) -> bool:
    """Whether there is a value and it is a number."""
    return value is not None and math.isfinite(value)
