"""Names how much is run, and within which limits."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from typing import Literal

TrainingPolicy = Literal["full", "decisive", "verify", "saved"]

GIB = 1024**3
MIB = 1024**2


LEAST_MEMORY_BYTES = 768 * MIB
"""In 512 MiB a kernel dies that imports TensorFlow, scikit-learn and matplotlib; in 640 it trains a
small network.
"""
LEAST_GIB = LEAST_MEMORY_BYTES / GIB
MOST_GIB = 1024.0 * 1024
MOST_SECONDS = 366 * 24 * 3600.0
"""What an operator may ask for."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What one notebook may use."""

    cell_timeout_s: float = 3600.0
    """Wall-clock seconds for one cell."""
    notebook_timeout_s: float = 7200.0
    """Wall-clock seconds for all cells together."""
    memory_bytes: int = 6 * GIB
    """Resident memory of the notebook's whole process tree, scratch space included."""
    processes: int = 256
    """Processes and threads at one time."""
    open_files: int = 768
    """Of one process. So many, and the 253 of one message more, the notebooks of a user may have on
    their way through sockets, where the user's other programs have theirs: most may have 1,024.
    """
    disk_bytes: int = 1 * GIB
    """Size of the private scratch space."""
    output_bytes: int = 20 * MIB
    """What all cells together may print or display."""
    recording_bytes: int = 512 * MIB
    """What the recorder may send, weights included."""

    def allows_more_than(self, other: Limits) -> bool:
        """Whether a notebook that `other` ended may get further with these."""
        return any(getattr(self, field.name) > getattr(other, field.name) for field in fields(self))


@dataclass(frozen=True, slots=True)
class Policy:
    """What the operator asked for."""

    training: TrainingPolicy = "full"
    limits: Limits = field(default_factory=Limits)
    seed: int = 20_240_601
    """Seeds Python, NumPy and TensorFlow in the student's kernel unless the student sets them."""
    threads: int = 2
    """Cores that one kernel may use."""
    stock: bool = False
    """Leave `fit` as Keras does it, instead of training many batches in one call."""
    unsafe: bool = False
    """Run without the sandbox. Only for notebooks one wrote oneself."""
    audit_percent: float = 0.0
    """Of the hand-ins, how many are trained in full whatever `training` says, to put it to the
    test.
    """
    reuse: bool = True
    """Look up what a training comes to, where it was done before; else every one is computed."""
    audit_key: str = ""
    """Decides which, with their content: kept with the batch, so that whoever hands in can't know
    the draw.
    """
