"""Leaves by sys.exit.

must: The cell fails, the next one runs.
kernel: own
outcome: cell_error
cells: error
after: ok
"""
import sys
sys.exit(0)
