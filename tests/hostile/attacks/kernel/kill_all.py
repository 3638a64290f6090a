"""Kills every process that it may.

must: The sandbox ends; nobody else is hurt.
kernel: own
outcome: *
"""
import os
os.kill(-1, 9)
