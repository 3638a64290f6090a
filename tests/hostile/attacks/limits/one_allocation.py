"""Asks for a terabyte at once.

must: Refused or ended; the next cell runs where it was refused.
kernel: own
"""
try:
    held = bytearray(10**12)
except MemoryError:
    pass
