"""Starts threads without end.

must: Ended for its threads.
limits: processes
kernel: own
outcome: kernel_died
cells: error
after: not_run
slow: yes
"""
import threading, time
for _ in range(400):
    threading.Thread(target=time.sleep, args=(100,), daemon=True).start()
time.sleep(100)
