"""Opens message queues, of which a user has 800 kB on the host.

must: There are none inside.
bare: breach
"""
import ctypes, os
libc = ctypes.CDLL(None)
got = libc.syscall(240, b'grader-hostile', os.O_CREAT | os.O_RDWR, 0o600, None)
libc.syscall(241, b'grader-hostile')
print('BREACH' if got >= 0 else 'refused')
