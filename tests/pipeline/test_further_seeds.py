"""Further draws where nobody knows how much a model scatters."""

from dataclasses import replace

import numpy as np
import pytest

from grader.model.descriptions import ArraySummary, CompileInfo, ModelInfo
from grader.model.evidence import Claim, Evidence, TrainingRun
from grader.model.graded.score import Score
from grader.model.recording import NOT_RUN
from grader.model.reference import Reference
from grader.model.training import TrainedModel
from grader.pipeline.examination import OverBudget
from grader.pipeline.further_seeds import MOST_RUNS, FurtherSeeds
from grader.scoring.rebuilding.architecture import ModelRefused
from tests.pipeline.asked import JOB

MODEL = ModelInfo(1, "Sequential", (), 10, 10)


class Trained:
    """Hands out a value a draw."""

    def __init__(self, takes_s=0.0):
        self.jobs, self.takes_s = [], takes_s

    def result(self, job, *, allowed_s):
        self.jobs.append(job)
        whole = self.takes_s <= allowed_s
        job = job if whole else replace(job, epochs=job.epochs + 100)
        return TrainedModel(
            wall_s=self.takes_s,
            digest=job.digest,
            history={"val_accuracy": (0.1, 0.5 + job.start.draw / 100)},
            epochs_run=2,
            weights=(np.zeros(1, np.float32),),
            optimizer_variables=None,
        )


class Looks:
    """Describes two further draws of every run."""

    def further(self, run, folder):
        return tuple(replace(JOB.drawn(draw), epochs=run.number) for draw in (2, 3))


def stated(number, accuracy):
    """A run without a role, whose hand-in states an accuracy on the held-out data."""
    claim = Claim("evaluation", 1, {"val_accuracy": accuracy}, data="held_out")
    return TrainingRun(
        number=number,
        source="reproduced",
        cell=1,
        model=MODEL,
        compiled=CompileInfo("SGD"),
        epochs_requested=2,
        epochs_run=2,
        x=ArraySummary("x", (4, 2), "float32", 0.0, 1.0),
        claims=(claim,),
    )


@pytest.fixture
def further_seeds():
    return FurtherSeeds(Reference(1, "mnist", "0" * 64, "", {}), Trained())


def known(further_seeds, runs, tmp_path, looks=None):
    scores = tuple(Score(run.number, verified=True, reason="", accuracy=0.5) for run in runs)
    recording = replace(NOT_RUN, outcome="completed", folder=tmp_path)
    return further_seeds.added(scores, Evidence(runs=tuple(runs)), recording, looks or Looks())


def test_only_what_is_stated_higher_than_ours_is_trained_again(further_seeds, tmp_path):
    """By the trainings that everybody shares."""
    low, high = known(further_seeds, [stated(1, 0.5), stated(2, 0.9)], tmp_path)

    assert low.further_seeds == ()
    assert high.further_seeds == (0.52, 0.53)
    assert {job.epochs for job in further_seeds.trainings.jobs} == {2}


def test_a_notebook_has_so_many_models_trained_again(further_seeds, tmp_path):
    """However many it states."""
    scores = known(further_seeds, [stated(number, 0.9) for number in range(1, 20)], tmp_path)

    assert sum(bool(score.further_seeds) for score in scores) == MOST_RUNS


@pytest.mark.parametrize("why", [ModelRefused("no"), OverBudget("too long")])
def test_what_can_t_be_trained_is_not_known(further_seeds, tmp_path, why):
    """All draws, or none."""

    class Fails(Looks):
        def further(self, run, folder):
            raise why

    (score,) = known(further_seeds, [stated(1, 0.9)], tmp_path, Fails())

    assert score.further_seeds == ()


def test_a_notebook_has_so_much_trained_again(tmp_path):
    """By the clock, too: layers without weights are free by arithmetic. Of what is ended nothing is
    known.
    """
    further_seeds = FurtherSeeds(Reference(1, "mnist", "0" * 64, "", {}), Trained(takes_s=250))

    scores = known(further_seeds, [stated(number, 0.9) for number in range(1, 9)], tmp_path)

    assert [bool(score.further_seeds) for score in scores] == [True] + [False] * 7
    assert len(further_seeds.trainings.jobs) == 3


def test_what_is_refused_counts_as_trained(tmp_path):
    """Where it took long until that was known."""
    further_seeds = FurtherSeeds(Reference(1, "mnist", "0" * 64, "", {}), Trained())

    def refused(job, *, allowed_s):
        further_seeds.trainings.jobs.append(job)
        late = ModelRefused("it takes more memory than a training may")
        late.spent_s = 250.0
        raise late

    further_seeds.trainings.result = refused

    known(further_seeds, [stated(number, 0.9) for number in range(1, 9)], tmp_path)

    assert len(further_seeds.trainings.jobs) == 3
