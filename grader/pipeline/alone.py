"""Grades one notebook by itself, with the files beside it that its code names."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path

from grader.errors import IntakeError
from grader.intake import beside_one
from grader.model.graded.result import Result
from grader.model.policy import Policy
from grader.pipeline.loaded import LoadedAssignment
from grader.pipeline.notebook_grader import NotebookGrader
from grader.pipeline.run import OnCell


@dataclass(frozen=True, slots=True)
class GradedAlone:
    """What came of one notebook."""

    result: Result
    unreadable: IntakeError | None = None
    """Why the notebook could not be read."""
    trouble: str = ""
    """Why trainings are not kept, where they are meant to be."""


def grade_alone(
    loaded: LoadedAssignment,
    policy: Policy,
    notebook: Path,
    *,
    on_cell: OnCell | None = None,
    say: Callable[[str], None] = lambda _: None,
) -> GradedAlone:
    """Grade one notebook; `say` hears which files lie beside it while it runs."""
    beside, note = beside_one(notebook)
    if note and policy.training != "saved":
        say(note)
    with (
        tempfile.TemporaryDirectory(prefix="grader-") as folder,
        NotebookGrader(loaded, policy) as notebooks,
        nullcontext() if policy.unsafe else notebooks.warm_kernels() as warm,
    ):
        try:
            result = notebooks.grade(
                notebook, folder=Path(folder), on_cell=on_cell, warm=warm, beside=beside
            )
        except IntakeError as error:
            return GradedAlone(notebooks.unreadable(str(notebook), error), error)
        return GradedAlone(result, trouble=notebooks.trainings.trouble)
