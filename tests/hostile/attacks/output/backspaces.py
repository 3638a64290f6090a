"""Displays two million letters and takes each back.

must: Taken back in one pass.
kernel: own
cells: ok
after: ok
"""
print('a\b' * 1_200_000)
