"""Lets 400 epoll instances watch 500 files each, in several processes: all that its user may watch on the host.

must: Ended for what it holds open.
kernel: own
slow: yes
cells: error
after: not_run
limits: processes
"""
import os, select, time
for _ in range(6):
    if not os.fork():
        break
files = [os.eventfd(0) for _ in range(400)]
watching = [select.epoll() for _ in range(450)]
for one in watching:
    for file in files:
        one.register(file)
time.sleep(20)
print('BREACH')
