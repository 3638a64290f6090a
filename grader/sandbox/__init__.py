"""Runs a notebook that nobody trusts, and brings back what happened."""

from grader.sandbox.protections import Protection, protections
from grader.sandbox.record import record
from grader.sandbox.warm import WarmKernels

__all__ = ["Protection", "WarmKernels", "protections", "record"]
