"""Decides whether the notebook shows what it was asked to show, and whether it is true."""

from __future__ import annotations

from decimal import Decimal
from itertools import islice, product

from grader.checks.check import Case, Failed, NeedsReview, Partial, Passed, Verdict, check, in_cell
from grader.checks.display.mistakes import labelled, standing_out
from grader.checks.integrity.rows import are_alike
from grader.checks.jump import told_beyond
from grader.checks.matrices import Matrix, MatrixForm, form_of
from grader.checks.unshown import not_seen_here
from grader.model.events import Predicted
from grader.model.evidence import MatrixShown

HALF = Decimal("0.5")
MOST_COMPARED = 200
"""Matrices that are shown with those of other trainings of the same network."""


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
    if pairs and (reason := told_beyond(run, case.evidence, case.scores)):
        return NeedsReview(
            f"{reason} So a person decides whether the curves that are shown are its own.",
            where,
            "A person looks at whether the curves that are shown are this training's own.",
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
    other = _of_a_twin(case) or _of_other_rows(case, score.confusion_matrix)
    return other or Failed(
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
    told = labelled(case.evidence.digits, wrong, wanted)
    where = tuple(dict.fromkeys(in_cell(digit.cell) for digit in case.evidence.digits))
    if len(told) >= wanted:
        return Passed(f"{len(told)} mistakes are shown with their true and predicted value.", where)
    if real:
        counted = len(told) + len(standing_out(case.evidence.digits, set(real), wanted))
        share = max(Decimal("0.2"), min(Decimal("0.9"), Decimal(counted) / (2 * wanted)))
        return Partial(
            round(share, 2),
            f"{len(real)} of the digits shown are mistakes of this model, {len(told)} with "
            f"both values beside them; {wanted} were asked for.",
            "Write the true and the predicted value in the title of every picture.",
            where,
        )
    return Failed(
        "Digits are shown, but none of them is a mistake of this model.",
        "Take the rows where the predicted and the true label differ.",
        where,
    )


def _written(forms: dict[MatrixShown, MatrixForm | None], form: MatrixForm) -> list[MatrixShown]:
    return [matrix for matrix, found in forms.items() if found == form]


def _of_a_twin(case: Case) -> Passed | None:
    """A matrix that we measured of another training of the same network: the last one's, say."""
    runs = {run.number: run for run in case.evidence.runs if are_alike(case.trained(), run)}
    scores = [s for s in case.scores if s.run in runs and s.verified and not s.trained_on_held_out]
    for score, matrix in islice(product(scores, case.evidence.matrices), MOST_COMPARED):
        form = form_of(matrix.values, score.confusion_matrix)
        if form is not None and form.shows_mistakes:
            where = in_cell(runs[score.run].cell)
            return Passed(
                "The confusion matrix shown is the one that we measured. It is of another training "
                f"of the same network, in {where}.{form.remark}",
                _cells([matrix]),
            )
    return None


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


def _cells(matrices: list[MatrixShown]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(f"{in_cell(matrix.cell)}: {matrix.form}" for matrix in matrices))
