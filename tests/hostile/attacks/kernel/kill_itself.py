"""Kills its own process.

must: It is as if the call weren't there, and told.
kernel: own
outcome: completed
cells: ok
after: ok
"""
import os
os.kill(os.getpid(), 9)
