"""Forks without end.

must: Ended for its processes, with all children.
limits: processes
kernel: own
outcome: kernel_died
cells: error
after: not_run
memory_bytes: 4000000000
slow: yes
"""
import os, time
for _ in range(400):
    if not os.fork():
        time.sleep(100)
time.sleep(100)
