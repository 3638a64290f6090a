"""Takes memory until none is left.

must: Ended for its memory.
kernel: own
outcome: out_of_memory
limits: memory
cells: error
after: not_run
slow: yes
"""
held = []
while True:
    held.append(b'x' * 10_000_000)
