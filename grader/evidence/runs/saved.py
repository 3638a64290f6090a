"""Adds what the saved outputs show and what did not happen when we ran the notebook.

A typo above, an old library or a missing package may keep a training from running here that did run
for the student. Its saved log is no proof, and it is not nothing: it is added as a claimed run,
which only a person can give points for.
"""

from __future__ import annotations

from dataclasses import replace

from grader.model.evidence import Evidence


def add_saved_runs(executed: Evidence, saved: Evidence) -> Evidence:
    """Add to what ran the claimed runs of those roles that nothing answers here, numbered after the
    others.
    """
    answered = {run.role for run in executed.runs}
    missing = [
        run
        for run in saved.runs
        if run.role is not None and run.role not in answered and run.epochs_run
    ]
    first = max((run.number for run in executed.runs), default=0) + 1
    added = tuple(
        replace(run, number=first + place, continues=None) for place, run in enumerate(missing)
    )
    return replace(executed, runs=(*executed.runs, *added))
