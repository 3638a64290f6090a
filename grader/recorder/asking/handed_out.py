"""Follows a training that the host has done while the notebook's callbacks see it pass.

Where callbacks of the student's own look at the model, they find it after every epoch as it was
then, and whatever they compute is computed: only the training's own steps and validations are known
already. If one has changed the model, the kernel trains on from there.
"""

from __future__ import annotations

from typing import Any

from ..events.runs import Run
from ..events.weights_put_in import WeightsFollower
from ..shared.replay import Replay, replaying
from .ask import Asking
from .measured import set_results


class HandedOut:
    """One `fit` whose result is known."""

    def __init__(self, asking: Asking, replay: Replay, *, epochs: int) -> None:
        """Take what came of asking; `epochs` is how many `fit` counts to."""
        self._asking, self._replay, self._last = asking, replay, epochs
        self._passed: list[tuple[int, dict[str, float]]] = []
        self._begun: dict[str, float] | None = None
        """What the epoch came to whose callbacks have their turn."""
        if not asking.is_looked_at:
            replaying.set(replay)

    def epoch_begins(self) -> None:
        """All callbacks have had their turn; the steps need not be taken."""
        replaying.set(self._replay)

    def callbacks_follow(self, model: Any, logs: dict[str, Any]) -> None:
        """Steps and validation are over; what callbacks compute is computed."""
        self._begun = dict(logs)
        if self._asking.is_looked_at:
            replaying.set(None)
            set_results(model, self._replay.latest)

    def epoch_ended(self, epoch: int, measured: dict[str, float], model: Any) -> bool:
        """Whether the model is still the training's, behind all callbacks."""
        self._passed.append((epoch, measured))
        self._begun = None
        done = len(self._passed)
        if not self._asking.is_as_handed_out(done):
            return False
        if self._replay.is_over and epoch + 1 < self._last:
            model.stop_training = True
        elif model.stop_training and not self._replay.is_over:
            self._asking.ended_after(done)
        return True

    def training_ended(self, model: Any) -> bool:
        """Leave the model as the training has left it; whether callbacks have left it so."""
        if not self._asking.is_as_handed_out(len(self._passed)):
            return False
        if not self._asking.is_looked_at:  # else callbacks may have measured something since
            set_results(model, self._replay.latest)
        self._replay.end()
        return True

    def broke_off(self, run: Run) -> None:
        """`fit` is over. Where a callback has raised, the epoch that it had its turn in counts: the
        model holds what its steps have left.
        """
        if self._begun is not None:
            run.note(self._begun)

    def give_back(self, run: Run, outside: WeightsFollower) -> None:
        """Let the kernel train on from what callbacks have made of the model, and tell what was not
        told of the epochs so far.
        """
        replaying.set(None)
        for done, (epoch, measured) in enumerate(self._passed, start=1):
            run.tell(epoch, measured, self._asking.state(done))
        outside.kernel_trains(self._asking.state(len(self._passed)))
