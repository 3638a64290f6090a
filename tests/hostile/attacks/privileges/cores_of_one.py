"""Keeps everybody else off the other half of the core that it runs on, which stands still meanwhile (core scheduling).

must: The call is refused.
"""
import ctypes, os
libc = ctypes.CDLL(None, use_errno=True)
got = libc.prctl(62, 1, 0, 0, 0)
print('BREACH' if got == 0 else 'refused', os.strerror(ctypes.get_errno()))
