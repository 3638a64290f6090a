"""Names the ways of training that are watched, and settles what is open when a cell ends."""

from __future__ import annotations

from types import ModuleType

from ..events.watch import Watch
from . import keras_calls as keras_hooks
from .cells import Cells
from .fitting import Fitting


def install_keras(keras: ModuleType, watch: Watch, cells: Cells, fitting: Fitting) -> None:
    """Watch every way in which a Keras model can be trained."""
    from ..events.collected import Collected
    from .batches import Batches
    from .loops import Loops

    name = keras.__name__
    with fitting.trying(f"training with `fit` of {name}"):
        keras_hooks.install(keras, watch)
    collected = Collected()
    batches, loops = Batches(watch, collected), Loops(watch, collected)
    with fitting.trying(f"training with `train_on_batch` of {name}"):
        batches.install(keras)
    with fitting.trying(f"training in loops of the student's own with {name}"):
        loops.install(keras)
        watch.fit_follows = loops.fit_follows
    with fitting.trying(f"which rows are trained on in loops of the student's own with {name}"):
        loops.tapes.install(keras)
    cells.at_end(collected.cell_ended)
    cells.at_end(batches.cell_ended)
    cells.at_end(loops.cell_ended)


def settle(watch: Watch) -> None:
    """At the end of a cell: send the weights that were held back, and forget which models it
    trained.
    """
    watch.exports.cell_ended()
    watch.trained_in_cell.clear()
