"""Sleeps for ever.

must: Interrupted; the next cell runs.
slow: yes
cells: timeout
after: ok
kernel: own
outcome: timeout
limits: cell_time
cell_timeout_s: 4
"""
import time
time.sleep(10**8)
