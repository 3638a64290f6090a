"""Fills /tmp, which lies in memory.

must: Ended for its memory.
kernel: own
outcome: out_of_memory
limits: memory
cells: error
after: not_run
slow: yes
"""
number = 0
while True:
    open(f'/tmp/{number}', 'wb').write(b'x' * 10_000_000)
    number += 1
