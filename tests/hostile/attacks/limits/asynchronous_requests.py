"""Reserves all asynchronous input and output of the host, which data bases need.

must: There is none inside.
bare: breach
"""
import ctypes
libc, context = ctypes.CDLL(None), ctypes.c_ulong()
print('BREACH' if libc.syscall(206, 100, ctypes.byref(context)) == 0 else 'refused')
