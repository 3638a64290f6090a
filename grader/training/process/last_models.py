"""Keeps the models that were trained last, for trainings that go on from them: a loop of many
short `fit`s would have its steps traced anew for each.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from grader.model.training import After, TrainingJob

MOST = 8
MOST_PARAMETERS = 1_000_000
"""Of each; training a larger one takes longer than tracing its steps."""


class LastModels:
    """Compiled models, each as a training has left it."""

    def __init__(self) -> None:
        """None is kept yet."""
        self._kept: dict[str, tuple[object, Any]] = {}

    def keep(self, digest: str, job: TrainingJob, model: Any) -> None:
        """Keep the model that a training with this digest has left; the one that was kept longest
        makes room.
        """
        if model.count_params() > MOST_PARAMETERS:
            return
        self._kept.pop(digest, None)
        self._kept[digest] = _compiled_with(job), model
        while len(self._kept) > MOST:
            del self._kept[next(iter(self._kept))]

    def take(self, job: TrainingJob) -> Any:
        """The model that the job goes on with; None where it isn't kept or would be compiled
        otherwise. Whoever takes it gives it its weights: it may be taken once.
        """
        if not isinstance(job.start, After) or job.start.optimizer == "new":
            return None
        compiled_with, model = self._kept.get(job.start.digest, (None, None))
        if compiled_with != _compiled_with(job):
            return None
        del self._kept[job.start.digest]
        return model


def _compiled_with(job: TrainingJob) -> object:
    """All that decides what a step computes, but for a learning rate that is a variable."""
    options = job.optimizer["options"]
    if isinstance(options, Mapping) and isinstance(options["learning_rate"], int | float):
        options = {**options, "learning_rate": 0.0}
    return job.model, {**job.optimizer, "options": options}, job.loss, tuple(job.metrics)
