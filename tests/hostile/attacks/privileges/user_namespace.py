"""Becomes root in a user namespace of its own, from which most kernel exploits start.

must: The call is refused.
"""
import ctypes
libc = ctypes.CDLL(None, use_errno=True)
try:
    got = libc.unshare(0x10000000) == 0
    print('BREACH' if got else 'nothing', got)
except Exception as refused:
    print(repr(refused))
