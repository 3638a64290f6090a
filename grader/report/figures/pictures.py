"""What does one example of the held-out data look like?"""

from __future__ import annotations

import base64
import math
import struct
import zlib
from dataclasses import dataclass

import numpy as np

_LARGEST = 96
"""Pixels a side; larger examples are thinned out."""


@dataclass(frozen=True, slots=True)
class Picture:
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

    A flat example is a picture when its length is a square. Grey ones are inverted: dark ink on light paper.
    """
    if example.ndim == 1 and math.isqrt(example.size) ** 2 == example.size >= 16:
        example = example.reshape(math.isqrt(example.size), -1)
    if example.ndim == 3 and example.shape[-1] == 1:
        example = example[..., 0]
    if not (example.ndim == 2 or (example.ndim == 3 and example.shape[-1] == 3)) or min(example.shape[:2]) < 2:
        return None
    stride = -(-max(example.shape[:2]) // _LARGEST)
    shares = (example[::stride, ::stride].astype(np.float64) - low) / ((high - low) or 1.0)
    shades = np.nan_to_num(np.clip(shares, 0.0, 1.0) * 255).round().astype(np.uint8)
    return 255 - shades if shades.ndim == 2 else shades


def png(image: np.ndarray) -> bytes:
    """Encode (h, w) or (h, w, 3) uint8 as PNG."""
    height, width = image.shape[:2]
    colour = 0 if image.ndim == 2 else 2
    rows = np.ascontiguousarray(image).reshape(height, -1)
    scanlines = np.concatenate([np.zeros((height, 1), np.uint8), rows], axis=1).tobytes()
    header = struct.pack(">IIBBBBB", width, height, 8, colour, 0, 0, 0)
    return b"".join(
        [
            b"\x89PNG\r\n\x1a\n",
            _chunk(b"IHDR", header),
            _chunk(b"IDAT", zlib.compress(scanlines, 9)),
            _chunk(b"IEND", b""),
        ]
    )


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
