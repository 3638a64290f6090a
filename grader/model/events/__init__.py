"""Names the events that the recorder sends while a notebook runs."""

from grader.model.events.asked import TrainingAsked
from grader.model.events.base import EventBase
from grader.model.events.sent import (
    BegunWith,
    EpochFinished,
    Evaluated,
    Event,
    FigureShown,
    FitFinished,
    FitStarted,
    KernelReady,
    Notice,
    Predicted,
    RecorderFault,
    RowsSeen,
    StateSaved,
    StateUsed,
    StepKept,
    TrainingWay,
    WeightsSet,
)

__all__ = [
    "BegunWith",
    "EpochFinished",
    "Evaluated",
    "Event",
    "EventBase",
    "FigureShown",
    "FitFinished",
    "FitStarted",
    "KernelReady",
    "Notice",
    "Predicted",
    "RecorderFault",
    "RowsSeen",
    "StateSaved",
    "StateUsed",
    "StepKept",
    "TrainingAsked",
    "TrainingWay",
    "WeightsSet",
]
