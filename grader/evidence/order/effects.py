"""Names what a cell needs before it can run, and what it leaves behind.

Beside plain names there are states of a model, under names that no program can have:
`model.compile()` stands for a model that is compiled. A fit needs it, `model.compile(…)` makes it,
and `model = Sequential()` takes it away again.
"""

from __future__ import annotations

import builtins
from collections.abc import Mapping
from dataclasses import dataclass, field

BUILT_IN = frozenset(dir(builtins)) | {
    "display",
    "get_ipython",
    "exit",
    "quit",
    "In",
    "Out",
    "_",
    "__",
    "___",
}
STATES = {"add": "add", "compile": "compile", "fit": "fit", "fit_generator": "fit"}
"""By method of a model, the state that it makes."""
ASKS_FOR = {
    "fit": ("add", "compile"),
    "fit_generator": ("add", "compile"),
    "train_on_batch": ("add", "compile"),
    "evaluate": ("add", "compile", "fit"),
    "predict": ("add", "fit"),
    "summary": ("add",),
}
"""By method of a model, the states that it needs."""


@dataclass(slots=True)
class Effects:
    """What a cell, or a function when it is called, needs and does."""

    needs: set[str] = field(default_factory=set)
    """Names that must stand for something before."""
    makes: set[str] = field(default_factory=set)
    """Names that stand for something new afterwards."""
    changes: set[str] = field(default_factory=set)
    """Names whose object is changed in place."""
    unmakes: set[str] = field(default_factory=set)
    """Names and states that are gone afterwards."""
    calls: set[str] = field(default_factory=set)
    """Functions called that the cell itself does not define."""
    functions: dict[str, Effects] = field(default_factory=dict)
    """What a call of each function or class that is defined needs and does."""
    imports: set[str] = field(default_factory=set)
    any_name: bool = False
    """Whether a star import may have made any name."""


def state(name: str, made_by: str) -> str:
    """The name of a state of a model."""
    return f"{name}.{made_by}()"


def is_state(name: str) -> bool:
    """Whether the name is that of a state."""
    return name.endswith("()")


def needed_when_called(name: str, functions: Mapping[str, Effects]) -> set[str]:
    """What a call of a function needs, and of the functions that it calls; each is gone through
    once, however many ways lead to it.
    """
    needs: set[str] = set()
    seen, waiting = {name}, [name]
    while waiting:
        effects = functions.get(waiting.pop())
        if effects is None:
            continue
        needs |= effects.needs
        waiting += effects.calls - seen
        seen |= effects.calls
    return needs
