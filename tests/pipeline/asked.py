"""A host that trains nothing and hands out weights of its own."""

import numpy as np

from grader.model.descriptions import CompileInfo, ModelInfo
from grader.model.events import FitStarted
from grader.model.events.asked import TrainingAsked
from grader.model.training import (
    FitSettings,
    MetricAsked,
    PreparedRows,
    TrainedModel,
    TrainingJob,
)

MODEL = ModelInfo(1, "Sequential", (), 10, 10)
ACC = FitSettings(metrics=(MetricAsked("acc", "accuracy"),))
ROWS = PreparedRows(spans=((0, 4),), preparation={}, targets="labels", width=0)
JOB = TrainingJob(
    versions=("keras 3",),
    dataset="data",
    model={},
    optimizer={},
    loss={},
    metrics=("accuracy",),
    training=ROWS,
    validation=None,
    batch_size=1,
    epochs=2,
)


class Trained:
    """Trains nothing: hands out weights of its own, by job."""

    def __init__(self):
        self.jobs = []

    def result(self, job, *, allowed_s, all_states=False):
        self.jobs.append(job)
        self.all_states = all_states
        self.allowed_s = allowed_s
        return TrainedModel(
            digest=job.digest,
            history={"loss": (0.5, 0.25), "accuracy": (0.8, 0.9), "val_loss": (1.0, 1.0)},
            epochs_run=2,
            weights=(np.full(3, len(self.jobs), np.float32),),
            optimizer_variables=None,
            states={1: (np.ones(3, np.float32),)},
            reused="store",
        )


def started(run, *, epochs=2):
    return FitStarted(run=run, model=MODEL, compiled=CompileInfo("SGD"), epochs=epochs)


def asks(host, run, *, epochs=2, **fields):
    host.fit_started(started(run, epochs=epochs))
    return host.training_asked(TrainingAsked(run=run, settings=ACC, **fields))
