"""Leaves a process that outlives the notebook.

must: It dies with the namespace.
cells: ok
after: ok
kernel: own
outcome: completed
slow: yes
"""
import os, time
if not os.fork():
    os.setsid()
    if not os.fork():
        while True:
            time.sleep(0.1)
    os._exit(0)
