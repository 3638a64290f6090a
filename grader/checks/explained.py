"""Asks whether the weights that were measured are those that the recorded training leaves.

Of a training that the host did itself everything is known. Of others three things are held against
their weights: a random step that we computed again, what training had left
before other weights were put into the model, and where the weights came from that a training began
with and hardly moved. Setting weights is nothing bad in itself: averages, the best epoch's, another
own model's are what training has left, or lie as near to it as training itself went. What isn't
explained is a reason for a person to look, and no accusation.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from grader.checks.begun import about_the_beginning, ancestors
from grader.checks.check import in_cell
from grader.checks.integrity.head_start import LEARNT
from grader.model.evidence import Evidence, KeptStep, TrainingRun
from grader.model.graded.score import Score

STEP_TOLERANCE = 0.05
"""Of a step's length. Honest ones differ by less than a hundredth, by the order in which numbers
are added.
"""
GRADIENT_TOLERANCE = 0.1
"""Of a gradient's length. Honest ones differ by a thousandth and less; those that were clipped
value by value by some more, those of other digits by a quarter, the way to finished weights by
nearly all.
"""
HEEDS_NOTHING = 1e-3
"""A step that another batch changes by less than this share does not learn from its batch."""
MOST_BEFORE = 2_000
"""Trainings that one goes on from."""
GAIN_OF_AVERAGES = 0.6
"""Of the mistakes that training had left, what weights near its path may be better by: averages,
and weights that were clipped or rounded. At thirty times Adam's own rate averages leave out half of
them, at usual ones a tenth.
"""
MOST_OF_AVERAGES, LUCK = 0.05, 0.005
"""What they may gain at most; and what anybody may."""
GAIN_FROM_AFAR = 0.02
"""What weights from farther off than training itself went may gain at most."""
HELD_BY_A_STEP = 0.3
"""Share of the rows that a step holds: a split of one's own has some of them in its training part.
"""
ROOM_FOR_WEIGHTS = 0.5
"""Bytes for each weight: with four bits for each a finished network is hardly worse. The weights of
ten classes, or a mean picture, are a fiftieth of that.
"""
NOBODY_KNOWS = 64.0
"""More bytes for each weight are no number that was counted: a pipeline, a table, a whole data set.
"""
OWN_LOSS = "an own loss"
LOOPS = ("a loop", "scikit-learn's")
"""How own parts are called that go from step to step, and leave the steps to others."""


def unexplained_weights(
    run: TrainingRun, evidence: Evidence, scores: Sequence[Score], *, asked: int = 0
) -> str:
    """Say what the recorded training does not explain; empty where it explains all, or where nobody
    can tell. A model with so many parameters is `asked` for; 0 where nobody says so.
    """
    measured = {score.run: score for score in scores}
    score = measured.get(run.number)
    if score is None or score.accuracy is None or run.training is not None:
        return ""
    return (
        _about_its_own(run, score)
        or about_the_beginning(run, score, evidence, measured, asked=asked)
        or _about_those_before(run, evidence, measured)
    )


def _about_its_own(run: TrainingRun, score: Score) -> str:
    return (
        _about_the_step(run, score)
        or _about_weights_put_in(run, score)
        or _about_a_saved_state(run, score)
    )


def _about_those_before(run: TrainingRun, evidence: Evidence, measured: Mapping[int, Score]) -> str:
    """Say of a training that it goes on from, and that had learnt something by its end, what that
    one does not explain.
    """
    nothing = Score(0, verified=False)
    before = (
        (other, measured.get(other.number, nothing))
        for other in ancestors(run, evidence.runs, most=MOST_BEFORE)
        if other.training is None
        and other.source == "reproduced"
        and other.number < run.number  # one within it sees its steps as weights put in
    )
    said = (
        _about_its_own(other, early)
        for other, early in before
        if early is nothing or (early.accuracy or 0.0) >= LEARNT
    )
    return next(filter(None, said), "")


def not_computed_again(run: TrainingRun, score: Score) -> str:
    """Say that a step was kept which we could not compute again, and why; that is nothing against
    it.
    """
    step = run.kept_step
    if step is None or score.step_error is not None or (step.reaction or 0.0) >= HEEDS_NOTHING:
        return ""
    why = f" ({', '.join(step.own)})" if step.own else ""
    return (
        f"weights: no step of the training was computed again: {score.step_note}{why}"
        if score.step_note
        else ""
    )


def _about_the_step(run: TrainingRun, score: Score) -> str:
    if run.kept_step is None:
        return ""
    if not run.kept_step.own and score.step_error is None:
        return _about_no_step(run, run.kept_step.untried or score.step_note)
    if OWN_LOSS in run.kept_step.own and run.kept_step.by_gradients and score.step_error is None:
        return _about_unknown_gradients(run, run.kept_step, score.step_note)
    steps = (run.kept_step, *run.further_steps)
    errors = (score.step_error, *(each.error for each in score.further_steps))
    said = (
        _about_what_it_does(run, step, off or 0.0)
        for step, off in zip(steps, errors, strict=False)  # of a score from before, only the first
    )
    return (
        _about_held_rows(run, run.kept_step, score.step_holds)
        or next(filter(None, said), "")
        or _about_room_for_weights(run, run.kept_step)
    )


def _about_held_rows(run: TrainingRun, step: KeptStep, holds: float) -> str:
    """What is said of a step that holds rows itself, of which this share is held out."""
    if holds <= HELD_BY_A_STEP:
        return ""
    return (
        f"{_where(run, step)} is computed by the notebook's own parts ({', '.join(step.own)}), and "
        f"of the rows that these hold themselves {100 * holds:.0f} % are rows that it is measured "
        "with. So nobody can say what it learns from."
    )


def _about_room_for_weights(run: TrainingRun, step: KeptStep) -> str:
    """What is said of a step that holds so much beside its batch that it may be weights."""
    if step.bytes_a_weight < ROOM_FOR_WEIGHTS:
        return ""
    if step.bytes_a_weight > NOBODY_KNOWS:
        return (
            f"In the steps of the training in {in_cell(run.cell)} stands what nobody could look "
            "into. So nobody can say whether its weights come from the training."
        )
    return (
        f"In the steps of the training in {in_cell(run.cell)} stands what no step had left there: "
        f"code of the notebook's own, or its optimizer, holds {step.bytes_a_weight:.1f} bytes for "
        "each weight of the model. So nobody can say whether its weights come from the training."
    )


def _about_what_it_does(run: TrainingRun, step: KeptStep, off: float) -> str:
    """What is said of a step that was computed again, so far `off`, or taken twice."""
    where = _where(run, step)
    if step.by_gradients and off > GRADIENT_TOLERANCE:
        return (
            f"{where}: {100 * off:.0f} % of what the optimizer was given comes from no loss of the "
            "model's outputs for its batch. The recorded training doesn't explain the weights."
        )
    if not step.own and off > STEP_TOLERANCE:
        return (
            f"{where} was computed again from the weights, the batch and the optimizer's state "
            f"before it: the weights after it"
            " are not those that were recorded. The recorded training doesn't explain them."
        )
    if step.untried and OWN_LOSS in step.own and step.reaction is not None:
        return _about_unknown_gradients(run, step, step.untried)
    if step.untried and step.own and not step.own[0].startswith(LOOPS):
        return (
            f"{where} is computed by the notebook's own parts ({', '.join(step.own)}) and could "
            f"not be taken again with another batch: {step.untried}. So nobody saw that it learns "
            "from its examples."
        )
    if step.own and step.reaction is not None and step.reaction < HEEDS_NOTHING:
        return (
            f"{where} was taken again with another batch ({', '.join(step.own)}), and moved the "
            "weights in the same way: what it does depends on no example."
        )
    return ""


def _where(run: TrainingRun, step: KeptStep) -> str:
    """A loop of the student's own has no epochs that are known."""
    is_of_a_loop = step.by_gradients and OWN_LOSS not in step.own
    epoch = "" if is_of_a_loop else f" of epoch {step.epoch}"
    return f"Step {step.step}{epoch} of the training in {in_cell(run.cell)}"


def _about_unknown_gradients(run: TrainingRun, step: KeptStep, why: str) -> str:
    """What is said of a step whose loss is the student's own, where nobody can say what that made
    of the outputs.
    """
    return why and (
        f"{_where(run, step)} is computed by the notebook's own parts ({', '.join(step.own)}), and "
        f"nobody can say what it learns from: {why}. So nobody but the notebook saw what its "
        "weights come from."
    )


def _about_no_step(run: TrainingRun, why: str) -> str:
    """What is said of a step of Keras' own that nobody computed again."""
    return why and (
        f"No step of the training in {in_cell(run.cell)} could be computed again ({why}). So "
        "nobody but the notebook saw what its weights come from."
    )


def _about_a_saved_state(run: TrainingRun, score: Score) -> str:
    """What is said of a state that the training did not report, and that was saved in between: it
    may be any that a model was given before it was saved. One that is hardly better than what
    some epoch left may be the middle of another.
    """
    shown, ended = run.weights, next(iter(score.states), None)
    if shown is None or not shown.state or shown.epochs is not None or ended is None:
        return ""
    seen = max(ended.accuracy, *run.history.get("val_accuracy", ()), 0.0)
    if (score.accuracy or 0.0) - seen <= GAIN_FROM_AFAR:
        return ""
    return (
        f"The weights that the notebook went on with after the training in {in_cell(run.cell)} "
        f"were saved at a time when nobody saw what training had left. They reach "
        f"{100 * (score.accuracy or 0.0):.2f} %, those at its end {100 * ended.accuracy:.2f} %."
    )


def _about_weights_put_in(run: TrainingRun, score: Score) -> str:
    put_in, alone = run.put_in, score.trained_alone
    if put_in is None or not put_in.times or alone is None or score.accuracy is None:
        return ""
    allowed = min(LUCK + GAIN_OF_AVERAGES * (1 - alone), MOST_OF_AVERAGES)
    if put_in.distance > put_in.path:
        allowed = min(allowed, GAIN_FROM_AFAR)
    if score.accuracy - alone <= allowed:
        return ""
    after = put_in.before.epochs if put_in.before else None
    return (
        f"Outside of its steps, weights were put into the model of {in_cell(run.cell)} that no "
        "recorded training had left. With those that training had left "
        f"before{f' (after {after} epochs)' if after else ''} we measured {100 * alone:.2f} %, at "
        f"the end {100 * score.accuracy:.2f} %."
    )
