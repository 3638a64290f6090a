"""Replaces the kernel by another program.

must: The cell fails or runs out of time; what was before is kept.
kernel: own
outcome: *
"""
import os
os.execv('/bin/sleep', ['sleep', '1'])
