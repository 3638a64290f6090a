"""Opens a thousand files in each of sixty processes, until the host has none left.

must: Ended for what it holds open.
kernel: own
slow: yes
cells: error
after: not_run
limits: processes
"""
import os, time
for _ in range(60):
    if not os.fork():
        break
held = []
try:
    while True:
        held.append(os.open('/dev/null', os.O_RDONLY))
except OSError:
    pass
time.sleep(20)
print('BREACH')
