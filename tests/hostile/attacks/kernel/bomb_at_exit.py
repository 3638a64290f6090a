"""Waits for the end of the interpreter to do harm.

must: The tree is killed; nothing runs at its end.
cells: ok
after: ok
kernel: own
outcome: completed
"""
import atexit, time
atexit.register(time.sleep, 1000)
