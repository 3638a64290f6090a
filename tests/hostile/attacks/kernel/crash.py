"""Reads at address zero.

must: The cell fails, what was before is kept.
kernel: own
outcome: kernel_died
cells: error
after: not_run
"""
import ctypes
ctypes.string_at(0)
