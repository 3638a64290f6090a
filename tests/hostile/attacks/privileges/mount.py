"""Mounts a file system.

must: The call is refused.
"""
import ctypes
libc = ctypes.CDLL(None, use_errno=True)
try:
    got = libc.mount(b'none', b'/tmp', b'tmpfs', 0, None) == 0
    print('BREACH' if got else 'nothing', got)
except Exception as refused:
    print(repr(refused))
