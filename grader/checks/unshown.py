"""Says what is true of a notebook that was saved without outputs: the code is there, what it showed
is not.
"""

from __future__ import annotations

from grader.checks.check import Case, Failed, in_cell
from grader.model.evidence import Showing

DOES: dict[Showing, str] = {
    "training": "trains",
    "evaluation": "evaluates a model",
    "summary": "prints a summary",
    "curves": "plots",
    "matrix": "computes a confusion matrix",
    "pictures": "draws pictures",
}
MOST_NAMED = 6
WHAT_TO_DO = (
    "Run all cells and save the notebook with its outputs before you hand it in; or have it graded "
    "with a policy that runs it."
)


def saved_without_outputs(case: Case, what: Showing, asked: str) -> Failed | None:
    """The finding where the code stands there and nobody ran it; None where the code is missing,
    too.
    """
    cells = case.evidence.unshown.get(what, ())
    if case.recording.outcome != "not_run" or not cells:
        return None
    places = tuple(in_cell(cell) for cell in cells[:MOST_NAMED])
    here = f"{', '.join(places)}{' and others' if len(cells) > MOST_NAMED else ''}"
    return Failed(
        f"The code {DOES[what]} ({here}), but the notebook was saved without the outputs of that "
        f"code and was not run here, so we can't see {asked}.",
        WHAT_TO_DO,
        places,
    )
