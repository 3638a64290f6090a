"""Waits for a lock that nobody frees.

must: Interrupted; the next cell runs.
slow: yes
cells: timeout
after: ok
kernel: own
outcome: timeout
limits: cell_time
cell_timeout_s: 4
"""
import threading
lock = threading.Lock()
lock.acquire()
lock.acquire()
