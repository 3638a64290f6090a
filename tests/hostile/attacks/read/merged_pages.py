"""Has the host merge its pages with equal ones, so that the time of a write tells what stands in the memory of others.

must: The calls are refused, as where the system merges no pages.
"""
import ctypes, mmap, os
libc, said = ctypes.CDLL(None, use_errno=True), []
said.append(libc.prctl(67, 1, 0, 0, 0))
with mmap.mmap(-1, 1 << 20) as pages:
    try:
        pages.madvise(mmap.MADV_MERGEABLE)
        said.append(0)
    except OSError as error:
        said.append(error.strerror)
print('BREACH' if 0 in said else 'refused', said)
