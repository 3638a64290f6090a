"""Spreads its memory over children.

must: The whole tree is counted.
kernel: own
outcome: out_of_memory
limits: memory
cells: error
after: not_run
slow: yes
"""
import os
for _ in range(8):
    if not os.fork():
        held = b'x' * 100_000_000
        while True:
            sum(held[::4096])
os.wait()
