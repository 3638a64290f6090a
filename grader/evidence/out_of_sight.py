"""Says what of a notebook's work nobody saw although its code is there: it needs a package that is
not installed here, a function whose cell was deleted, or it is done in a process of its own.

That a package is missing is the course's doing, not the student's: nobody loses points for what it
would have done. Two things speak against that, and then the cell has simply failed: the same cell
failed in the same way for the student, as its saved outputs show; or no package has that name, but
one that is here nearly does.
"""

from __future__ import annotations

import difflib
import re
import sys

from grader.evidence.deleted import by_deleted_functions
from grader.evidence.elsewhere import done_elsewhere
from grader.evidence.runs.recorded import cells_by_count
from grader.evidence.shown.unshown import shown_by
from grader.model.events import Notice
from grader.model.evidence import Showing
from grader.model.recording import CellRun, Recording
from grader.model.submission import Notebook

KNOWN = (
    *sys.stdlib_module_names,
    *("keras", "tensorflow", "sklearn", "numpy", "pandas", "matplotlib", "seaborn", "scipy"),
    *("IPython", "PIL", "cv2", "plotly", "tqdm"),
)
"""What a name may have been meant for."""
CLOSE = 0.8
"""difflib's ratio from which a name may be a slip of the pen for another; `kears` has 0.8 with
`keras`.
"""
_OTHER_TRAINING = re.compile(r"\.backward\s*\(|\bnn\.Module\b")
"""Trains with PyTorch, which isn't what was asked for."""
_NO_MODULE = re.compile(r"No module named '([\w.]+)'")


def out_of_sight(recording: Recording, notebook: Notebook) -> dict[Showing, str]:
    """By what would be shown, a sentence that says why it was not seen."""
    return {
        **by_deleted_functions(recording, notebook),
        **done_elsewhere(notebook),
        **_without_packages(recording, notebook),
    }


def _without_packages(recording: Recording, notebook: Notebook) -> dict[Showing, str]:
    """What the cells would show that ended because of a missing package, or after that one with an
    error.
    """
    saved = {
        cell.index: {output.error_name for output in cell.outputs if output.kind == "error"}
        for cell in notebook.cells
    }
    noticed = _cells_with_notice(recording, "package_missing")
    failed = [run for run in recording.cell_runs if run.outcome == "error"]
    for place, run in enumerate(failed):
        name = _missing(run)
        theirs = run.error_name in saved.get(run.cell, ())
        if name and run.cell in noticed and not theirs and not _is_misspelt(name):
            ended = {later.cell for later in failed[place:]}
            sentence = (
                f"{name} is neither installed here nor a file that was handed in, and cell "
                f"{run.cell + 1}, which imports it, ended there: what depends on it was not seen."
            )
            cells = [cell for cell in notebook.cells if cell.index in ended]
            other = any(_OTHER_TRAINING.search(cell.source) for cell in cells)
            return {} if other else dict.fromkeys(shown_by(cells), sentence)
    return {}


def left_undrawn(recording: Recording) -> tuple[str, ...]:
    """A sentence for each package that draws and that the notebook went without."""
    return tuple(
        dict.fromkeys(
            event.message
            for event in recording.events
            if isinstance(event, Notice) and event.kind == "figures_missing"
        )
    )


def _cells_with_notice(recording: Recording, kind: str) -> set[int]:
    """The cells in which such a notice was given."""
    cells = cells_by_count(recording)
    return {
        cells[event.execution_count]
        for event in recording.events
        if isinstance(event, Notice) and event.kind == kind and event.execution_count in cells
    }


def _missing(run: CellRun) -> str:
    found = _NO_MODULE.search(run.error_message)
    return found[1].partition(".")[0] if found and run.error_name == "ModuleNotFoundError" else ""


def _is_misspelt(name: str) -> bool:
    """Whether it is nearly the name of something that is here."""
    close = difflib.get_close_matches(name.lower(), map(str.lower, KNOWN), cutoff=CLOSE)
    return any(abs(len(other) - len(name)) <= 1 for other in close)
