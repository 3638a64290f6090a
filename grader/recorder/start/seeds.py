"""Lets the same notebook give the same run.

Each generator is seeded once, when its library is first imported; a seed that the student sets
later wins.
"""

from __future__ import annotations

import random
import sys
from types import ModuleType


def seed_all(seed: int) -> None:
    """Seed Python, and every library that is loaded by now as if it had just been imported."""
    seed_python(seed)
    libraries = (("numpy", seed_numpy), ("tensorflow", seed_tensorflow), ("torch", seed_torch))
    for name, seed_library in libraries:
        if name in sys.modules:
            seed_library(sys.modules[name], seed)
    if "keras" in sys.modules:
        seed_keras(seed)


def seed_python(seed: int) -> None:
    """Seed the standard library's generator."""
    random.seed(seed)


def seed_numpy(numpy: ModuleType, seed: int) -> None:
    """Seed NumPy's global generator."""
    numpy.random.seed(seed % 2**32)


def seed_tensorflow(tensorflow: ModuleType, seed: int) -> None:
    """Seed TensorFlow's operations."""
    tensorflow.random.set_seed(seed)


def seed_torch(torch: ModuleType, seed: int) -> None:
    """Seed PyTorch's global generator."""
    torch.manual_seed(seed)


def seed_keras(seed: int) -> None:
    """Seed Keras' own generator only; its `set_random_seed` would undo what the student did to the
    others.
    """
    try:
        from keras.src.backend.common import global_state
        from keras.src.utils.rng_utils import GLOBAL_RANDOM_SEED
    except ImportError:  # before Keras 3.5 it draws its seeds from Python's generator
        return

    if global_state.get_global_attribute(GLOBAL_RANDOM_SEED) is None:
        global_state.set_global_attribute(GLOBAL_RANDOM_SEED, seed)
