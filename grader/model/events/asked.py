"""The event by which a kernel asks the host to do a training in its place."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from grader.model.events.base import EventBase
from grader.model.training import FitSettings


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainingAsked(EventBase):
    """A call of `fit` that has begun could be done by the host; the kernel waits for its word.

    The host answers with what the training came to, or declines: then it goes on in the kernel.
    """

    event: Literal["training_asked"] = "training_asked"
    run: int
    """The `fit_started` that it is about."""
    start: Literal["fresh", "after"] = "fresh"
    """`fresh`: initial weights that nobody has touched; `after`: what another run ended with."""
    after: int | None = None
    """That run."""
    start_digest: str = ""
    """Of the initial weights and of what the next random numbers are: tells a notebook's own draws
    apart.
    """
    optimizer: Literal["new", "continues"] = "new"
    """Whether it goes on with the variables that the run `after` has left in the optimizer."""
    settings: FitSettings = field(default_factory=FitSettings)
    figures_only: bool = False
    """Whether only the values of its epochs are wanted, to see after which of them a callback of
    the student's own ends it; the training itself is asked for next.
    """
    stops_after: int | None = None
    """After so many epochs such a callback ends it; what that many come to is wanted."""
