"""Nothing that a kernel sends is our fault: every recording gets a grade and a record."""

from __future__ import annotations

import dataclasses
import os
import typing
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from grader.evidence import add_saved_runs, gather
from grader.export import public_record
from grader.intake import read_submission
from grader.model.events import EpochFinished, Event, EventBase, FitFinished, FitStarted
from grader.model.events.asked import TrainingAsked
from grader.model.evidence import Evidence
from grader.model.graded.result import Result
from grader.model.policy import TrainingPolicy
from grader.model.recording import NOT_RUN, HostTraining, Recording
from grader.model.submission import Notebook
from grader.model.training import (
    FitSettings,
    PreparedRows,
    Start,
    TrainedModel,
    TrainingJob,
)
from grader.pipeline import LoadedAssignment, decide, load_everything, supervisor_for
from grader.pipeline.trainings import AskingNotebook
from grader.sandbox.messages.answering import packed
from grader.sandbox.messages.listener import ADAPTER
from grader.scoring import Scorer
from grader.scoring.process.process import WorkerFailed
from grader.scoring.rebuilding.architecture import ModelRefused
from grader.scoring.rows.canonical import Canonical
from grader.training.description.job import describe_job
from tests.pipeline.asked import JOB
from tests.untrusted.fuzz import a_short_notebook, recording_of
from tests.untrusted.fuzzed_arrays import write_arrays
from tests.untrusted.sound import EVENTS

SAMPLE = Path(__file__).parents[2] / "reference" / "digits" / "solution.ipynb"
TRAININGS = 15
"""In a recording of the long tests: what is done once for a notebook is then little of the work."""


pytestmark = pytest.mark.filterwarnings("ignore::RuntimeWarning")
"""NumPy's of overflows: numbers that overflow are no fault, and nobody reads the warning."""


class _NoWorker:
    """Stands where the scoring process would compute; all before and after it is real."""

    def __init__(self, scratch: Path) -> None:
        self.scratch = scratch

    def ask(self, request, *, timeout_s):
        raise WorkerFailed("nothing is computed here")

    def close(self) -> None:
        pass


ROWS = PreparedRows(((0, 1437),), {}, "labels", 0)
A_JOB = replace(JOB, dataset="0" * 64, training=ROWS, batch_size=32)


class _NoTrainings:
    """Stands where a process of ours would train."""

    def result(self, job: TrainingJob, **options: object) -> TrainedModel:
        del options
        history = dict.fromkeys(("loss", *job.metrics), (0.5, 0.6))
        history |= {f"val_{name}": values for name, values in history.items()}
        return TrainedModel(job.digest, history, 2, (np.ones((64, 10), np.float32),), None)


class Hostile:
    """Grades hostile recordings of one notebook."""

    def __init__(self, folder: Path, notebook: Notebook | None = None) -> None:
        """Take the bundled solution, or a shorter notebook; its own outputs are read once."""
        self.loaded: LoadedAssignment = load_everything("digits")
        honest = read_submission(SAMPLE)
        self.submission = replace(honest, notebook=notebook) if notebook else honest
        saved = gather(
            honest, NOT_RUN, assignment=self.loaded.assignment, dataset=self.loaded.dataset
        )
        self.saved: Evidence = saved
        self.folder = folder
        write_arrays(folder)
        self.canonical = Canonical(self.loaded.dataset)
        self.scorer = Scorer()
        self.scorer.close()
        self.scorer._worker = _NoWorker(folder)

    def grade(self, seed: int, *, trainings: int = 1) -> int:
        """From the recorder's pipe to the published record; how many events there were."""
        loaded = self.loaded
        recording = recording_of(seed, self.folder, self.submission.notebook, trainings=trainings)
        noted = self.supervise(recording, ("verify", "decisive", "full")[seed % 3])
        recording = replace(recording, trainings=noted)
        evidence = gather(
            self.submission, recording, assignment=loaded.assignment, dataset=loaded.dataset
        )
        evidence = add_saved_runs(evidence, self.saved)
        scores = tuple(
            self.scorer.score(
                run,
                folder=self.folder,
                dataset=loaded.dataset,
                dataset_path=loaded.assignment.dataset_path,
            )
            for run in evidence.runs
        )
        result = Result(
            loaded.assignment.name,
            self.submission,
            "n.ipynb",
            "full",
            decide(loaded, recording, evidence, scores),
            recording=recording,
            evidence=evidence,
            scores=scores,
        )
        assert '"status"' in public_record(result).model_dump_json()
        return len(recording.events)

    def supervise(self, recording: Recording, policy: TrainingPolicy) -> tuple[HostTraining, ...]:
        """Do with each event what is done while the notebook runs: write it down, say whether a
        training goes on, and answer who asks for one.
        """
        supervisor = AskingNotebook(
            supervisor_for(self.loaded, policy, self.saved),
            _NoTrainings(),  # type: ignore[arg-type]
            self.describe,
            self.folder,
            longest_s=1e9,
        )
        for event in recording.events:
            assert ADAPTER.dump_json(event)
            match event:
                case FitStarted():
                    supervisor.fit_started(event)
                case EpochFinished():
                    assert supervisor.epoch_finished(event) in ("continue", "stop")
                case FitFinished():
                    supervisor.fit_finished(event)
                case TrainingAsked():
                    answer = supervisor.training_asked(event)
                    assert isinstance(answer, str) or packed(answer)
                case _:
                    pass
        return tuple(supervisor.noted)

    def describe(
        self, started: FitStarted, settings: FitSettings, start: Start
    ) -> TrainingJob | str:
        """The job asked for; in the place of most that are refused one of ours, so that what
        follows is reached, too.
        """
        try:
            return describe_job(
                started,
                settings,
                start=start,
                folder=self.folder,
                canonical=self.canonical,
                dataset_sha256="0" * 64,
            )
        except ModelRefused as refusal:
            return str(refusal) if started.epochs % 3 == 0 else replace(A_JOB, start=start)


@pytest.fixture(scope="module")
def hostile(tmp_path_factory) -> Hostile:
    return Hostile(tmp_path_factory.mktemp("hostile"))


@pytest.fixture(scope="module")
def many(tmp_path_factory) -> Hostile:
    return Hostile(tmp_path_factory.mktemp("many"), a_short_notebook())


def graded(hostile: Hostile, seed: int, *, trainings: int = 1) -> int:
    try:
        return hostile.grade(seed, trainings=trainings)
    except Exception as error:
        raise AssertionError(f"recording {seed} raised {type(error).__name__}: {error}") from error


def test_every_field_that_a_kernel_may_send_is_fuzzed():
    """A field that is new in the vocabulary is exchanged, too."""
    of_all = {field.name for field in dataclasses.fields(EventBase)}
    missing = []
    for form in typing.get_args(typing.get_args(Event)[0]):
        fields = {field.name: field.default for field in dataclasses.fields(form)}
        sent = {name for event in EVENTS if event["event"] == fields["event"] for name in event}
        missing += [(fields["event"], name) for name in set(fields) - sent - of_all]

    assert missing == []


def test_a_fuzzed_recording_gets_a_grade(hostile: Hostile):
    """Anything exchanged in any event, in any order, with any arrays: findings, points and JSON
    come of it.
    """
    assert sum(graded(hostile, seed) for seed in range(60)) > 300


def test_fuzzed_trainings_get_a_grade(many: Hostile):
    """The same with many trainings in a notebook of few words whose outputs are torn and joined
    anew.
    """
    assert sum(graded(many, seed, trainings=TRAININGS) for seed in range(10_000, 10_025)) > 2_000


@pytest.mark.slow
@pytest.mark.timeout(7200)
def test_a_million_fuzzed_events_get_grades(many: Hostile):
    """The same until a million events are read; FUZZ_EVENTS asks for another number, FUZZ_SEED for
    other recordings.
    """
    wanted, seed = (
        int(os.environ.get("FUZZ_EVENTS", "1000000")),
        int(os.environ.get("FUZZ_SEED", "20000")),
    )
    read = 0
    while read < wanted:
        read += graded(many, seed, trainings=TRAININGS)
        seed += 1
