"""Pretends that the grader interrupted it.

must: An error like any other.
cells: error
after: ok
kernel: own
outcome: cell_error
"""
raise KeyboardInterrupt
