"""Leaves by sys.exit.

must: The cell ends, and is told; the next one runs.
kernel: own
outcome: completed
cells: ok
after: ok
"""
import sys
sys.exit(0)
