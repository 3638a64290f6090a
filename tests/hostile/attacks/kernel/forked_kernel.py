"""Forks, and lets both sides go on as the kernel.

must: The child's word counts as little as any; the notebook goes on or dies.
kernel: own
outcome: *
"""
import os
child = os.fork()
