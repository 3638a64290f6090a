"""Says what is true of things that the code shows and that nobody saw: their outputs were not
saved and the notebook was not run, a package that they need is not installed here, or the code
stands in a text cell.
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
    return _saved_without_outputs(case, what, asked) or _in_a_text_cell(case, what, asked)


def _undrawn(case: Case) -> str:
    return next(iter(case.evidence.undrawn), "")


def _saved_without_outputs(case: Case, what: Showing, asked: str) -> Failed | None:
    cells = case.evidence.unshown.get(what, ())
    if case.recording.outcome != "not_run" or not cells:
        return None
    places, here = _places(cells)
    return Failed(
        f"The code {DOES[what]} ({here}), but the notebook was saved without the outputs of that "
        f"code and was not run here, so we can't see {asked}.",
        WHAT_TO_DO,
        places,
    )


def _in_a_text_cell(case: Case, what: Showing, asked: str) -> Failed | None:
    cells = case.evidence.in_texts.get(what, ())
    if not cells:
        return None
    places, here = _places(cells)
    return Failed(
        f"Code that {DOES[what]} stands in a text cell ({here}), of which nothing is run, so we "
        f"can't see {asked}.",
        "Turn it into a code cell (in Jupyter: Esc, then Y), run all cells and save.",
        places,
    )


def _places(cells: tuple[int, ...]) -> tuple[tuple[str, ...], str]:
    """The cells, one by one and as one text."""
    places = tuple(in_cell(cell) for cell in cells[:MOST_NAMED])
    return places, f"{', '.join(places)}{' and others' if len(cells) > MOST_NAMED else ''}"
