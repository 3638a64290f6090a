"""Names how the host has a say in how long a model is trained, and by whom."""

from __future__ import annotations

from typing import Literal, Protocol

from grader.model.events import EpochFinished, FitFinished, FitStarted
from grader.model.events.asked import TrainingAsked
from grader.model.training import TrainedModel

EpochAnswer = Literal["continue", "stop"]


class Supervisor(Protocol):
    """Hears of every run while it trains; the one place where training is cut short."""

    def fit_started(self, event: FitStarted) -> None:
        """A run begins."""

    def training_asked(self, event: TrainingAsked) -> TrainedModel | str:
        """The kernel waits: what the training comes to, or why it has to do it itself."""

    def epoch_finished(self, event: EpochFinished) -> EpochAnswer:
        """An epoch is done: say whether the run goes on."""

    def fit_finished(self, event: FitFinished) -> None:
        """The run is over."""
