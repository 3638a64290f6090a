"""The Python that notebooks run in: the grader's own, or that of a course."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

BACKENDS = ("tensorflow", "torch", "jax")
"""What Keras may compute with, in the order in which it is chosen."""


@dataclass(frozen=True, slots=True)
class Interpreter:
    """An interpreter with its packages, as the sandbox shows them to a notebook."""

    executable: Path
    """Not resolved: by its place a virtual environment is distinguished from the Python that it was
    made with.
    """
    folders: tuple[Path, ...]
    """What holds Python and its packages, but for the system's own folders; none lies within
    another.
    """
    elsewhere: tuple[Path, ...] = ()
    """Those of them that have to be named on PYTHONPATH."""
    version: str = ""
    """As in `3.11.7`."""
    packages: tuple[tuple[str, str], ...] = ()
    """Name and version of each, sorted; names in small letters with `-`."""
    is_own: bool = False
    """Whether it is the one that the grader itself runs in, for whose packages all hooks are made.
    """
    fingerprint: str = ""
    """Tells this set of versions from others; empty for the grader's own, whose versions are known
    anyway.
    """

    def version_of(self, package: str) -> str:
        """The version of a package; empty where it isn't there."""
        return dict(self.packages).get(package, "")

    @property
    def keras_backend(self) -> str:
        """What Keras computes with: TensorFlow where there is one."""
        if self.is_own:
            return BACKENDS[0]
        names = {name.removesuffix("-cpu") for name, _ in self.packages}
        return next((name for name in BACKENDS if name in names), BACKENDS[0])
