"""Makes a picture of the student's safe to show: read as dots, made smaller, written anew.

Nothing of the file that was handed in gets into a report: what is shown was encoded by us.
"""

from __future__ import annotations

import base64
import binascii
import io
import struct
import zlib

from PIL import Image, ImageOps

from grader.model.submission import Picture as Pasted
from grader.report.figures.pictures import ReportPicture

FORMATS = ("PNG", "JPEG", "GIF", "WEBP")
MAX_DOTS = 40_000_000
"""A photograph of a telephone has twelve million. More is not even unpacked."""
LONGEST_SIDE = 1_400
"""Dots; enough to read a page of handwriting."""
MAX_BYTES = 400_000
"""A picture that takes more as PNG is a photograph, and is written as JPEG."""
_UNREADABLE = (
    OSError, ValueError, TypeError, LookupError, SyntaxError, EOFError, OverflowError, MemoryError,
    AttributeError,
    NotImplementedError, struct.error, zlib.error, binascii.Error, Image.DecompressionBombError,
)  # fmt: skip
"""What Pillow raises at damaged files."""


def shown(pasted: Pasted, *, name: str, alt: str) -> ReportPicture | None:
    """The picture as a report may show it; None where it is none, or too large to look at."""
    try:
        image = _decoded(base64.b64decode(pasted.content))
    except _UNREADABLE:
        return None
    return None if image is None else _encoded(image, name, alt)


def _decoded(data: bytes) -> Image.Image | None:
    """The first frame, upright, on white paper."""
    with Image.open(io.BytesIO(data), formats=FORMATS) as image:
        if not 0 < image.width * image.height <= MAX_DOTS:
            return None
        image.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
        upright = ImageOps.exif_transpose(image).convert("RGBA")
    upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    paper = Image.new("RGBA", upright.size, "white")
    return Image.alpha_composite(paper, upright).convert("RGB")


def _encoded(image: Image.Image, name: str, alt: str) -> ReportPicture:
    written = io.BytesIO()
    image.save(written, "PNG", optimize=True)
    if written.tell() <= MAX_BYTES:
        return ReportPicture(name, written.getvalue(), alt)
    photograph = io.BytesIO()
    image.save(photograph, "JPEG", quality=82)
    return ReportPicture(name, photograph.getvalue(), alt, "image/jpeg")
