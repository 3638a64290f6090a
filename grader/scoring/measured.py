"""Keeps what models of the grader's own training gave, so that a class measures each of them once.

What a model gives on the held-out data is a function of its weights and its architecture, both of
which stand in the key. Only what the grader has trained is kept: nothing that was computed from a
student's numbers reaches another student.
"""

from __future__ import annotations

import hashlib
import json
from collections import OrderedDict
from collections.abc import Callable, Mapping
from pathlib import Path

import numpy as np
from pydantic import JsonValue

from grader.model.evidence import TrainingRun, WeightsRef
from grader.recorder.shared.digests import array_digest
from grader.untrusted.npz import read_arrays, read_headers

MOST_KEPT = 24
"""Models; the outputs of one for 10,000 pictures take 400 kB."""
PLACES = frozenset({"weights", "images", "targets", "outputs"})
"""What of a request says only where something lies."""

Outputs = tuple[np.ndarray, list[float | None]]
"""Of a model for each preparation (preparations, n, width), and its losses."""


class MeasuredOutputs:
    """What was measured lately of models that the grader has trained, on one dataset."""

    def __init__(self) -> None:
        """Nothing is known yet."""
        self._kept: OrderedDict[str, Outputs] = OrderedDict()

    def of(self, request: Mapping[str, JsonValue], measure: Callable[[], Outputs]) -> Outputs:
        """What the model gives; measured where it isn't known.

        Raises `NpzRefused` for weights that can't be read, and what `measure` raises.
        """
        key = _key(request)
        found = self._kept.get(key) or measure()
        self._kept[key] = found
        self._kept.move_to_end(key)
        while len(self._kept) > MOST_KEPT:
            self._kept.popitem(last=False)
        return found


def is_ours(run: TrainingRun) -> bool:
    """Whether the weights that are measured are those of a training of the grader's own."""
    ours = run.training.arrays if run.training is not None else None
    return run.weights is not None and run.weights.arrays == ours


def when_measured(weights: WeightsRef) -> str:
    """At which time of its training the model is measured, where that isn't the end."""
    if not weights.state:
        return ""
    at = f"after epoch {weights.epochs}" if weights.epochs else "when it was saved in between"
    return f"the state that the notebook went on with, {at}; "


def _key(request: Mapping[str, JsonValue]) -> str:
    asked = {name: value for name, value in request.items() if name not in PLACES}
    digest = hashlib.sha256(json.dumps(asked, sort_keys=True).encode())
    path, limit = Path(str(request["weights"])), request["max_weight_bytes"]
    assert isinstance(limit, int)  # noqa: S101 - the scorer writes it
    for name, array in read_arrays(path, list(read_headers(path)), max_bytes=limit).items():
        digest.update(name.encode() + array_digest(array))
    return digest.hexdigest()
