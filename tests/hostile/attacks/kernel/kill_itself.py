"""Kills its own process.

must: The cell fails, what was before is kept.
kernel: own
outcome: kernel_died
cells: error
after: not_run
"""
import os
os.kill(os.getpid(), 9)
