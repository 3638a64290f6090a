"""Reads a byte of every two megabytes of memory that nobody has written: no page of it is anybody's, and each takes a table of 4 kB.

must: Ended for its memory: the tables count.
kernel: own
outcome: out_of_memory
limits: memory
cells: error
after: not_run
"""
import ctypes
libc, huge = ctypes.CDLL(None), 2 << 20
libc.mmap.restype = ctypes.c_void_p
for _ in range(64):  # 2 GB of tables
    start = libc.mmap(None, ctypes.c_size_t(huge << 13), 1, 0x4022, -1, ctypes.c_long(0))
    libc.madvise(ctypes.c_void_p(start), ctypes.c_size_t(huge << 13), 15)
    for place in range(start, start + (huge << 13), huge):
        ctypes.c_char.from_address(place).value
print('BREACH')
