"""Decides whether the notebook shows what it was asked to show, and whether it is true."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal

from grader.checks.check import Case, Failed, NeedsReview, Partial, Passed, Verdict, check, in_cell
from grader.checks.matrices import Matrix, MatrixForm, form_of
from grader.checks.unshown import not_seen_here
from grader.model.events import Predicted
from grader.model.evidence import DigitShown, MatrixShown

HALF = Decimal("0.5")
MOST_NAMED = 6
"""Of ten digits, beside a picture of one: its values, those of a probability, an index, ticks."""
_NUMBER = re.compile(r"\d{1,9}(?:\.\d{1,9})?")
"""The digits of a share are no classes."""


@check(needs_run=True)
def summary_shown(case: Case) -> Verdict:
    """The model's summary is shown."""
    run = case.trained()
    if case.evidence.summaries_shown:
        cells = tuple(in_cell(cell) for cell in case.evidence.summaries_shown)
        others, counted = case.evidence.summarised_parameters, run.model.parameters
        if others and 0 not in others and counted and counted not in others:
            shown = " and ".join(f"{number:,}" for number in sorted(others))
            return Partial(
                HALF,
                f"The summary shown is of another model: it has {shown} parameters, and this one "
                f"{counted:,}.",
                "Call model.summary() of this model.",
                cells,
            )
        size = f"; the model has {counted:,} parameters" if counted else ""
        return Passed(f"The summary is shown{size}.", cells)
    return not_seen_here(case, "summary", "its summary") or Failed(
        "We found no printed summary of the model.", "Call model.summary() in a cell of its own."
    )


@check(needs_run=True)
def learning_curves_shown(case: Case) -> Verdict:
    """The learning curves of training and validation are shown."""
    run = case.trained()
    shown = {curve.metric: curve for curve in case.evidence.curves if curve.run == run.number}
    pairs = sorted(
        (metric for metric in shown if f"val_{metric}" in shown),
        key=lambda metric: metric != "loss",
    )
    where = tuple(dict.fromkeys(in_cell(curve.cell) for curve in shown.values()))
    if pairs and run.validated_on_training:
        return Partial(
            HALF,
            f"You plotted {' and '.join(pairs)} for training and validation, but fit was given as "
            "validation data rows that it trains on: the two lines can't drift apart.",
            "Give fit the validation arrays: validation_data=(x_validation, y_validation).",
            where,
        )
    if pairs:
        suffix = (
            " (read from the saved notebook)"
            if any(c.source == "claimed" for c in shown.values())
            else ""
        )
        return Passed(
            f"You plotted {' and '.join(pairs)} for training and validation{suffix}.", where
        )
    if shown:
        return Partial(
            HALF,
            f"You plotted {' and '.join(sorted(shown))}, but not training and validation together.",
            "Plot history.history['loss'] and history.history['val_loss'] on the same axes.",
            where,
        )
    return not_seen_here(case, "curves", "the learning curves") or Failed(
        "We found no figure that draws this model's training history.",
        "Plot the values of history.history after fit, training and validation in one figure.",
    )


@check(needs_run=True)
def confusion_matrix_shown(case: Case) -> Verdict:
    """The confusion matrix is shown, and it is the model's own."""
    score, shown = case.score(), case.evidence.matrices
    if not shown:
        return not_seen_here(case, "matrix", "the confusion matrix") or Failed(
            "We found no confusion matrix.",
            "Compute it with sklearn.metrics.confusion_matrix(true_labels, predicted_labels) and "
            "draw it.",
        )
    if score is None or not score.verified:
        return NeedsReview(
            "A confusion matrix is shown; we have no measured one to compare it with.",
            _cells(list(shown)),
        )
    measured = [score.confusion_matrix, *(state.confusion_matrix for state in score.states)]
    forms = {
        matrix: next(filter(None, (form_of(matrix.values, one) for one in measured)), None)
        for matrix in shown
    }
    best = min(
        (form for form in forms.values() if form),
        key=lambda form: (not form.shows_mistakes, len(form.remark)),
        default=None,
    )
    if best is not None and not best.shows_mistakes:
        return NeedsReview(
            "The confusion matrix shown is rounded so much that it shows none of the model's "
            "mistakes, and would be that of any good model.",
            _cells(_written(forms, best)),
        )
    if best is not None:
        return Passed(
            f"The confusion matrix shown is the one that we measured.{best.remark}",
            _cells(_written(forms, best)),
        )
    return _of_other_rows(case, score.confusion_matrix) or Failed(
        "A confusion matrix is shown, but it is not this model's on the held-out data: it differs "
        "from the one that we measured.",
        "Compute it from this model's own predictions on the validation set, after the training.",
        _cells(list(shown)),
    )


@check(options=("count",), needs_run=True)
def mistakes_shown(case: Case) -> Verdict:
    """Mistakes of the classifier are shown, with the true and the predicted value."""
    wanted, score = int(case.number("count", 10)), case.score()
    if not case.evidence.digits:
        return not_seen_here(case, "pictures", "the mistakes") or Failed(
            "We found no pictures of misclassified digits.",
            "Select the rows where the predicted and the true label differ, and draw them with "
            "imshow.",
        )
    if score is None or not score.verified:
        return NeedsReview(
            "Pictures of digits are shown; we have no measured mistakes to compare them with."
        )
    states = [score.mistakes.answers(), *(state.mistakes.answers() for state in score.states)]
    wrong = max(
        states, key=lambda answers: sum(digit.index in answers for digit in case.evidence.digits)
    )
    real = {digit.index: digit for digit in case.evidence.digits if digit.index in wrong}
    labelled = _labelled(case.evidence.digits, wrong)
    where = tuple(dict.fromkeys(in_cell(digit.cell) for digit in case.evidence.digits))
    if len(labelled) >= wanted:
        return Passed(
            f"{len(labelled)} mistakes are shown with their true and predicted value.", where
        )
    if real:
        counted = len(labelled) + len(_standing_out(case.evidence.digits, set(real)))
        share = max(Decimal("0.2"), min(Decimal("0.9"), Decimal(counted) / (2 * wanted)))
        return Partial(
            round(share, 2),
            f"{len(real)} of the digits shown are mistakes of this model, {len(labelled)} with "
            f"both values beside them; {wanted} were asked for.",
            "Write the true and the predicted value in the title of every picture.",
            where,
        )
    return Failed(
        "Digits are shown, but none of them is a mistake of this model.",
        "Take the rows where the predicted and the true label differ.",
        where,
    )


def _standing_out(digits: Sequence[DigitShown], mistakes: set[int]) -> set[int]:
    """The mistakes in cells that show hardly anything else: who shows all digits has not looked for
    them.
    """
    found: set[int] = set()
    for cell in {digit.cell for digit in digits}:
        shown = {digit.index for digit in digits if digit.cell == cell}
        if len(shown & mistakes) >= len(shown) / 2:
            found |= shown & mistakes
    return found


def _written(forms: dict[MatrixShown, MatrixForm | None], form: MatrixForm) -> list[MatrixShown]:
    return [matrix for matrix, found in forms.items() if found == form]


def _of_other_rows(case: Case, measured: Matrix) -> NeedsReview | None:
    """A matrix that counts as many examples as the model was trained, validated or asked on, and
    not the held-out ones.
    """
    run, held_out = case.trained(), sum(map(sum, measured))
    asked = [
        event.x
        for event in case.recording.events
        if isinstance(event, Predicted) and event.run == run.number
    ]
    known = {
        data.shape[0] for data in (run.x, run.val_x, *asked) if data is not None and data.shape
    } - {held_out}
    for matrix in case.evidence.matrices:
        total = sum(map(sum, matrix.values))
        if total in known and all(
            value >= 0 and float(value).is_integer() for row in matrix.values for value in row
        ):
            return NeedsReview(
                f"A confusion matrix of {int(total):,} examples is shown. We measured this model "
                f"on the"
                f" {int(held_out):,} held-out ones and can't compare the two, so a person decides.",
                _cells([matrix]),
            )
    return None


def _labelled(digits: Sequence[DigitShown], wrong: Mapping[int, tuple[int, int]]) -> set[int]:
    """The mistakes with both values beside them, in cells that write them beside at least half of
    those that they show: the same few numbers beside all digits are right for some by chance.
    """
    found: set[int] = set()
    for cell in {digit.cell for digit in digits}:
        shown = [digit for digit in digits if digit.cell == cell and digit.index in wrong]
        named = {digit.index for digit in shown if _names_both(digit, wrong[digit.index])}
        if len(named) >= len({digit.index for digit in shown}) / 2:
            found |= named
    return found


def _names_both(digit: DigitShown, values: tuple[int, int]) -> bool:
    """Whether the true and the predicted value stand beside it, and not those of every class: who
    names them all says nothing of this digit.
    """
    written = map(float, _NUMBER.findall(" ".join(digit.texts)))
    named = {int(number) for number in written if number.is_integer()}
    return named >= set(values) and sum(number < 10 for number in named) <= MOST_NAMED


def _cells(matrices: list[MatrixShown]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(f"{in_cell(matrix.cell)}: {matrix.form}" for matrix in matrices))
