"""Holds all that a notebook shows."""

from __future__ import annotations

from dataclasses import dataclass, field

from grader.model.events import FigureShown
from grader.model.evidence.runs import Claim, TrainingRun
from grader.model.evidence.shown import (
    Answer,
    CurveShown,
    DigitShown,
    Foreign,
    MatrixShown,
    Showing,
)


@dataclass(frozen=True, slots=True)
class Evidence:
    """All that the checks may look at, beside the scores."""

    runs: tuple[TrainingRun, ...] = ()
    curves: tuple[CurveShown, ...] = ()
    matrices: tuple[MatrixShown, ...] = ()
    digits: tuple[DigitShown, ...] = ()
    answers: tuple[Answer, ...] = ()
    claims: tuple[Claim, ...] = ()
    """Every claim of the hand-in, those of `runs` included."""
    figures: tuple[FigureShown, ...] = ()
    summaries_shown: tuple[int, ...] = ()
    """Cells that printed a model summary."""
    summarised_parameters: tuple[int, ...] = ()
    """How many parameters the models have whose summaries those are; 0 where one doesn't say."""
    evaluated_cells: dict[int, tuple[int, ...]] = field(default_factory=dict)
    """By run number, the cells that evaluated its model on held-out data."""
    notices: tuple[str, ...] = ()
    """What the report tells about the execution: data served, downloads refused, old names
    translated.
    """
    faults: tuple[str, ...] = ()
    """Where the recorder itself failed, a sentence each: what happened there was seen in part."""
    out_of_sight: dict[Showing, str] = field(default_factory=dict)
    """What was not seen although its code is there, with a sentence that says why: a package is not
    installed here, or it is done in a process of its own.
    """
    undrawn: tuple[str, ...] = ()
    """Packages that draw, are not installed here and were gone without, a sentence each."""
    unshown: dict[Showing, tuple[int, ...]] = field(default_factory=dict)
    """Of a notebook that was not run, the cells whose code shows this and that were saved without
    outputs.
    """
    in_texts: dict[Showing, tuple[int, ...]] = field(default_factory=dict)
    """The text cells that are code which shows this: nothing of them is run."""
    foreign: tuple[Foreign, ...] = ()
    """Frameworks and data of others, which notices report instead where the notebook was run; and
    the tasks of another assignment.
    """
    changes: tuple[str, ...] = ()
    """What the code does to examples before a model sees them: `augmentation by Keras`, `noise`."""

    lost: str = ""
    """Where the file is damaged, a sentence that says so: what is not among its whole cells may
    have stood in the others.
    """
    reaching: tuple[str, ...] | None = None
    """What in the code could change how a training goes on, a phrase each; None where nobody
    looked.
    """
    rest_trains: bool = False
    """Whether a cell that a limit ended, or kept from running, trains or may train, by its code."""

    def run_for(self, role: str) -> TrainingRun | None:
        """The run that answers `role`, if any."""
        return next((run for run in self.runs if run.role == role), None)
