"""Names the folders of hand-ins, whatever their files are called."""

from __future__ import annotations

import hashlib
import re

MAX_STEM_CHARS, MAX_STEM_BYTES = 80, 160
"""Of a folder's name; file systems allow 255 bytes."""
DIGEST_CHARS, OLD_DIGEST_CHARS = 16, 8
"""Of a folder's name, too. Eight can be met in minutes: a file called so that it gets another's
folder would take the place of what that student handed in.
"""


def folder_names(key: str) -> tuple[str, str]:
    """The name of the folder of the hand-in that intake knows by `key`; and the one that it has in
    batches begun before names held as much of the digest.
    """
    stem = re.sub(r"[^\w.-]+", "_", key.removesuffix(".ipynb"))[:MAX_STEM_CHARS]
    stem = stem.encode()[:MAX_STEM_BYTES].decode("utf-8", "ignore").strip("._") or "notebook"
    digest = hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()
    return f"{stem}-{digest[:DIGEST_CHARS]}", f"{stem}-{digest[:OLD_DIGEST_CHARS]}"
