"""Sleeps for ever.

must: Interrupted; the next cell runs.
cells: timeout
after: ok
kernel: own
outcome: timeout
limits: cell_time
"""
import time
time.sleep(10**8)
