"""Does the notebook show what it was asked to show, and is it true?"""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

from grader.checks.check import Case, Failed, NeedsReview, Partial, Passed, Verdict, check, in_cell
from grader.model.evidence import DigitShown, MatrixShown
from grader.model.score import Score

Matrix = tuple[tuple[float, ...], ...]
Likeness = Literal["equal", "transposed", "normalised", "different"]

COUNT_TOLERANCE = 0.002
"""Of all examples, how many may be counted elsewhere: ties of rounding between the student's predictions and ours."""
NORMALISED_TOLERANCE = 0.006
"""Printed shares have two digits."""


@check()
def summary_shown(case: Case) -> Verdict:
    """The model's summary is shown."""
    run = case.trained()
    if case.evidence.summaries_shown:
        cells = tuple(in_cell(cell) for cell in case.evidence.summaries_shown)
        return Passed(f"The summary is shown; the model has {run.model.parameters:,} parameters.", cells)
    return Failed("We found no printed summary of the model.", "Call model.summary() in a cell of its own.")


@check()
def learning_curves_shown(case: Case) -> Verdict:
    """The learning curves of training and validation are shown."""
    run = case.trained()
    shown = {curve.metric: curve for curve in case.evidence.curves if curve.run == run.number}
    pairs = [metric for metric in ("loss", "accuracy") if metric in shown and f"val_{metric}" in shown]
    where = tuple(dict.fromkeys(in_cell(curve.cell) for curve in shown.values()))
    if pairs:
        suffix = " (read from the saved notebook)" if any(c.source == "claimed" for c in shown.values()) else ""
        return Passed(f"You plotted {' and '.join(pairs)} for training and validation{suffix}.", where)
    if shown:
        return Partial(
            Decimal("0.5"),
            f"You plotted {', '.join(sorted(shown))}, but not training and validation together.",
            "Plot history.history['loss'] and history.history['val_loss'] on the same axes.",
            where,
        )
    return Failed(
        "We found no figure that draws this model's training history.",
        "Plot the values of history.history after fit, training and validation in one figure.",
    )


@check()
def confusion_matrix_shown(case: Case) -> Verdict:
    """The confusion matrix is shown, and it is the model's own."""
    score, shown = case.score(), case.evidence.matrices
    if not shown:
        return Failed(
            "We found no confusion matrix.",
            "Compute it with sklearn.metrics.confusion_matrix(true_labels, predicted_labels) and draw it.",
        )
    if score is None or not score.verified:
        return NeedsReview(
            "A confusion matrix is shown; we have no measured one to compare it with.", _cells(list(shown))
        )
    likeness = {matrix: likeness_of(matrix.values, score) for matrix in shown}
    for kind, remark in (
        ("equal", ""),
        ("normalised", " It shows shares instead of counts."),
        ("transposed", " Its rows are the predicted digits and its columns the true ones."),
    ):
        alike = [matrix for matrix, found in likeness.items() if found == kind]
        if alike:
            return Passed(f"The confusion matrix shown is the one that we measured.{remark}", _cells(alike))
    return Failed(
        "A confusion matrix is shown, but it is not this model's: it differs from the one that we measured.",
        "Compute it from this model's own predictions on the validation set, after the training.",
        _cells(list(shown)),
    )


@check(options=("count",))
def mistakes_shown(case: Case) -> Verdict:
    """Mistakes of the classifier are shown, with the true and the predicted value."""
    wanted, score = int(case.number("count", 10)), case.score()
    if not case.evidence.digits:
        return Failed(
            "We found no pictures of misclassified digits.",
            "Select the rows where the predicted and the true label differ, and draw them with imshow.",
        )
    if score is None or not score.verified:
        return NeedsReview("Pictures of digits are shown; we have no measured mistakes to compare them with.")
    wrong = score.mistakes.answers()
    real = {digit.index: digit for digit in case.evidence.digits if digit.index in wrong}
    labelled = [digit for digit in real.values() if _names_both(digit, wrong[digit.index])]
    where = tuple(dict.fromkeys(in_cell(digit.cell) for digit in case.evidence.digits))
    if len(labelled) >= wanted:
        return Passed(f"{len(labelled)} mistakes are shown with their true and predicted value.", where)
    if real:
        share = max(Decimal("0.2"), min(Decimal("0.9"), Decimal(len(labelled) + len(real)) / (2 * wanted)))
        return Partial(
            round(share, 2),
            f"{len(real)} of the digits shown are mistakes of this model, {len(labelled)} with both values beside them;"
            f" {wanted} were asked for.",
            "Write the true and the predicted value in the title of every picture.",
            where,
        )
    return Failed(
        "Digits are shown, but none of them is a mistake of this model.",
        "Take the rows where the predicted and the true label differ.",
        where,
    )


def likeness_of(values: Matrix, score: Score) -> Likeness:
    """Say how a matrix that is shown relates to the measured one."""
    measured: Matrix = score.confusion_matrix
    if len(values) != len(measured) or any(len(row) != len(measured) for row in values):
        return "different"
    total = sum(map(sum, measured))
    if _moved(values, measured) <= COUNT_TOLERANCE * total:
        return "equal"
    if _moved(tuple(zip(*values, strict=True)), measured) <= COUNT_TOLERANCE * total:
        return "transposed"
    return "normalised" if _is_normalised(values, measured) else "different"


def _moved(values: Matrix, measured: Matrix) -> float:
    """How many examples stand in another place."""
    pairs = zip(values, measured, strict=True)
    return sum(abs(a - b) for row, other in pairs for a, b in zip(row, other, strict=True)) / 2


def _is_normalised(values: Matrix, measured: Matrix) -> bool:
    shares = tuple(tuple(count / max(1, sum(row)) for count in row) for row in measured)
    for scale in (1.0, 100.0):
        pairs = zip(values, shares, strict=True)
        if all(
            abs(a / scale - b) <= NORMALISED_TOLERANCE for row, other in pairs for a, b in zip(row, other, strict=True)
        ):
            return True
    return False


def _names_both(digit: DigitShown, values: tuple[int, int]) -> bool:
    words = " ".join(digit.texts)
    return all(str(value) in words for value in values)


def _cells(matrices: list[MatrixShown]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(f"{in_cell(matrix.cell)}: {matrix.form}" for matrix in matrices))
