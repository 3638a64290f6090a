"""Chooses the order in which the cells are run, so that they do what they did for the student, and
says why that one.

The saved execution counts tell in which order the cells were run last. They are followed as a
schedule; where the saved outputs contradict it, the order that they contradict least is taken.
"""

from __future__ import annotations

from functools import lru_cache

from grader.evidence.order.candidates import CandidateOrder, Chooser
from grader.evidence.order.code_cells import CodeCells
from grader.evidence.order.saved import SavedOutput
from grader.evidence.order.trainings import TrainingsByCell, trainings
from grader.model.recording import RunOrder
from grader.model.submission import Notebook

_MAX_NAMED = 3
"""Cells named one by one in the reason."""


@lru_cache(maxsize=4)
def order_to_run(notebook: Notebook) -> RunOrder:
    """Return the code cells in the order in which to run them, and why that one."""
    cells = CodeCells(notebook)
    chooser = Chooser(cells, tuple(SavedOutput(part.cell) for part in cells.all))
    chosen, document = chooser.choose(), chooser.document()
    order = tuple(cells.all[place].cell.index for place in chosen.schedule.places)
    by_counts = any(part.count is not None for part in cells.all) and chosen.by != "document"
    return RunOrder(
        order, "execution_counts" if by_counts else "document", _reason(cells, chosen, document)
    )


def _reason(cells: CodeCells, chosen: CandidateOrder, document: CandidateOrder) -> str:
    if all(part.count is None for part in cells.all):
        return "The saved execution counts say nothing, so the cells ran top to bottom."
    if chosen.by == "document":
        against = _contradicted(cells, chosen)
        return (
            f"The saved outputs fit the order of the document best, so the cells ran top to "
            f"bottom.{against}"
        )
    if chosen.schedule.places == document.schedule.places:
        return (
            f"The cells ran top to bottom, as the saved execution counts have "
            f"it.{_contradicted(cells, chosen)}"
        )
    pieces = [
        _how(cells, chosen),
        _waited(cells, chosen),
        _early(cells, chosen),
        _contradicted(cells, chosen),
    ]
    return "".join(pieces) + f" {_top_to_bottom(cells, chosen, document)}"


def _how(cells: CodeCells, chosen: CandidateOrder) -> str:
    places = chosen.schedule.places
    if chosen.by == "outputs":
        return (
            "The cells ran in the order of the saved execution counts, changed where the saved "
            "outputs contradict them."
        )
    moved = [place for at, place in enumerate(places) if place != at]
    moved = [place for place in moved if place not in chosen.schedule.waited] or moved
    return (
        "The cells ran in the order of the saved execution counts, which is not the document's:"
        f" {_name(cells, moved[0])} came earlier than it stands."
    )


def _waited(cells: CodeCells, chosen: CandidateOrder) -> str:
    pairs = [
        f"{_name(cells, place)} after {_name(cells, other)}"
        for place, other in chosen.schedule.waited.items()
    ]
    listed = pairs[:_MAX_NAMED] + [f"{len(pairs) - _MAX_NAMED} more"] * (len(pairs) > _MAX_NAMED)
    return (
        f" Some cells ran only after the cell that makes what they need: {', '.join(listed)}."
        if listed
        else ""
    )


def _early(cells: CodeCells, chosen: CandidateOrder) -> str:
    places = chosen.schedule.places
    twice = [place for place in dict.fromkeys(places) if places.count(place) > 1]
    names = [_name(cells, place) for place in twice[:_MAX_NAMED]] + ["more"] * (
        len(twice) > _MAX_NAMED
    )
    if not twice:
        return ""
    together = f"{', '.join(names[:-1])} and {names[-1]}" if len(names) > 1 else names[0]
    return f" {together.capitalize()} ran twice: first where a cell with an earlier count needs it."


def _contradicted(cells: CodeCells, chosen: CandidateOrder) -> str:
    """What no order explains."""
    if not chosen.reading.contradictions:
        return ""
    first = chosen.reading.contradictions[0]
    return (
        f" Its saved outputs say of {_name(cells, first.place)} that {first.about}; no order that "
        f"was tried explains it."
    )


def _top_to_bottom(cells: CodeCells, chosen: CandidateOrder, document: CandidateOrder) -> str:
    """Say whether the trainings would differ if the cells ran as they stand, as far as the code
    tells.
    """
    ours, theirs = trainings(cells, chosen), trainings(cells, document)
    for cell, ways in ours.items():
        other = theirs.get(cell)
        if other is None:
            return f"Top to bottom, cell {cell + 1} would not train."
        if _compiled(other) != _compiled(ways):
            return (
                f"Top to bottom, cell {cell + 1} would train with {_compiled(other)} instead of "
                f"{_compiled(ways)}."
            )
        if other != ways:
            return f"Top to bottom, cell {cell + 1} would train another model, or on other data."
    return _same_trainings(ours, theirs)


def _same_trainings(ours: TrainingsByCell, theirs: TrainingsByCell) -> str:
    if ours == theirs:
        return "Top to bottom the same models would be trained in the same way."
    return "Top to bottom, other cells would train, too."


def _compiled(ways: list[tuple[object, ...]]) -> str:
    """Optimizer and loss of the first training."""
    return " and ".join(str(word) for word in (ways[0][1], ways[0][3]) if word)


def _name(cells: CodeCells, place: int) -> str:
    return f"cell {cells.all[place].cell.index + 1}"
