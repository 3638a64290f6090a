"""Locks 64 MB of memory, which could not be swapped out for anybody else.

must: 64 kB may be locked, and count like all memory.
"""
import ctypes, mmap
libc, memory = ctypes.CDLL(None), mmap.mmap(-1, 64_000_000)
address = ctypes.addressof(ctypes.c_char.from_buffer(memory))
print('BREACH' if libc.mlock(ctypes.c_void_p(address), ctypes.c_size_t(64_000_000)) == 0 else 'refused')
