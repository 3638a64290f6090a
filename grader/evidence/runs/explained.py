"""Gives each run what the recorder handed over to explain its weights: a step of it, weights that
were set meanwhile, and those that it began with.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from grader.model.events import BegunWith, StepKept, WeightsSet
from grader.model.evidence import KeptStep, TrainingRun, WeightsPutIn, WeightsRef
from grader.model.recording import Recording

MOST_PARTS, MOST_CHARACTERS = 5, 60
"""Of what a step's own parts are called."""
MOST_FURTHER_STEPS = 47
"""As many as the recorder keeps of a run at the most: 23 steps, and 24 batches of others."""


def with_explanations(runs: Sequence[TrainingRun], recording: Recording) -> tuple[TrainingRun, ...]:
    """Join them by the runs' numbers; of several the first counts."""
    steps: dict[int, KeptStep] = {}
    further: dict[int, list[KeptStep]] = {}
    put_in: dict[int, WeightsPutIn] = {}
    begun: dict[int, BegunWith] = {}
    for event in recording.events:
        if isinstance(event, StepKept) and event.further:
            if event.arrays:
                further.setdefault(event.run, []).append(_kept(event))
        elif isinstance(event, StepKept):
            steps.setdefault(event.run, _kept(event))
        elif isinstance(event, WeightsSet):
            put_in.setdefault(event.run, _put_in(event))
        elif isinstance(event, BegunWith) and event.arrays:
            begun.setdefault(event.run, event)
    return tuple(
        replace(
            run,
            kept_step=steps.get(run.number),
            further_steps=tuple(further.get(run.number, ()))[:MOST_FURTHER_STEPS],
            put_in=put_in.get(run.number),
            **_begun(begun.get(run.number)),
        )
        for run in runs
    )


def _begun(event: BegunWith | None) -> dict[str, Any]:
    """What a run says of its beginning."""
    if event is None or event.arrays is None:
        return {}
    return {
        "begun_with": WeightsRef(event.arrays),
        "begun_drawn": event.as_drawn,
        "begun_steps": event.steps,
    }


def _kept(event: StepKept) -> KeptStep:
    own = tuple(part[:MOST_CHARACTERS] for part in event.own[:MOST_PARTS])
    return KeptStep(
        event.epoch + 1,
        event.step + 1,
        event.arrays,
        own,
        event.reaction,
        event.learning_rate,
        event.by_gradients,
        event.untried[:MOST_CHARACTERS],
        event.bytes_a_weight,
    )


def _put_in(event: WeightsSet) -> WeightsPutIn:
    before = WeightsRef(event.arrays, epochs=event.epochs) if event.arrays else None
    return WeightsPutIn(event.times, event.distance, event.path, before, event.of_run)
