"""Asks to be told of everything that is opened on the host.

must: Refused.
"""
import ctypes
libc = ctypes.CDLL(None)
print('BREACH' if libc.fanotify_init(0x200, 0) >= 0 else 'refused')
