"""Stops its own process past Python's own functions, so that it can't be asked.

must: Killed five seconds after it was asked.
cells: timeout
after: not_run
kernel: own
outcome: timeout
limits: cell_time
cell_timeout_s: 4
"""
import ctypes, os, signal
ctypes.CDLL(None).kill(os.getpid(), signal.SIGSTOP)
