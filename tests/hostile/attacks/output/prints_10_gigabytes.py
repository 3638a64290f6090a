"""Prints 10 GB in one cell.

must: Cut or timed out; the host's memory stays small.
kernel: own
slow: yes
"""
line = 'x' * 1_000_000
for _ in range(10_000):
    print(line)
