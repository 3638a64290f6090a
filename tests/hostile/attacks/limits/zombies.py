"""Leaves 600 dead children that nobody waits for.

must: Ended for its processes: the dead count.
kernel: own
slow: yes
cells: error
after: not_run
limits: processes
"""
import os, time
for _ in range(600):
    if not os.fork():
        os._exit(0)
time.sleep(5)
print('BREACH')
