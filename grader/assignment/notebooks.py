"""Where do the starter and the solution notebook of an assignment go?"""

from __future__ import annotations

from pathlib import Path

import nbformat

from grader.assignment.starter import build_solution, build_starter, with_outputs_of
from grader.errors import PrerequisiteError
from grader.model.assignment import Assignment

SOURCE = "notebook.md"


def write_notebooks(assignment: Assignment, folder: Path) -> tuple[Path, ...]:
    """Write `starter.ipynb` and `solution.ipynb` from the assignment's one source; return where.

    Cells of the solution whose code has not changed keep the outputs that they have.
    """
    source = assignment.folder / SOURCE
    if not source.is_file():
        raise PrerequisiteError(f"{source}: no such file", hint="the starter and the solution are made from it")
    folder.mkdir(parents=True, exist_ok=True)
    starter, solution = folder / "starter.ipynb", folder / "solution.ipynb"
    nbformat.write(build_starter(source), starter)
    made = build_solution(source)
    if solution.is_file():
        made = with_outputs_of(made, nbformat.read(solution, as_version=4))
    nbformat.write(made, solution)
    return starter, solution
