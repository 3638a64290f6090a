"""Prints 300 MB in one cell.

must: Cut; the host's memory stays small and the next cell is heard.
cells: ok
after: ok
kernel: own
outcome: completed
slow: yes
"""
print('x' * 300_000_000)
