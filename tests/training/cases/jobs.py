"""A job, and trainers that train nothing."""

from __future__ import annotations

import threading
from dataclasses import replace

import numpy as np

from grader.model.training import TrainedModel, TrainingJob
from grader.scoring.rebuilding.architecture import ModelRefused
from tests.training.test_job import JOB as PLAIN
from tests.training.test_job import ROWS

DENSE = {
    "module": "keras.layers",
    "class_name": "Dense",
    "config": {"units": 10, "activation": "softmax"},
}
PREPARATION = {
    "geometry": {
        "target": [64],
        "transposed": False,
        "padding": [[0, 0], [0, 0]],
        "copies": 1,
        "copies_first": False,
    },
    "values": {"scale": 0.0625, "offset": 0.0, "sentence": ""},
    "row_norm": None,
}
JOB = replace(
    PLAIN,
    model={"input": [64], "layers": [DENSE]},
    loss={"name": "sparse_categorical_crossentropy", "options": {}},
    training=replace(ROWS, preparation=PREPARATION),
    validation=replace(ROWS, spans=((1437, 360),), preparation=PREPARATION),
    epochs=2,
)


class Counts:
    """Trains nothing: gives the number of the call, and notes what was asked."""

    def __init__(self) -> None:
        self.asked: list[TrainingJob] = []
        self.earlier: list[TrainedModel | None] = []
        self.closed = False
        self.waits = threading.Event()
        self.waits.set()

    def train(
        self,
        job: TrainingJob,
        *,
        earlier: TrainedModel | None = None,
        first_epochs: TrainedModel | None = None,
        all_states: bool = False,
        allowed_s: float = 0.0,
    ) -> TrainedModel:
        """The number of this call as the only weight."""
        del first_epochs, allowed_s
        self.waits.wait(60)
        self.asked.append(job)
        self.earlier.append(earlier)
        number = (np.array([len(self.asked)], np.float32),)
        states = dict.fromkeys(range(1, job.epochs + 1), number) if all_states else {}
        return TrainedModel(
            digest=job.digest,
            history={"loss": (0.5,) * job.epochs},
            epochs_run=job.epochs,
            weights=number,
            optimizer_variables=number,
            states=states,
            optimizer_states=states,
        )

    def close(self) -> None:
        """Noted."""
        self.closed = True


class Fails(Counts):
    """Trains nothing, and says why."""

    def __init__(self, failure: ModelRefused) -> None:
        super().__init__()
        self._failure = failure

    def train(self, job: TrainingJob, **_: object) -> TrainedModel:
        """Raise it."""
        raise self._failure


def weight(trained: TrainedModel) -> float:
    """In which call it was trained."""
    return float(trained.weights[0][0])
