"""Takes shared memory, which limits of the data segment miss.

must: Ended for its memory.
kernel: own
outcome: out_of_memory
limits: memory
cells: error
after: not_run
slow: yes
"""
import mmap
held = []
while True:
    block = mmap.mmap(-1, 10_000_000)
    block.write(b'x' * 10_000_000)
    held.append(block)
