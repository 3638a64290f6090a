"""Runs a notebook that nobody trusts, and brings back what happened."""

from grader.sandbox.kernels.shared import BorrowedKernels, SharedKernels
from grader.sandbox.kernels.warm import WarmKernels
from grader.sandbox.record import record
from grader.sandbox.walls.protections import Protection, protections, require_protection

__all__ = [
    "BorrowedKernels",
    "Protection",
    "SharedKernels",
    "WarmKernels",
    "protections",
    "record",
    "require_protection",
]
