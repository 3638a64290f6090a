"""Says whether a training may be believed to go on as its first epochs and its saved log say,
without being trained.

What is believed was not seen, so it takes a training of which nothing can change on the way: a
plain `fit` over arrays from its first epoch on, with Keras' own parts and one learning rate, in a
notebook whose code doesn't reach into the machinery. The recorder tells the parts, and its word
counts only because such code could not make it lie.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from grader.checks.integrity.head_start import USUAL_RATE
from grader.checks.policy.agreement import (
    ROUNDING,
    TAIL_METRIC,
    compare_with_log,
    log_end,
    saved_log,
    tail_is_plausible,
)
from grader.checks.policy.decisive import History, value_at
from grader.model.descriptions import ArraySummary, CompileInfo
from grader.model.events import FitStarted
from grader.model.evidence import RoleMatch, TrainingRun
from grader.model.reference import RoleReference

MODELS = ("Sequential", "Functional")
LEAST_STEPS = 20
"""Updates in an epoch: with fewer, weights that came from elsewhere hardly move in the epochs that
are seen.
"""
SLOWEST = 0.1
"""The least part of Keras' own learning rate, for the same reason."""


def goes_on_as_it_began(
    started: FitStarted, match: RoleMatch, *, reaching: Sequence[str] | None
) -> bool:
    """Whether nothing could change how this training goes on, and it is of the kind that the
    reference knows.
    """
    code_is_plain = reaching is not None and not reaching
    parts_are_plain = (
        started.switches is not None and not started.switches and started.model.class_name in MODELS
    )
    call_is_plain = (
        started.way == "fit"
        and not started.initial_epoch
        and not started.steps_per_epoch
        and not started.validation_split
        and all(_is_array(data) for data in (started.x, started.y, started.val_x))
    )
    learns = (
        _steps(started) >= LEAST_STEPS
        and _keeps_its_rate(started.compiled)
        and not _is_partly_frozen(started)
    )
    return code_is_plain and parts_are_plain and call_is_plain and learns and not match.differences


def follows_saved_log(
    history: History, claimed: TrainingRun, role: RoleReference, *, asked_for: int
) -> bool:
    """Whether the first epochs, in `history`, are those of the saved log, and all of it lies where
    correct runs lie.
    """
    done = max(map(len, history.values()), default=0)
    log, accuracies = saved_log(claimed), history.get(TAIL_METRIC, ())
    if (
        log is None
        or done >= asked_for
        or len(accuracies) < done
        or log_end(log, asked_for) is None
    ):
        return False
    curve = role.curves.get(TAIL_METRIC)
    if (
        curve is None
        or not accuracies
        or not accuracies[-1] >= value_at(curve, curve.low, done) - ROUNDING
    ):
        return False
    return compare_with_log(history, log, role).holds and tail_is_plausible(log, role, after=done)


def _is_array(data: ArraySummary | None) -> bool:
    return data is not None and data.kind == "array"


def _steps(started: FitStarted) -> float:
    if started.x is None or not started.x.shape or not started.batch_size:
        return 0
    return (started.x.shape[0] or 0) / started.batch_size


def _keeps_its_rate(compiled: CompileInfo) -> bool:
    """Whether the learning rate is one number, not far below the usual, and nothing is averaged or
    put off.
    """
    config, usual = compiled.optimizer_config, USUAL_RATE.get(compiled.optimizer)
    rate = config.get("learning_rate")
    if (
        usual is None
        or isinstance(rate, bool)
        or not isinstance(rate, int | float)
        or not math.isfinite(rate)
    ):
        return False
    return (
        rate >= SLOWEST * usual
        and not config.get("use_ema")
        and not config.get("gradient_accumulation_steps")
    )


def _is_partly_frozen(started: FitStarted) -> bool:
    return any(layer.config.get("trainable") is False for layer in started.model.layers)
