"""Does its reading and writing where no filter sees it.

must: The filter refuses the call.
"""
import ctypes
libc = ctypes.CDLL(None, use_errno=True)
import platform
try:
    got = libc.syscall(425, 1, 0) >= 0 and platform.machine() == 'x86_64'
    print('BREACH' if got else 'nothing', got)
except Exception as refused:
    print(repr(refused))
