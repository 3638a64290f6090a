"""Compares orders by what they train: which model, compiled how, with which data, going on from
which training.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Protocol

from grader.evidence.order.code_cells import CodeCells
from grader.evidence.order.effects import is_state
from grader.evidence.order.paper import Reading
from grader.evidence.order.schedule import Schedule
from grader.evidence.program import FitCall

TrainingsByCell = dict[int, list[tuple[object, ...]]]


class OrderReading(Protocol):
    """An order that was read on paper."""

    @property
    def schedule(self) -> Schedule:
        """The order."""

    @property
    def reading(self) -> Reading:
        """What it does."""


def trainings(
    cells: CodeCells, tried: OrderReading, *, only: Collection[int] | None = None
) -> TrainingsByCell:
    """By cell, every `fit` in it as far as the code tells, and where the data came from."""
    fits = {
        action.number: action for action in tried.reading.actions if isinstance(action, FitCall)
    }
    origins = _origins_of_data(cells, tried.schedule.places)
    place_of = {part.cell.index: part.place for part in cells.all}
    found: TrainingsByCell = {}
    for fit in fits.values():
        before = fits[fit.goes_on_from].cell if fit.goes_on_from in fits else None
        layers = tuple((layer.class_name, str(layer.config)) for layer in fit.model.layers)
        compiled = (
            fit.compiled.optimizer,
            str(fit.compiled.optimizer_config),
            fit.compiled.loss,
            fit.compiled.metrics,
        )
        data = (fit.x, fit.y, origins.get(place_of[fit.cell]))
        if only is None or place_of[fit.cell] in only:
            found.setdefault(fit.cell, []).append(
                (layers, *compiled, fit.epochs, fit.batch_size, *data, before)
            )
    return found


def _origins_of_data(cells: CodeCells, places: tuple[int, ...]) -> dict[int, int]:
    """By cell that trains, a number for the chain of cells that made what it uses: equal chains,
    equal numbers.
    """
    origin: dict[str, int] = {}
    found: dict[int, int] = {}
    others = _names_of_no_data(cells)
    for place in places:
        part = cells.all[place]
        used = tuple(
            sorted((name, origin.get(name, 0)) for name in cells.needs(part) if name not in others)
        )
        if cells.trains(part):
            found[place] = hash(used)
        made = (part.effects.makes | part.effects.changes) - others
        origin.update(dict.fromkeys(made, hash((place, used))))
    return found


def _names_of_no_data(cells: CodeCells) -> set[str]:
    """Modules, functions, models and their states, and what a training leaves: the code tells more
    of these.
    """
    found: set[str] = set()
    for part in cells.all:
        states = {name for name in part.effects.makes | part.effects.unmakes if is_state(name)}
        models = {name.split(".")[0] for name in part.effects.unmakes}
        found |= states | models | part.effects.imports | set(part.effects.functions)
        if cells.trains(part):
            found |= part.effects.makes
    return found
