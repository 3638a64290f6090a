"""Closes every descriptor it has.

must: The cell fails or runs out of time; what was before is kept.
kernel: own
outcome: *
"""
import os
os.closerange(3, 1024)
