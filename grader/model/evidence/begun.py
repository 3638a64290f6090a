"""Says of a run what the kernel said when it began, for those who look at a beginning again."""

from grader.model.events import FitStarted
from grader.model.evidence.runs import TrainingRun


def as_begun(run: TrainingRun) -> FitStarted:
    """What is known of it from before its first step; epochs are counted from 0."""
    return FitStarted(
        run=run.number,
        model=run.model,
        compiled=run.compiled,
        epochs=run.epochs_requested,
        batch_size=run.batch_size,
        x=run.x,
        y=run.y,
        val_x=run.val_x,
        validation_split=run.validation_split,
        starts_from=run.continues,
        taken_from=run.taken_from,
        still_unknown=run.still_unknown,
        switches=run.switches,
        arrays=run.started_arrays,
    )
