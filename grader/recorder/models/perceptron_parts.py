"""Knows scikit-learn's own parts of a perceptron's training from what a notebook puts in their
place.

A step is believed because scikit-learn computes it: its methods, the functions of its module, and
plain numbers and arrays, whose arithmetic nobody wrote. What holds for the step that is kept must
hold for all others, so all of it is looked at with every step. Where a function of the notebook's
is called between the lines it reaches into whatever runs there, and into what looks at it.
"""

from __future__ import annotations

import inspect
from types import ModuleType
from typing import Any

import numpy as np

from ..asking.beside_fit import is_traced

GRADIENTS = ("_compute_loss_grad", "_forward_pass")
"""What the gradients of a batch come from; in whatever class."""
WITHOUT_OPTIMIZER = ("_backprop", "_fit_lbfgs", "_loss_grad_lbfgs", "_pack", "_unpack")
"""What moves the weights by `lbfgs`, which has no optimizer whose steps could be seen."""
FUNCTIONS = (
    *("safe_sparse_dot", "_pack", "gen_batches", "shuffle", "_safe_indexing"),
    "_get_additional_lbfgs_options_dict",
)
TABLES = ("ACTIVATIONS", "DERIVATIVES", "LOSS_FUNCTIONS")
"""Functions by name; a notebook may add some, and they are then the activations of its networks."""
HELD = (
    *("coefs_", "intercepts_", "alpha", "activation", "out_activation_", "loss"),
    *("_optimizer", "_random_state"),
)
"""What a perceptron holds, and its class computes in no way."""
STOCHASTIC = ("adam", "sgd")
PLAIN = frozenset({bool, int, float, str, type(None), *np.sctypeDict.values()})


class PerceptronParts:
    """scikit-learn's own: what nobody has exchanged when its module is imported."""

    def __init__(self, module: ModuleType) -> None:
        """Remember them; hooks of ours are theirs."""
        base: Any = module.BaseMultilayerPerceptron
        names = (*GRADIENTS, *WITHOUT_OPTIMIZER)
        self._module = module
        self._methods = {name: getattr(base, name, None) for name in names}
        self._functions = {name: getattr(module, name, None) for name in FUNCTIONS}
        self._tables = {name: dict(getattr(module, name, {})) for name in TABLES}
        kinds = (module.AdamOptimizer, module.SGDOptimizer)
        self._optimizers = {kind: _written(kind) for kind in kinds}
        self._minimizers = _minimizers(module)
        self._classes: dict[type, bool] = {}

    def computes(self, model: Any) -> bool:
        """Whether they alone compute the gradients of the model, and where no optimizer is told of
        these, what comes of them.
        """
        kind, stochastic = type(model), model.solver in STOCHASTIC
        names = GRADIENTS if stochastic else (*GRADIENTS, *WITHOUT_OPTIMIZER)
        if kind not in self._classes:
            self._classes[kind] = _only_holds(kind)
        held, module = vars(model), self._module
        return (
            self._classes[kind]
            and not is_traced()
            and type(held.get("alpha", 0.0)) in PLAIN
            and all(getattr(kind, name, None) is self._methods[name] for name in names)
            and held.keys().isdisjoint(names)
            and all(getattr(module, name, None) is own for name, own in self._functions.items())
            and all(
                getattr(module, name, {}).get(key) is own
                for name, table in self._tables.items()
                for key, own in table.items()
            )
        )

    def minimize(self) -> bool:
        """Whether what `lbfgs` hands its function to is SciPy's own."""
        return _minimizers(self._module) == self._minimizers and not is_traced()

    def step(self, optimizer: Any, params: Any, grads: Any) -> bool:
        """Whether the optimizer is one of theirs, and moves plain arrays by plain numbers."""
        kind, held = type(optimizer), vars(optimizer)
        return (
            not is_traced()
            and _written(kind) == self._optimizers.get(kind)
            and held.keys().isdisjoint(("_get_updates", "update_params"))
            and all(type(one) is not np.ndarray and _is_plain(one) for one in held.values())
            and all(type(listed) is list and _is_plain(listed) for listed in (params, grads))
        )


def is_plain_array(value: Any) -> bool:
    """Whether it is an array, and of numbers: objects in one compute themselves."""
    return type(value) is np.ndarray and value.dtype.kind in "fiub"


def _written(kind: type) -> list[dict[str, Any]]:
    """What stands in a class and those that it is of; copying or pickling an object leaves a note
    there.
    """
    found = [dict(vars(one)) for one in kind.__mro__[:-1]]
    for held in found:
        held.pop("__slotnames__", None)
    return found


def _only_holds(kind: type) -> bool:
    """Whether what objects of a class hold is what they are asked for."""
    stock = inspect.getattr_static(kind, "__getattribute__") is vars(object)["__getattribute__"]
    return stock and all(_is_plain(inspect.getattr_static(kind, name, None)) for name in HELD)


def _is_plain(value: Any) -> bool:
    """Whether it is a number or an array, or a list of such; of no class that computes itself."""
    if type(value) in (list, tuple):
        return all(is_plain_array(one) or type(one) in PLAIN for one in value)
    return is_plain_array(value) or type(value) in PLAIN


def _minimizers(module: ModuleType) -> list[Any]:
    """The function by which `lbfgs` is computed, and the one in it."""
    optimize = getattr(getattr(module, "scipy", None), "optimize", None)
    inner = getattr(optimize, "_minimize", None)
    return [getattr(optimize, "minimize", None), getattr(inner, "_minimize_lbfgsb", None)]
