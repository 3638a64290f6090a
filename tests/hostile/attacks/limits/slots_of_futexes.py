"""Asks for four million slots in which its threads' locks are looked up, 260 MB of the system's memory in each process that is in no process's size.

must: It gets as many as the system gives everybody.
"""
import ctypes, os
libc = ctypes.CDLL(None, use_errno=True)
got = libc.prctl(78, 1, ctypes.c_ulong(1 << 16), 0, 0)
print('BREACH' if got == 0 else 'refused', os.strerror(ctypes.get_errno()))
