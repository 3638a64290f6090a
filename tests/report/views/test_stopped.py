"""Reports tell of a training that the grader cut short."""

from dataclasses import replace

import pytest

from grader.model.evidence import Claim
from grader.model.recording import HostTraining
from grader.report.drawing.curves import last_epoch
from grader.report.views.fact import Fact
from grader.report.views.models.comparison import comparison_views, only_the_beginning
from grader.report.views.models.curves import learning_curves
from grader.report.views.models.layers import run_facts
from grader.report.views.models.notes import run_notes, who_trained
from tests.checks.cases import a_log, a_reference, a_run, a_score

REFERENCE = a_reference().roles["net"]
LOG: Claim = a_log((0.4, 0.6, 0.93))


@pytest.mark.parametrize(("accuracy", "beginning"), [(0.5, True), (0.93, False)])
def test_only_the_beginning_is_not_held_against_finished_solutions(accuracy, beginning):
    """A prefix gets no standing; a run that was stopped because it was good enough does."""
    run = a_run(stopped_by_grader=True, epochs_run=3, claims=(LOG,))
    score = a_score(accuracy)

    first = comparison_views(run, score, REFERENCE)[0]

    assert only_the_beginning(run, score, REFERENCE) == beginning
    assert first.standing == ("" if beginning else "within")
    words = (
        "to compare them with your saved log" if beginning else "findings could no longer change"
    )
    assert words in run_notes(run, score, beginning=beginning)[0]


def test_trainings_of_ours_are_told_once_for_all_models():
    """With what a seed says; by their names where the kernel trained others."""
    training = HostTraining(1, "abcdef012345" + "0" * 52, 1, "store", "arrays/t.npz", 3, {})
    ours, own = a_run(training=training), a_run()

    assert run_notes(ours, a_score(0.9)) == ()
    assert Fact("Training", "abcdef012345") in run_facts(ours)
    assert "seed" in who_trained({"A": ours})
    assert who_trained({"A": ours}).startswith("We trained this model ourselves, once for all")
    assert who_trained({"A": ours, "B": ours}).startswith("We trained these models ourselves,")
    assert who_trained({"A": ours, "B": own, "C": ours}).startswith("We trained “A”, “C” ourselves")
    assert who_trained({"B": own}) == ""


def test_a_run_to_its_end_is_never_a_beginning():
    """Whatever it reached."""
    assert not only_the_beginning(a_run(), a_score(0.1), REFERENCE)


def test_the_saved_log_is_drawn_to_its_end():
    """Of a run that was stopped the log that was saved goes on, to its last epoch."""
    reported = {"loss": tuple(0.9 / epoch for epoch in range(1, 501))}
    log = Claim("progress_log", 1, history=reported, epochs=tuple(range(1, 501)))
    run = replace(a_run(stopped_by_grader=True), history={"loss": (0.9, 0.8)}, claims=(log,))

    (curve,) = learning_curves("x", run, None)

    assert last_epoch(curve) == 500
    assert curve.series[0].saved[-1] == (500, 0.9 / 500)
