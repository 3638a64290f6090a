"""Raises an error that would rewrite the operator's terminal.

must: Escapes are taken out of what is told.
cells: error
after: ok
kernel: own
outcome: cell_error
"""
raise ValueError('\x1b]0;owned\x07\x1b[2J\x1b[31mred')
