"""Says which of the compatibility modules acts when."""

from __future__ import annotations

from collections.abc import Callable
from types import ModuleType
from typing import Any

from ..hooks import imports
from ..surroundings import commands
from .keras2 import moved, old_names, today
from .language import ipython, python2, standard_library
from .libraries import numpy_names as numbers
from .libraries import plots, scikit, scipy_
from .libraries import science_names as science
from .libraries import tables as tables_of_pandas
from .notes import Notes
from .packages import absent, colab, drawn, pictures, removed


def install(notes: Notes) -> dict[str, Callable[[ModuleType], None]]:
    """Ask for old modules after all others; returns what is to be done after which module's
    import.
    """
    removed.install(notes)
    moved.install(notes)
    colab.install(notes)
    drawn.install(notes)
    science.install(notes)
    absent.install(notes)
    tables = (
        old_names.hooks(notes),
        absent.hooks(notes),
        removed.hooks(notes),
        science.hooks(notes),
        ipython.hooks(notes),
        standard_library.hooks(notes),
    )
    old = (pictures, plots, scikit, scipy_, tables_of_pandas)
    merged = [
        *tables,
        *(module.hooks(notes) for module in old),
        {"numpy": lambda numpy: numbers.install(numpy, notes)},
    ]
    return imports.together(*merged)


def before_keras(notes: Notes) -> None:
    """See to it that Keras is one that can be watched."""
    today.keep_backend(notes)


def install_missing(notes: Notes) -> dict[str, Callable[[ModuleType], None]]:
    """In a course's own environment names are as its packages have them; only what isn't installed
    is stood in for.
    """
    colab.install(notes)
    drawn.install(notes)
    absent.install(notes)
    return absent.hooks(notes)


def after_keras(keras: Any, notes: Notes, on_fault: Callable[[], None]) -> None:
    """Teach Keras the old words. The recorder's own hooks are in place: what they see is in today's
    words.
    """
    from .keras2 import arguments, convolution, files, history, methods, optimizers, spellings

    old_names.fill(keras, "", notes)
    for module in (arguments, convolution, optimizers, spellings, methods, history, files, today):
        try:
            module.install(keras, notes)
        except Exception:
            on_fault()


def attach(shell: Any, notes: Notes) -> None:
    """Teach IPython what to leave out."""
    from .language import notebook

    habits = notebook.attach(shell, notes)
    commands.attach(habits.tell_left_out)
    ipython.attach(shell, notes)
    python2.attach(shell, notes)
