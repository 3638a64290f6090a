"""Prints two million lines of one sign, each of which would be read by every reader of outputs.

must: As many lines are read as a notebook may have; the middle is left out, and that is told.
kernel: own
cells: ok
after: ok
outcome: completed
"""
print('=\n' * 2_000_000)
