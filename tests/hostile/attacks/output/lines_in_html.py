"""Displays HTML of empty lines, each of which is a string of its own in the executed notebook.

must: Lines count as what they take.
cells: ok
after: ok
kernel: own
"""
from IPython.display import display
for _ in range(600):
    display({'text/html': '\n' * 30_000, 'text/latex': '\n' * 30_000, 'text/plain': 'x'}, raw=True)
