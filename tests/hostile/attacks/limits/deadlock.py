"""Waits for a lock that nobody frees.

must: Interrupted; the next cell runs.
cells: timeout
after: ok
kernel: own
outcome: timeout
limits: cell_time
"""
import threading
lock = threading.Lock()
lock.acquire()
lock.acquire()
