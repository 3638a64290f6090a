"""Says what is true of things that the code shows and that nobody saw: their outputs were not
saved and the notebook was not run, or a package that they need is not installed here.
"""

from __future__ import annotations

from grader.checks.check import Case, Failed, NeedsReview, in_cell
from grader.model.evidence import Showing

DOES: dict[Showing, str] = {
    "training": "trains",
    "evaluation": "evaluates a model",
    "summary": "prints a summary",
    "curves": "plots",
    "matrix": "computes a confusion matrix",
    "pictures": "draws pictures",
}
DRAWN: tuple[Showing, ...] = ("curves", "matrix", "pictures")
"""What a package that draws may have shown."""
MOST_NAMED = 6
WHAT_TO_DO = (
    "Run all cells and save the notebook with its outputs before you hand it in; or have it graded "
    "with a policy that runs it."
)


def not_seen_here(case: Case, what: Showing, asked: str) -> Failed | NeedsReview | None:
    """What is said of something that was not found; None where its code is missing, too."""
    hidden = case.evidence.out_of_sight.get(what) or (what in DRAWN and _undrawn(case))
    if hidden:
        return NeedsReview(f"{hidden} So a person decides.")
    return _saved_without_outputs(case, what, asked)


def _undrawn(case: Case) -> str:
    return next(iter(case.evidence.undrawn), "")


def _saved_without_outputs(case: Case, what: Showing, asked: str) -> Failed | None:
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
