"""Tells weights apart by what they hold; recorder and scorer compute the same."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np


DIGEST_BYTES = 16


def array_digest(array: np.ndarray) -> bytes:
    """Of an array's shape, type and numbers."""
    digest = hashlib.blake2b(
        repr((array.shape, array.dtype.str)).encode(), digest_size=DIGEST_BYTES
    )
    digest.update(array.tobytes())
    return digest.digest()


def weights_digest(arrays: Iterable[np.ndarray]) -> str:
    """Of all arrays of a model, in whichever order a model around it lists them."""
    return state_digest(map(array_digest, arrays))


def state_digest(arrays: Iterable[bytes]) -> str:
    """The same of arrays that are known by their digests."""
    return hashlib.blake2b(b"".join(sorted(arrays)), digest_size=DIGEST_BYTES).hexdigest()
