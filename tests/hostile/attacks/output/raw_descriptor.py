"""Writes past Python to the descriptor.

must: Cut the same way.
cells: ok
after: ok
kernel: own
cell_timeout_s: 60
slow: yes
"""
import os
for _ in range(100):
    os.write(1, b'x' * 1_000_000)
