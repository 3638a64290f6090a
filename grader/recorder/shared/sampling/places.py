"""Keeps of the arrays of a large model a few thousand values each, at places that nobody can
foresee.

Arrays of one size are kept at the same places: what an optimizer holds of a weight goes with it.
"""

from __future__ import annotations

import numpy as np

from ...rows import chance

FEW = 8192
"""Values that are kept of one array."""


class Places:
    """The places drawn so far, by the size of the arrays."""

    def __init__(self) -> None:
        """Nothing is drawn yet."""
        self._drawn: dict[int, np.ndarray] = {}
        self._dice = np.random.Generator(np.random.PCG64(chance.RANDOM.getrandbits(128)))

    def some(self, array: np.ndarray) -> np.ndarray:
        """The array, or what stands at its places where it is large."""
        if array.size <= FEW:
            return np.array(array)
        if array.size not in self._drawn:
            self._drawn[array.size] = np.unique(self._dice.integers(0, array.size, FEW))
        return array.ravel()[self._drawn[array.size]]

    def arrays(self) -> dict[str, np.ndarray]:
        """The places as they are sent, `p` and the size of the arrays in each name."""
        return {f"p{size}": places for size, places in self._drawn.items()}
