"""Decides whether a trained model is good enough."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from grader.checks.chance import share_interval
from grader.checks.check import Case, Failed, NeedsReview, Partial, Passed, Verdict, check, in_cell
from grader.checks.explained import not_computed_again
from grader.checks.integrity.rows import is_explained, own_split, trained_on_other_data
from grader.checks.integrity.rows_of_a_line import rows_left
from grader.checks.policy.agreement import compare_with_log, log_end, saved_log
from grader.checks.policy.at_stop import unlike_measured
from grader.checks.training import epochs_before, finite, how_trained
from grader.checks.unshown import WHAT_TO_DO
from grader.model.evidence import TrainingRun
from grader.model.graded.score import Score
from grader.model.reference import Band

METRIC = "val_accuracy"
LUCK = 0.001
"""As often as a correct solution misses its band."""
NOT_COUNTED = (
    "We trained the beginning again; a person decides whether your saved log counts for the rest."
)
WHY_HOPELESS: Mapping[str, str] = {
    "lost": "its loss was not a number any more",
    "frozen": "nothing in the model changed any more",
    "out_of_reach": "it had stopped improving, far below where points begin",
}
"""Reasons for a stop after which more training would have earned nothing."""


@check(options=("floor",), needs_run=True, needs_rows=True, judges="run")
def accuracy(case: Case) -> Verdict:
    """The model reaches the accuracy of a correct solution on the validation set."""
    run, score = case.trained(), case.score()
    if run.source == "claimed":
        return _by_claim_alone(case, run)
    if score is None or not score.verified or score.accuracy is None:
        return _unmeasured(run, score)
    if run.stop_reason in WHY_HOPELESS:
        return _by_what_was_left(case, run, score)
    if run.stop_reason == "followed" and score.accuracy < case.role_reference.final[METRIC].low:
        return _by_confirmed_claim(case, run, score)
    at_most, opening = _measured(case, score.accuracy)
    return _against_band(case, at_most, opening, _where(run, score, case))


def _measured(case: Case, accuracy: float) -> tuple[float, str]:
    """The accuracy that counts, and how it was measured. Where a model was trained on some of the
    held-out rows, as with a split of one's own, the others say what it has learnt: no more counts
    than they leave room for.
    """
    opening = f"We measured {_percent(accuracy)} on the held-out data"
    left = rows_left(case.trained(), case.evidence, {score.run: score for score in case.scores})
    if left is None or not left.count:
        return accuracy, opening
    rows, right = left.count, left.right
    at_most = share_interval(right, rows, outside=LUCK)[1]
    if at_most >= accuracy:
        return accuracy, opening
    return at_most, (
        f"{opening}. But it was trained on some of these; of the {rows:,} others it gets {right:,} "
        f"right, so it is {_percent(at_most)} at most"
    )


def _by_what_was_left(case: Case, run: TrainingRun, score: Score) -> Verdict:
    """The grader cut the training short because nothing could come of it; judge by what it had
    reached.
    """
    reached, why = score.accuracy or 0.0, WHY_HOPELESS[run.stop_reason or "lost"]
    stopped = (
        f"We stopped the training after {run.epochs_run:,} of {run.epochs_requested:,} epochs: "
        f"{why}"
    )
    if reached > case.number("floor", 0.0):
        return NeedsReview(
            f"{stopped}. But we measured {_percent(reached)} on the held-out data, which is more "
            "than the training itself showed."
        )
    return _against_band(
        case,
        reached,
        f"{stopped}; by then it had {_percent(reached)} on the held-out data",
        _where(run, score, case),
    )


def _against_band(case: Case, value: float, opening: str, where: tuple[str, ...]) -> Verdict:
    band = case.role_reference.final[METRIC]
    floor = case.number("floor", 0.0)
    if value >= band.low:
        return Passed(f"{opening}; correct solutions reach {_range(band)}.", where)
    hint, plainly = _hint(case), f"{opening}; correct solutions reach {_range(band)}."
    if value <= floor:
        return Failed(
            f"{opening}; points begin above {_percent(floor)}, and correct solutions reach "
            f"{_range(band)}.",
            hint,
            where,
            plainly,
        )
    share = Decimal(str(round((value - floor) / (band.low - floor), 2)))
    share = min(max(share, Decimal("0.01")), Decimal("0.99"))
    return Partial(
        share,
        f"{opening}. Full points begin at {_percent(band.low)}, which a correct solution misses "
        f"less than once in {round(1 / band.risk):,} times; none are given at {_percent(floor)}.",
        hint,
        where,
        plainly,
    )


def _by_confirmed_claim(case: Case, run: TrainingRun, score: Score) -> Verdict:
    """The grader cut the training short because its beginning followed the saved log; judge by the
    log's end.
    """
    log = saved_log(run)
    claimed = log_end(log, run.epochs_requested) if log else None
    if log is None or claimed is None:
        return NeedsReview(
            f"The training was stopped after {run.epochs_run} epochs, and no saved log tells how "
            f"it ended."
        )
    unlike = unlike_measured(run, score.accuracy or 0.0, case.role_reference)
    if unlike:
        return NeedsReview(
            f"Your saved log can't count for the epochs that we did not train: {unlike}.",
            for_students=NOT_COUNTED,
        )
    agreement = compare_with_log(run.history, log, case.role_reference)
    if not agreement.holds:
        return NeedsReview(
            "The saved log and our re-run differ by more than seeds explain: "
            + "; ".join(agreement.disagreements[:3]),
            for_students=NOT_COUNTED,
        )
    epochs = "epoch" if run.epochs_run == 1 else f"{run.epochs_run} epochs"
    opening = (
        f"Your saved output states {_percent(claimed)}. We trained the first {epochs} again, and "
        "your log follows ours, so the rest of it counts"
    )
    return _against_band(case, claimed, opening, _where(run, score, case))


def _by_claim_alone(case: Case, run: TrainingRun) -> Verdict:
    claimed = run.claimed(METRIC) or run.claimed("accuracy")
    if claimed is None:
        return Failed(
            (
                "The notebook was not run here, and its saved outputs state no accuracy for this "
                "model."
            ),
            WHAT_TO_DO,
        )
    opening = (
        f"Your saved output states {_percent(claimed)} (not verified: the notebook was not "
        f"executed)"
    )
    return _against_band(case, claimed, opening, (in_cell(run.cell),))


def _unmeasured(run: TrainingRun, score: Score | None) -> Verdict:
    if run.epochs_run == 0 or (run.error and not run.history):
        return Failed(
            f"The training stopped with this error: {run.error}",
            "The error says what fit did not accept: correct that, and run the cell again.",
            (in_cell(run.cell),),
        )
    reason = score.reason if score else "its weights did not reach us"
    claimed = run.claimed(METRIC) or run.claimed("accuracy")
    stated = f" Your notebook states {_percent(claimed)}." if claimed is not None else ""
    return NeedsReview(
        f"We could not measure this model ourselves: {reason}.{stated}", (in_cell(run.cell),)
    )


def _hint(case: Case) -> str:
    run, score = case.trained(), case.score()
    if (
        score is not None
        and trained_on_other_data(run, score)
        and not is_explained(score, case.evidence.changes)
    ):
        return (
            f"Most rows that you trained on are not the assignment's (they look like "
            f"{score.other_data}): load the data as the starter notebook does."
            if score.other_data
            else "We know few of the rows that you trained on: if you changed them on purpose, "
            "change them less or train for longer; otherwise load the data as the starter "
            "notebook does."
        )
    losses = run.history.get("loss", ())
    if losses and not finite(losses[-1]):
        return (
            "The loss is not a number: lower the learning rate and check that the inputs are "
            "scaled to [0, 1]."
        )
    epochs = run.epochs_requested + epochs_before(run, case)
    if 0 < epochs < case.role.epochs // 2:
        return (
            f"You train for {epochs} {'epoch' if epochs == 1 else 'epochs'}; the assignment "
            f"suggests about {case.role.epochs}."
        )
    if run.x is not None and run.x.maximum > 2:
        return f"Your inputs go up to {run.x.maximum:g}; scale them to [0, 1] before training."
    if run.match and run.match.differences:
        return f"Your model differs from what was asked: {'; '.join(run.match.differences)}."
    return "Look at the learning curves: is the loss still falling when the training ends?"


def _where(run: TrainingRun, score: Score, case: Case) -> tuple[str, ...]:
    places = [f"{in_cell(run.cell)}: {how_trained(run, case)}"]
    if score.reason:
        places.append(f"inputs: {score.reason}")
    return (*places, *filter(None, (own_split(run, score), not_computed_again(run, score))))


def _percent(value: float) -> str:
    return f"{100 * value:.2f} %"


def _range(band: Band) -> str:
    return f"{_percent(band.low)} to {_percent(band.high)}"
