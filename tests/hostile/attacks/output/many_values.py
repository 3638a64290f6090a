"""Displays JSON of a million values, which take thirty times as much memory once read.

must: Left out.
cells: ok
after: ok
kernel: own
"""
from IPython.display import display
display({'application/json': [0] * 2_000_000, 'text/plain': 'x'}, raw=True)
