"""Fills /dev/shm.

must: Ended for its memory, or stopped by the size of the file system.
kernel: own
outcome: out_of_memory
limits: memory
cells: error
after: not_run
slow: yes
"""
number = 0
while True:
    open(f'/dev/shm/{number}', 'wb').write(b'x' * 10_000_000)
    number += 1
