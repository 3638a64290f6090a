"""Puts a byte of a huge page into a pipe, and frees the page: two megabytes stay that are nobody's.

must: There is no such call inside.
"""
import ctypes, os
libc, huge = ctypes.CDLL(None, use_errno=True), 2 << 20
libc.mmap.restype = ctypes.c_void_p
start = libc.mmap(None, ctypes.c_size_t(2 * huge), 3, 0x22, -1, ctypes.c_long(0))
place = (start + huge - 1) // huge * huge
libc.madvise(ctypes.c_void_p(place), ctypes.c_size_t(huge), 14)
ctypes.memset(place, 1, huge)
piece = (ctypes.c_size_t * 2)(place, 1)
put = libc.vmsplice(os.pipe()[1], ctypes.byref(piece), ctypes.c_size_t(1), 1)
libc.munmap(ctypes.c_void_p(start), ctypes.c_size_t(2 * huge))
print('BREACH' if put == 1 else os.strerror(ctypes.get_errno()))
