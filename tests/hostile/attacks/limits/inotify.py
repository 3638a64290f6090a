"""Takes every inotify instance that its user may have on the host.

must: There is none inside; nobody else's are used up.
bare: breach
"""
import ctypes
libc = ctypes.CDLL(None)
held = [libc.inotify_init1(0) for _ in range(8)]
print('BREACH' if max(held) >= 0 else 'refused')
