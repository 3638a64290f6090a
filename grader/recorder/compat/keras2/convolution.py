"""Reads `Convolution2D(32, 3, 3)` as it was meant.

In Keras 1 and 2 the numbers were rows and columns of the kernel; today the second is the stride,
silently. By its old name the layer is taken at its old word. By the name `Conv2D` the same call is
right today as well, so it is left alone unless another argument of Keras 1 stands beside it.
"""

from __future__ import annotations

import functools
from typing import Any

from ..notes import Notes
from .arguments import RENAMED

OLD_NAMES = {"Convolution1D": "Conv1D", "Convolution2D": "Conv2D", "Convolution3D": "Conv3D"}
SPREAD = {"Conv2D": 2, "Conv3D": 3}
"""How many numbers the kernel's size was spread over."""


def install(keras: Any, notes: Notes) -> None:
    """Put stand-ins in the place of the old names, here and in TensorFlow's copy."""
    import sys

    places = ("keras.layers", "keras._tf_keras.keras.layers", "tensorflow.keras.layers")
    for place in [sys.modules[name] for name in places if name in sys.modules]:
        stand_in(place, notes)
    conv = keras.layers.Conv2D
    conv.__init__ = _spread_init(conv.__init__, notes)


def stand_in(layers: Any, notes: Notes) -> None:
    """Exchange the old names in the module `layers`."""
    for old, new in OLD_NAMES.items():
        if not isinstance(getattr(layers, old, None), OldConvolution):
            setattr(layers, old, OldConvolution(getattr(layers, new), old, notes))


class OldConvolution:
    """Makes today's layer from an old call; can be asked and inherited from as if it were the
    layer's class.
    """

    def __init__(self, layer: Any, old: str, notes: Notes) -> None:
        self._layer, self._old, self._notes = layer, old, notes

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Make the layer."""
        spread = SPREAD.get(self._layer.__name__, 0)
        numbers = args[1 : 1 + spread]
        if spread and len(numbers) == spread and all(isinstance(number, int) for number in numbers):
            args = (args[0], tuple(numbers), *args[1 + spread :])
            call = f"{self._old}(n, {', '.join(map(str, numbers))})"
            self._notes.used(call, f"{self._layer.__name__}(n, {tuple(numbers)})")
        return self._layer(*args, **kwargs)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._layer, name)

    def __mro_entries__(self, bases: Any) -> tuple[Any, ...]:
        del bases
        return (self._layer,)

    def __instancecheck__(self, instance: Any) -> bool:
        return isinstance(instance, self._layer)


def _spread_init(stock: Any, notes: Notes) -> Any:
    @functools.wraps(stock)
    def init(self: Any, *args: Any, **kwargs: Any) -> None:
        if len(args) >= 3 and all(isinstance(number, int) for number in args[1:3]):
            if any(name in RENAMED for name in kwargs):
                args = (args[0], (args[1], args[2]), *args[3:])
                notes.used("Conv2D(n, rows, columns) of Keras 1", "Conv2D(n, (rows, columns))")
            elif args[1] == args[2] > 1:
                size = args[1]
                notes.tell(
                    "compatibility",
                    "Conv2D(n, k, k)",
                    f"Conv2D(n, {size}, {size}) has a {size}×{size} kernel and stride {size} since "
                    f"Keras 3, and was run like that. A {size}×{size} kernel with stride 1 is "
                    f"Conv2D(n, ({size}, {size})).",
                )
        stock(self, *args, **kwargs)

    init.__signature__ = stock.__signature__  # type: ignore[attr-defined]
    return init
