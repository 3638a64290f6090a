"""Cuts its memory into 60,000 pieces and forks sixty times: what the system remembers of them is in no process's size.

must: Ended for its pieces, or for its memory.
kernel: own
slow: yes
cells: error
after: not_run
"""
import ctypes, os, time
libc = ctypes.CDLL(None)
libc.mmap.restype = ctypes.c_void_p
start = libc.mmap(None, ctypes.c_size_t(60_000 * 4096), 0, 0x22, -1, ctypes.c_long(0))
for place in range(start, start + 60_000 * 4096, 8192):
    libc.mprotect(ctypes.c_void_p(place), ctypes.c_size_t(4096), 1)
for _ in range(60):
    if os.fork() == 0:
        time.sleep(30)
        os._exit(0)
time.sleep(20)
print('BREACH')
