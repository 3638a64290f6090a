"""Sets the host's clock.

must: The call is refused.
"""
import ctypes
libc = ctypes.CDLL(None, use_errno=True)
try:
    got = libc.settimeofday(ctypes.create_string_buffer(16), None) == 0
    print('BREACH' if got else 'nothing', got)
except Exception as refused:
    print(repr(refused))
