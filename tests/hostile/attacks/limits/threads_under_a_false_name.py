"""Calls its process what the system's file on it says of one that has one thread, and starts threads without end.

must: Ended for its threads: what a process is called is not what it has.
limits: processes
kernel: own
outcome: kernel_died
cells: error
after: not_run
"""
import ctypes, threading, time
ctypes.CDLL(None).prctl(15, b'Threads:\t1', 0, 0, 0)
for _ in range(260):
    threading.Thread(target=time.sleep, args=(30,), daemon=True).start()
time.sleep(30)
print('BREACH')
