"""Mounts the system writable.

must: mount() is refused.
"""
import ctypes
libc = ctypes.CDLL(None)
try:
    got = libc.mount(None, b'/usr', None, 32 | 4096, None) == 0
    print('BREACH' if got else 'nothing', got)
except Exception as refused:
    print(repr(refused))
