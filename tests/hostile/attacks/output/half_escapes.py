"""Displays the beginnings of two million terminal escapes, to keep whoever takes them out busy.

must: Taken out in one pass.
kernel: own
cells: ok
after: ok
"""
print('\x1b[' * 1_200_000)
