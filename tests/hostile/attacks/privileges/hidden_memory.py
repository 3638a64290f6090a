"""Keeps data in memory that belongs to no process and no file system.

must: memfd_create() and shmget() answer as if the kernel had none.
"""
import ctypes
libc = ctypes.CDLL(None, use_errno=True)
import os
try:
    got = os.memfd_create('held') or libc.shmget(0, 10**9, 0o600) >= 0
    print('BREACH' if got else 'nothing', got)
except Exception as refused:
    print(repr(refused))
