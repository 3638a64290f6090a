"""Displays control characters, each of which takes six signs in the executed notebook, until that is too long to be read.

must: They count as what they take; the notebook is read and graded.
kernel: own
cells: ok
after: ok
"""
for _ in range(6):
    print('\x01' * 4_000_000)
