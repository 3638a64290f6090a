"""Lists the stages, in the order of the results."""

from __future__ import annotations

from benchmarks.stage import Stage
from benchmarks.stages import (
    again,
    bounds,
    classroom,
    cluster,
    export,
    first_use,
    kernel,
    loops,
    memory,
    review,
    start,
    tiny,
)
from benchmarks.stages.alone import recorder, reports, sandbox, training

STAGES: tuple[Stage, ...] = (
    first_use.STAGE,
    kernel.STAGE,
    tiny.STAGE,
    training.STAGE,
    loops.STAGE,
    classroom.STAGE,
    classroom.STAGE_MANY,
    first_use.STAGE_ANEW,
    again.STAGE,
    memory.STAGE,
    memory.STAGE_LONG,
    start.STAGE,
    sandbox.STAGE,
    sandbox.STAGE_LONG,
    recorder.STAGE,
    reports.STAGE,
    review.STAGE,
    bounds.STAGE,
    export.STAGE,
    cluster.STAGE_OVERHEAD,
    cluster.STAGE,
    cluster.STAGE_SCHEDULING,
)


def chosen(*, full: bool, only: tuple[str, ...]) -> list[Stage]:
    """The stages that were asked for: those named, else the short ones, else (`full`) the long
    ones.

    Raises KeyError with the names that no stage has.
    """
    names = {stage.name for stage in STAGES}
    if unknown := [name for name in only if name not in names]:
        raise KeyError(", ".join(unknown))
    if only:
        return [stage for stage in STAGES if stage.name in only]
    return [stage for stage in STAGES if stage.long == full]
