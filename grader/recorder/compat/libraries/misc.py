"""Stands for `scipy.misc`: pictures from files and to files, and a few functions that moved."""

from __future__ import annotations

from typing import Any

import numpy as np
from PIL import Image
from scipy.datasets import ascent, face  # noqa: F401 - names of `OF_MISC`
from scipy.special import comb, factorial, logsumexp  # noqa: F401 - likewise

from .scipy_ import OF_MISC

__all__ = [*OF_MISC]  # noqa: PLE0604 - which are strings


def imread(name: Any, flatten: bool = False, mode: str | None = None) -> Any:  # noqa: FBT001, FBT002 - SciPy's signature
    """A picture as an array."""
    image: Image.Image = Image.open(name)
    image = image.convert(mode) if mode else image
    return np.array(image.convert("F") if flatten else image)


def bytescale(data: Any, cmin: Any = None, cmax: Any = None, high: int = 255, low: int = 0) -> Any:
    """Values from `low` to `high`."""
    if np.asarray(data).dtype == np.uint8:
        return data
    least = np.min(data) if cmin is None else cmin
    span = (np.max(data) if cmax is None else cmax) - least
    return (
        ((np.asarray(data) - least) * ((high - low) / (span or 1)) + low)
        .clip(low, high)
        .round()
        .astype(np.uint8)
    )


def toimage(arr: Any, *_: Any, **__: Any) -> Image.Image:
    """An array as a picture."""
    return Image.fromarray(bytescale(np.asarray(arr)))


def fromimage(im: Any, **_: Any) -> Any:
    """A picture as an array."""
    return np.array(im)


def imsave(name: Any, arr: Any, **_: Any) -> None:
    """Write a picture."""
    toimage(arr).save(name)


def imresize(arr: Any, size: Any, interp: str = "bilinear", mode: str | None = None) -> Any:
    """Another size: a share, per cent, or rows and columns."""
    image = toimage(arr).convert(mode) if mode else toimage(arr)
    if isinstance(size, (int, np.integer)):
        wanted = (image.width * size // 100, image.height * size // 100)
    elif isinstance(size, float):
        wanted = (int(image.width * size), int(image.height * size))
    else:
        wanted = (int(size[1]), int(size[0]))
    return np.array(
        image.resize(wanted, getattr(Image.Resampling, interp.upper(), Image.Resampling.BILINEAR))
    )


def imrotate(arr: Any, angle: float, interp: str = "bilinear") -> Any:
    """Turned by degrees."""
    return np.array(
        toimage(arr).rotate(
            angle, getattr(Image.Resampling, interp.upper(), Image.Resampling.BILINEAR)
        )
    )


def imshow(arr: Any) -> None:
    """Show a picture."""
    import matplotlib.pyplot as plt

    plt.imshow(arr, cmap="gray")
    plt.show()
