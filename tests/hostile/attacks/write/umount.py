"""Takes away the mount that hides something.

must: umount() is refused.
"""
import ctypes
libc = ctypes.CDLL(None)
try:
    got = libc.umount2(b'/opt/grader/data/mnist.npz', 2) == 0
    print('BREACH' if got else 'nothing', got)
except Exception as refused:
    print(repr(refused))
