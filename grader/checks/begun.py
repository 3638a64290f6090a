"""Asks what a training, with all those that it goes on from, began with.

Weights that are right already were trained before. Of others nobody can see whether they are: then
the same training is done from random weights, and what it makes of those is held against what it
has made of the others.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from grader.checks.check import in_cell
from grader.checks.integrity.head_start import (
    GIVEN,
    LEARNT,
    began_trained,
    may_have_given,
    stands_on_nothing,
)
from grader.model.evidence import Evidence, TrainingRun
from grader.model.graded.score import Score

MOST_ANCESTORS = 40
MOST_TRAINED_AFRESH = 12
"""Trainings of one line."""
MOST_PUT_IN = 1
"""How often weights may be put in along a line without its being done again: of the last time it is
measured what that gained, and of those before nothing.
"""
MOST_STILL = 1 / 8
"""Of the numbers of a model, or of the one that is asked for where that is smaller: in as many bits
a finished network is hardly worse (`ROOM_FOR_WEIGHTS`).
"""


def about_the_beginning(
    run: TrainingRun,
    score: Score,
    evidence: Evidence,
    measured: Mapping[int, Score],
    *,
    asked: int = 0,
) -> str:
    """Say of a training, with all those that it goes on from, that it was good before, or that it
    is better than it makes others; empty where it isn't. A model with so many parameters is
    `asked` for; 0 where nobody says so.
    """
    line = [run, *ancestors(run, evidence.runs)]
    for each in line:
        early = measured.get(each.number)
        if early and began_trained(each, early, evidence=evidence, measured=measured):
            return (
                f"The training in {in_cell(each.cell)} began with weights that no recorded "
                f"training had left, and that reach {100 * (early.begun_with or 0):.2f} %: they "
                "were trained before, and nobody saw how."
            )
    still = next((each for each in line if _holds_still(each, asked)), None)
    if still is not None:
        return (
            f"In the training in {in_cell(still.cell)}, layers that may not learn hold weights "
            "that Keras had not drawn and no recorded training had left: nobody saw where they "
            "come from."
        )
    if score.afresh and (score.accuracy or 0.0) > max(score.afresh) + GIVEN:
        return _what_it_makes_of_others(line, score)
    if not stands_on_nothing(line, score, evidence=evidence, measured=measured):
        return ""
    return (
        f"The training in {in_cell(run.cell)} hardly moved the weights, and the model has "
        f"{100 * (score.accuracy or 0):.2f} %: it was trained before, and nobody saw how."
    )


def _what_it_makes_of_others(line: Sequence[TrainingRun], score: Score) -> str:
    """What is said of a line that came to more than it does from random weights."""
    first, reached = next(filter(_began_with_given, line), None), 100 * (score.accuracy or 0.0)
    came_from = (
        f"The training in {in_cell(first.cell)} began with weights that were put in, and leads to "
        f"{reached:.2f} %."
        if first is not None
        else f"The training in {in_cell(line[0].cell)} had weights put into its model "
        f"{_times_put_in(line):,} times, outside of its steps, and leads to {reached:.2f} %."
    )
    return (
        f"{came_from} Begun with random weights and done twice as long, it came to "
        f"{100 * max(score.afresh):.2f} % at most here."
    )


def line_to_train_afresh(
    score: Score, evidence: Evidence, measured: Mapping[int, Score]
) -> tuple[tuple[TrainingRun, ...], float]:
    """The trainings to be done from random weights, the first one first, and which accuracy
    explains the model's; none where it began with random weights and no others were put in again
    and again, or has learnt nothing, or was seen to be good from the start.

    Where another of the notebook's models may have given it its weights, what that one learnt by
    comes first.
    """
    run = next((one for one in evidence.runs if one.number == score.run), None)
    accuracy = score.accuracy or 0.0
    if run is None or run.source != "reproduced" or run.role is None or accuracy < LEARNT:
        return (), 0.0
    line = [run, *_as_a_whole(run, evidence.runs)]
    if run.training is not None or not _has_others(line):
        return (), 0.0
    if any(map(_holds_still, line)):
        return (), 0.0
    if any(
        began_trained(each, measured[each.number], evidence=evidence, measured=measured)
        for each in line
        if each.number in measured
    ):
        return (), 0.0
    givers = [other for other in evidence.runs if may_have_given(other, line[-1])]
    if givers:
        longest = max(givers, key=lambda other: other.epochs_run)
        line += [longest, *_as_a_whole(longest, evidence.runs)]
    return tuple(reversed(line[:MOST_TRAINED_AFRESH])), accuracy - GIVEN


def _began_with_given(run: TrainingRun) -> bool:
    """Whether it began with weights that are neither random nor what a training had left."""
    return run.begun_with is not None and not run.begun_drawn


def _has_others(line: Sequence[TrainingRun]) -> bool:
    """Whether something else than its steps may have made its weights."""
    return any(map(_began_with_given, line)) or _times_put_in(line) > MOST_PUT_IN


def _times_put_in(line: Sequence[TrainingRun]) -> int:
    """How often weights that no training had left were put in, in all. A training within another
    sees the other's steps so.
    """
    return sum(
        each.put_in.times
        for each in line
        if each.put_in is not None and each.number <= line[0].number
    )


def _holds_still(run: TrainingRun, asked: int = 0) -> bool:
    """Whether it may not learn weights that nobody saw drawn or learnt, enough for a network: for
    its own, or for the smaller one that is `asked` for.
    """
    own = run.model.parameters
    enough = MOST_STILL * (min(1.0, asked / own) if asked and own else 1.0)
    return run.still_unknown >= enough


def ancestors(
    run: TrainingRun, runs: Sequence[TrainingRun], *, most: int = MOST_ANCESTORS
) -> Iterator[TrainingRun]:
    """The runs whose weights it began with or was given, one behind the other, and those that
    single layers come from; the nearest ones.
    """
    numbered = {other.number: other for other in runs}
    passed, waiting = {run.number}, [run]
    while waiting and len(passed) <= most:
        current = waiting.pop(0)
        for number in (_given_by(current), *current.taken_from):
            before = numbered.get(number)
            if before is not None and before.number not in passed:
                yield before
                passed.add(before.number)
                waiting.append(before)


def _given_by(run: TrainingRun) -> int:
    """The run that it got its weights from as a whole; 0 where it has none."""
    return (run.put_in.of_run if run.put_in else None) or run.continues or 0


def _as_a_whole(run: TrainingRun, runs: Sequence[TrainingRun]) -> Iterator[TrainingRun]:
    """The runs whose weights it began with or was given as a whole, one behind the other."""
    numbered, current, passed = {other.number: other for other in runs}, run, {run.number}
    for _ in range(MOST_ANCESTORS):
        before = numbered.get(_given_by(current))
        if before is None or before.number in passed:
            return
        yield before
        passed.add(before.number)
        current = before
