"""Prints a line of a million signs and takes back the last one, again and again.

must: It is counted what stays; the line is not copied for each.
kernel: own
cells: ok
after: ok
outcome: completed
"""
print('a' * 1_000_000 + 'b\b' * 300_000)
