"""Keeps the settings of a user's own Keras away from the reference models.

Half precision, channels in front or another backend in `~/.keras/keras.json` would train other
models than those that hand-ins are measured with, and nobody would see it in the bands.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

DOWNLOADED = ("datasets", "models")
"""What Keras keeps beside its settings, and scripts may ask for."""


@contextmanager
def keras_as_it_comes() -> Iterator[Mapping[str, str]]:
    """The variables by which Keras finds what the user has downloaded and no settings."""
    with tempfile.TemporaryDirectory(prefix="grader-keras-") as folder:
        with suppress(RuntimeError, OSError):  # an account without a home
            own = Path(os.environ.get("KERAS_HOME") or "~/.keras").expanduser().resolve()
            for name in DOWNLOADED:
                if (own / name).is_dir():
                    (Path(folder) / name).symlink_to(own / name)
        yield {"KERAS_HOME": folder, "KERAS_BACKEND": "tensorflow"}
