"""Calls its process what stands before a number in the system's file on it, with none behind: who looks after its memory fails over it.

must: Nothing; what a process is called is its own.
kernel: own
outcome: completed
cells: ok
after: ok
"""
import ctypes, time
for name in (b'VmPTE: none', b'Threads:\tmany', b'VmPTE:', b'x\nVmPTE:\ty'):
    ctypes.CDLL(None).prctl(15, name, 0, 0, 0)
    time.sleep(0.5)
