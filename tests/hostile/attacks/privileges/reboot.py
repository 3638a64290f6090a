"""Restarts the host.

must: The call is refused.
"""
import ctypes
libc = ctypes.CDLL(None, use_errno=True)
try:
    got = libc.reboot(0x1234567) == 0
    print('BREACH' if got else 'nothing', got)
except Exception as refused:
    print(repr(refused))
