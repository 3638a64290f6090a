"""Keeps what the recorder remembers between two calls of the student's."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from ..models.weights import weights_in
from ..start.channel import Channel
from .exports import Exports
from .registry import Registry
from .states import States

Faults = Callable[[], None]
"""Called in the handler of an exception of the recorder's own."""


def nobody_hears(model: Any) -> None:
    """Do nothing with a model that is about to be trained."""
    del model


def nobody_follows(model: Any, given: dict[str, Any], train: Callable[[], Any]) -> Any:
    """Train the model with what `fit` was given, and look at nothing."""
    del model, given
    return train()


def nothing_ends() -> None:
    """Do nothing where a `fit` is over."""


@dataclass
class Watch:
    """What the recorder knows of the kernel's models."""

    channel: Channel
    on_fault: Faults
    count: Callable[[], int | None]
    """IPython's count of the running cell."""
    stock: bool
    """Leave training as Keras does it."""
    runs: int = 0
    busy: bool = False
    models: Registry = field(default_factory=Registry)
    latest_run: dict[int, int] = field(default_factory=dict)
    sent: dict[tuple[Any, ...], tuple[int, dict[str, Any]]] = field(default_factory=dict)
    """Which frame holds the arrays of a set of data, and their summaries."""
    pipelines_s: float = 0.0
    """How long pipelines have been gone through for their rows."""
    looked_into: dict[int, Any] = field(default_factory=dict)
    """By the identity of a `Sequence` that a `fit` is taking batches from, the `Pieces` that look
    at them.
    """
    exports: Exports = field(init=False)
    trained_in_cell: dict[int, Any] = field(default_factory=dict)
    """The models with a run in the running cell, by number."""
    states: States = field(default_factory=States)
    """What trainings have gone through."""
    states_left: dict[str, int] = field(default_factory=dict)
    """States that the steps of trainings have left, by digest, with the run's number."""
    trained_by_host: dict[int, Any] = field(default_factory=dict)
    """By run, what trainings by the host left behind (`asking.left_behind.Ended`)."""
    fit_follows: Callable[[Any], None] = nobody_hears
    """Hears of a model that a `fit` is about to train."""
    fit_within: Callable[[Any, dict[str, Any], Callable[[], Any]], Any] = nobody_follows
    """Calls a `fit` that is called while something else goes on, such as by a callback."""
    fit_ends: Callable[[], None] = nothing_ends
    """Hears that a `fit` is over, within which others may have been called."""
    under_way: list[Any] = field(default_factory=list)
    """The `Run`s of the calls of `fit` that are under way, the outermost one first."""
    states_sent: set[tuple[int, str]] = field(default_factory=set)
    """States whose weights were sent, by run and digest."""

    def __post_init__(self) -> None:
        """Send through the same channel."""
        self.exports = Exports(self.channel)

    def number(self, model: Any) -> int:
        """The model's number, from 1."""
        return self.models.number(model)

    def trained_by(self, model: Any) -> tuple[int | None, str]:
        """The run that made the model what it is, and the digest of its state where that isn't the
        one the run ended with.

        The weights of such a state are sent the first time that it is used.
        """
        found = self.states.of(model)
        if found is None:
            return self.latest_run.get(self.number(model)), ""
        state, arrays = found
        if state.last:
            return state.run, ""
        if (state.run, state.digest) not in self.states_sent:
            self.states_sent.add((state.run, state.digest))
            weights = {f"w{place:04d}": array for place, array in enumerate(arrays)}
            self.channel.send(
                "state_used",
                arrays=weights,
                execution_count=self.count(),
                run=state.run,
                state=state.digest,
            )
        return state.run, state.digest

    def saved(self, model: Any) -> None:
        """The model is about to be saved: a state of its training that may come back."""
        run = self.latest_run.get(self.number(model)) if self.models.knows(model) else None
        if run is not None:
            digest = self.states.note(run, weights_in(model))
            self.channel.send("state_saved", execution_count=self.count(), run=run, state=digest)

    @contextlib.contextmanager
    def outermost(self) -> Iterator[bool]:
        """Tell whether this call is the student's own and not one that Keras makes inside
        another.
        """
        outer, self.busy = not self.busy, True
        try:
            yield outer
        finally:
            if outer:
                self.busy = False

    @contextlib.contextmanager
    def shielded(self) -> Iterator[None]:
        """Keep the recorder's own faults away from the student."""
        try:
            yield
        except Exception:
            self.on_fault()
