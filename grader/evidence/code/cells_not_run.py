"""Says whether the cells that a limit kept from running to their end could still have trained a
model.
"""

from __future__ import annotations

import re

from grader.model.recording import Recording
from grader.model.submission import Notebook

TRAINS = re.compile(r"fit|train|epoch|GradientTape|backward|compile|evaluate|search", re.IGNORECASE)
"""Wide on purpose: who calls a helper of another cell trains, too, and names it so."""


def rest_trains(notebook: Notebook, recording: Recording) -> bool:
    """Whether one of those cells has a word for training in its code."""
    cut_short = set(recording.cells_cut_short()) if recording.cut_short_by() else set()
    return any(
        TRAINS.search(cell.source) for cell in notebook.code_cells() if cell.index in cut_short
    )
