"""Becomes root.

must: The call is refused.
"""
import ctypes
libc = ctypes.CDLL(None, use_errno=True)
try:
    got = libc.setuid(0) == 0
    print('BREACH' if got else 'nothing', got)
except Exception as refused:
    print(repr(refused))
