"""Says in words what must be known beside the numbers of a model."""

from __future__ import annotations

import math
from collections.abc import Mapping

from grader.model.evidence import TrainingRun
from grader.model.graded.score import Score
from grader.model.reference import RoleReference
from grader.report import numbers
from grader.report.confusion import cells_beyond_spread, class_name, confusions
from grader.report.text import one_line
from grader.report.views.models.curves import overfits_from, saved_log
from grader.report.views.models.mistakes import MistakesView

_WHY_STOPPED: Mapping[str, str] = {
    "met": "its accuracy was safely above the threshold, stayed there, and kept up with correct "
    "solutions",
    "followed": "it followed your saved log",
    "lost": "its loss was no longer a number, from which no training recovers",
    "frozen": "nothing in the model changed any more",
    "out_of_reach": "it had stopped improving, far below where points begin",
}


def run_notes(run: TrainingRun, score: Score | None, *, beginning: bool = False) -> tuple[str, ...]:
    """Return what must be known before the numbers of a run are read; `beginning`: only its
    beginning was trained.
    """
    notes = []
    if run.source == "claimed":
        notes.append(
            "This training was not run by us. Its numbers are what the notebook states: unverified."
        )
    elif score is None:
        notes.append(
            "The trained model could not be scored; its numbers are what the notebook's own "
            "training reported."
        )
    elif not score.verified:
        notes.append(
            f"The model could not be measured by us and waits for a person: "
            f"{_clause(score.reason)}."
        )
    if run.error:
        notes.append(f"The training ended with an error: {_clause(run.error)}.")
    if run.stopped_by_grader:
        notes.append(_why_stopped(run, beginning=beginning))
    if not run.weights_changed:
        notes.append("The weights did not change while the model was trained.")
    return tuple(notes)


def who_trained(trained: Mapping[str, TrainingRun]) -> str:
    """Say which of the models, by their titles, were trained by us; empty where none was."""
    ours = [title for title, run in trained.items() if run.training is not None]
    if not ours:
        return ""
    models = ", ".join(f"“{title}”" for title in ours)
    if len(ours) == len(trained):
        models = "this model" if len(ours) == 1 else "these models"
    return (
        f"We trained {models} ourselves, once for all who train in the same way: same start, same "
        "data, same order of batches. A seed of yours says which of your trainings begin alike, "
        "not with which numbers."
    )


def _why_stopped(run: TrainingRun, *, beginning: bool) -> str:
    epochs = f"{numbers.count(run.epochs_run)} of {numbers.count(run.epochs_requested)} epochs"
    if beginning:
        return (
            f"We trained the first {epochs} again to compare them with your saved log. What was "
            f"measured, the confusion "
            "matrix and the mistakes included, is the model at that point."
        )
    why = _WHY_STOPPED.get(run.stop_reason or "", "its findings could no longer change")
    return f"We stopped the training after {epochs}, because {why}."


def _clause(text: str) -> str:
    return one_line(text, 300).removesuffix(".")


def curves_legend(run: TrainingRun, reference: RoleReference | None) -> tuple[str, ...]:
    """Say what the lines and the tinted bands are, a sentence each."""
    if not any(run.history.values()):
        return ()
    notes = []
    if run.source == "claimed":
        notes.append("Drawn from the saved log.")
    elif saved_log(run, "loss") or saved_log(run, "accuracy"):
        notes.append("Strong lines: what we trained. Dotted lines: the log that you saved.")
    if reference:
        notes.append(
            "The tinted bands are where a correct solution runs, judged from "
            f"{numbers.plural(len(reference.seeds), 'training')} with different random seeds."
        )
    return tuple(notes)


def curves_note(run: TrainingRun) -> str:
    """Say why there are no curves, or where a training began to overfit or diverged."""
    if not any(run.history.values()):
        return (
            "There are no curves to draw: no log that is left shows every epoch."
            if run.source == "claimed"
            else ""
        )
    notes = []
    turned = overfits_from(run.history)
    if turned:
        notes.append(
            f"Overfitting begins after epoch {numbers.count(turned)}: from there on the validation "
            "loss rose while the training loss fell."
        )
    broken = _first_broken_epoch(run)
    if broken:
        notes.append(f"From epoch {broken} on, some values are not numbers: the training diverged.")
    return " ".join(notes)


def _first_broken_epoch(run: TrainingRun) -> int | None:
    broken = [
        epoch
        for values in run.history.values()
        for epoch, value in enumerate(values, start=1)
        if not math.isfinite(value)
    ]
    return min(broken, default=None)


def matrix_note(matrix: tuple[tuple[int, ...], ...], classes: tuple[str, ...]) -> str:
    """Name the most frequent mistakes."""
    worst = [
        f"{class_name(true, classes)} taken for {class_name(predicted, classes)} ({count} times)"
        for true, predicted, count in confusions(matrix, most=3)
    ]
    if not matrix:
        return ""
    return f"Most frequent: {numbers.listed(worst)}." if worst else "Not a single mistake."


def difference_note(matrix: tuple[tuple[int, ...], ...], reference: RoleReference | None) -> str:
    """Say how many cells lie beyond the spread."""
    if reference is None:
        return ""
    number = len(cells_beyond_spread(matrix, reference))
    if number == 0:
        return "No cell lies beyond their spread: it errs as they do."
    return (
        f"{numbers.plural(number, 'cell')} beyond the spread of {len(reference.seeds)} correct "
        f"solutions, "
        "with the number of images more or fewer than their mean."
    )


def mistakes_note(shown: tuple[MistakesView, ...], score: Score | None) -> str:
    """Say which mistakes are shown, of how many."""
    if score is None or score.accuracy is None:
        return ""
    total = len(score.mistakes)
    if total == 0:
        return "The model makes no mistake on the test images."
    pictured = [one for group in shown for one in group.mistakes]
    if not pictured:
        return f"The model gets {numbers.plural(total, 'test image')} wrong."
    return f"{len(pictured)} of {numbers.plural(total, 'mistake')}, the surest of each kind."


def mistakes_legend(shown: tuple[MistakesView, ...]) -> str:
    """Say what stands below each mistake; empty where none is shown."""
    pictured = [one for group in shown for one in group.mistakes]
    if not pictured:
        return ""
    others = (
        ", and how many correct solutions get the same image wrong"
        if any(one.others for one in pictured)
        else ""
    )
    return f"Below each: how sure the model was{others}."
