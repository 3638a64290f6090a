"""Reads the kernel's log, which names other processes.

must: The call is refused.
"""
import ctypes
libc = ctypes.CDLL(None)
try:
    got = libc.syslog(3, ctypes.create_string_buffer(100), 100) > 0
    print('BREACH' if got else 'nothing', got)
except Exception as refused:
    print(repr(refused))
