"""Draws one example of the held-out data as a small picture."""

from __future__ import annotations

import base64
import io
import math
from dataclasses import dataclass

import numpy as np
from PIL import Image

_LARGEST = 96
"""Pixels a side; larger examples are thinned out."""


@dataclass(frozen=True, slots=True)
class ReportPicture:
    """A small picture of an example, made once for HTML and PDF."""

    name: str
    """Unique in the report."""
    content: bytes
    alt: str
    media_type: str = "image/png"

    def data_uri(self) -> str:
        """Return the picture as an address that needs no file."""
        return f"data:{self.media_type};base64," + base64.b64encode(self.content).decode("ascii")


def pixels(example: np.ndarray, *, low: float, high: float) -> np.ndarray | None:
    """Return `example` as (h, w) or (h, w, 3) uint8, or None where it is no picture.

    A flat example is a picture when its length is a square. Grey ones are inverted: dark ink on
    light paper.
    """
    if example.ndim == 1 and math.isqrt(example.size) ** 2 == example.size >= 16:
        example = example.reshape(math.isqrt(example.size), -1)
    if example.ndim == 3 and example.shape[-1] == 1:
        example = example[..., 0]
    if (
        not (example.ndim == 2 or (example.ndim == 3 and example.shape[-1] == 3))
        or min(example.shape[:2]) < 2
    ):
        return None
    stride = -(-max(example.shape[:2]) // _LARGEST)
    shares = (example[::stride, ::stride].astype(np.float64) - low) / ((high - low) or 1.0)
    shades = np.nan_to_num(np.clip(shares, 0.0, 1.0) * 255).round().astype(np.uint8)
    return 255 - shades if shades.ndim == 2 else shades


def png(image: np.ndarray) -> bytes:
    """Encode (h, w) or (h, w, 3) uint8 as PNG."""
    content = io.BytesIO()
    Image.fromarray(image).save(content, "PNG", optimize=True)
    return content.getvalue()
