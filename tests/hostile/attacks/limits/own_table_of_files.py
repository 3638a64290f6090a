"""Gives a thread a table of open files of its own, which nobody would count.

must: Refused.
"""
import ctypes
libc = ctypes.CDLL(None)
print('BREACH' if libc.syscall(436, 900, 901, 2) == 0 else 'refused')
