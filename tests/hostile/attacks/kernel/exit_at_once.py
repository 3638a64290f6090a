"""Leaves by os._exit.

must: It is as if the call weren't there, and told.
kernel: own
outcome: completed
cells: ok
after: ok
"""
import os
os._exit(0)
