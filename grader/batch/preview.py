"""Says what a batch would do, and does nothing of it."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from grader.batch.run import BatchOptions, HandedIn
from grader.batch.selection import chosen
from grader.batch.similarity import STARTER
from grader.intake import collect
from grader.model.hand_in import HandIn, Intake
from grader.pipeline import LoadedAssignment
from grader.store import BatchFolder

What = Literal["to grade", "to look at again", "to leave alone", "nothing to grade"]
"""`to look at again`: there is a result, which is kept where nothing changed; `to leave alone`:
others were asked for.
"""


@dataclass(frozen=True, slots=True)
class BatchPreview:
    """What a batch would find, and what it would do with each hand-in."""

    intake: Intake
    steps: Sequence[tuple[HandIn, What]]


def foresee(loaded: LoadedAssignment, handed_in: HandedIn, options: BatchOptions) -> BatchPreview:
    """Read what was handed in as a batch would, in a folder that is removed afterwards."""
    store = BatchFolder(options.out)
    with tempfile.TemporaryDirectory(prefix="grader-") as work:
        intake = collect(
            handed_in.submissions,
            work=Path(work) / "intake",
            layout=handed_in.layout,
            roster=handed_in.roster,
            starter=loaded.assignment.folder / STARTER,
        )
    graded = {one.key: store.for_hand_in(one.key).finished() is not None for one in intake.hand_ins}
    now = chosen(intake.hand_ins, options.selection, has_result=lambda one: graded[one.key])
    asked = {one.key for one in now}
    steps = [(one, _what(one, asked=asked, graded=graded[one.key])) for one in intake.hand_ins]
    return BatchPreview(intake, steps)


def _what(one: HandIn, *, asked: set[str], graded: bool) -> What:
    if one.key not in asked:
        return "to leave alone"
    if graded:
        return "to look at again"
    return "to grade" if one.notebook is not None else "nothing to grade"
