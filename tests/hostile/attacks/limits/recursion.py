"""Calls itself without end.

must: Python's own error.
cells: error
after: ok
kernel: own
outcome: cell_error
"""
def again():
    again()

again()
