"""Sends a thousand short runs of one model without sending its weights a thousand times.

The first runs of a model in a cell are sent whole, and every tenth. Of the others the weights are
held back: when the next run of the model begins they are of no more interest, and at the end of the
cell the last are sent.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ..start.channel import Channel

WHOLE = 5
EVERY = 10
FURTHER_BYTES = 160 * 1024**2
"""Of a notebook's further steps. Each run may take a tenth of what is left, so that later ones have
some, too.
"""
SHARE = 10

Message = tuple[dict[str, Any], dict[str, Any]]
"""Arrays, and the fields of the event."""


class Exports:
    """Sends `fit_finished`, at once or when it is known whether the weights matter."""

    def __init__(self, channel: Channel) -> None:
        """Nothing is held back yet."""
        self._channel = channel
        self._runs: dict[int, int] = {}
        self._held: dict[int, Message] = {}
        self._steps: dict[int, Message] = {}
        """By model, the step of its last run that is always kept."""
        self._further: dict[int, Sequence[Message]] = {}
        """By model, other steps of that."""
        self._left_bytes = FURTHER_BYTES
        self._begun: dict[int, Message] = {}
        self._whole: set[int] = set()
        """Models whose run that is about to end is sent whole whatever its number."""

    def whole(self, model_id: int) -> None:
        """Weights were put into the model in the run that is about to end: what it ended with is of
        interest, whatever follows.
        """
        self._whole.add(model_id)

    def step_kept(
        self,
        model_id: int,
        arrays: dict[str, Any],
        *,
        further: Sequence[Message] = (),
        **fields: Any,
    ) -> None:
        """A step of the run of the model that is about to end was kept, and `further` ones; they
        are sent where the weights are.
        """
        self._steps[model_id] = arrays, fields
        self._further[model_id] = further

    def begun_with(self, model_id: int, arrays: dict[str, Any], **fields: Any) -> None:
        """The run of the model that is about to end began with these weights, which are sent where
        those at its end are.
        """
        self._begun[model_id] = arrays, fields

    def finished(self, model_id: int, weights: dict[str, Any], **fields: Any) -> None:
        """A run of the model has ended, with these weights and fields of the event."""
        times = self._runs[model_id] = self._runs.get(model_id, 0) + 1
        if times <= WHOLE or times % EVERY == 0 or model_id in self._whole:
            self._whole.discard(model_id)
            self._send_explanations(model_id)
            self._channel.send("fit_finished", arrays=weights, **fields)
        else:
            self._held[model_id] = weights, fields

    def began(self, model_id: int) -> None:
        """Another run of the model begins. What is known of a step of the student's own parts is
        said all the same, without its arrays.
        """
        if model_id in self._steps and (fields := self._steps[model_id][1]).get("own"):
            self._channel.send("step_kept", **fields)
        self._steps.pop(model_id, None)
        self._further.pop(model_id, None)
        self._begun.pop(model_id, None)
        if model_id in self._held:
            _, fields = self._held.pop(model_id)
            self._channel.send("fit_finished", **fields)

    def cell_ended(self) -> None:
        """Send what was held back, and count anew."""
        self._runs.clear()
        for model_id, (weights, fields) in self._held.items():
            self._send_explanations(model_id)
            self._channel.send("fit_finished", arrays=weights, **fields)
        self._held.clear()

    def _send_explanations(self, model_id: int) -> None:
        if model_id in self._steps:
            arrays, fields = self._steps.pop(model_id)
            self._channel.send("step_kept", arrays=arrays, **fields)
            self._send_further(self._further.pop(model_id, ()))
        if model_id in self._begun:
            arrays, fields = self._begun.pop(model_id)
            self._channel.send("begun_with", arrays=arrays, **fields)

    def _send_further(self, steps: Sequence[Message]) -> None:
        """Send as many of a run's further steps as there is room for."""
        allowed = self._left_bytes // SHARE
        for arrays, fields in steps:
            size = sum(array.nbytes for array in arrays.values())
            if size > allowed:
                break
            allowed -= size
            self._left_bytes -= size
            self._channel.send("step_kept", arrays=arrays, **fields)
