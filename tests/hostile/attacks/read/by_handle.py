"""Opens a file of the host by its inode number, as shocker.c did.

must: The call is refused.
"""
import ctypes, os
libc = ctypes.CDLL(None)
try:
    got = libc.open_by_handle_at(0, ctypes.create_string_buffer(bytes([8, 0, 0, 0, 1, 0, 0, 0, 2] + [0] * 20)), 0) >= 0
    print('BREACH' if got else 'nothing', got)
except Exception as refused:
    print(repr(refused))
